import { amplitudeOf, FRAME_MS, FRAME_SAMPLES, RINGING_HZ } from './tones.js';

/** A sound that may be heard: its name and frequency. */
export interface KnownTone {
  readonly what: string;
  readonly frequencyHz: number;
  readonly from: 'person' | 'file';
}

export interface HeardTone {
  readonly what: string;
  /** Milliseconds since the recording began. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** A tone counts as heard above this amplitude (of 32,767); the tests' own are above 2,000 even after a codec. */
const LEAST_AMPLITUDE = 600;
/** A tone that breaks off in mid-frame is heard in its neighbours, too, but less than this share of it. */
const LEAST_SHARE = 0.25;
/** A shorter gap inside a sound is none (lost packet, border of frames); a shorter sound is none. */
const GAP_MS = 120;
const SHORTEST_MS = 100;
/**
 * A person, or music, sends one tone without a pause; 150 to 200 ms of it were lost in mid-talk when Asterisk got no core
 * of two busy ones. A prompt may begin anew after as little.
 */
const STEADY_GAP_MS = 300;
/** The words of an announcement have pauses. */
const SPEECH_GAP_MS = 1000;
/** The ringing tone sounds for two seconds and pauses for four. */
const RINGING_GAP_MS = 4500;

/** What is heard in a recording: stretches of the known tones and of ringing, in the order of their beginnings. */
export function listen(samples: Int16Array, known: readonly KnownTone[]): readonly HeardTone[] {
  const stretches = new Map<string, HeardTone[]>();
  for (const { fromMs, soundings } of soundingsOf(framesOf(samples), known))
    for (const { what, gapMs } of soundings) extend(stretches, what, fromMs, gapMs);
  return [...stretches.values()]
    .flat()
    .filter(({ fromMs, toMs }) => toMs - fromMs >= SHORTEST_MS)
    .sort((a, b) => a.fromMs - b.fromMs);
}

interface Sounding {
  readonly what: string;
  /** A longer gap makes it another stretch. */
  readonly gapMs: number;
}

function framesOf(samples: Int16Array): readonly Int16Array[] {
  return Array.from({ length: Math.floor(samples.length / FRAME_SAMPLES) }, (_, index) =>
    samples.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES),
  );
}

/** What sounds in each frame. A tone is held against the loudest that sounds in the frame, before it and behind it. */
function soundingsOf(
  frames: readonly Int16Array[],
  known: readonly KnownTone[],
): readonly { readonly fromMs: number; readonly soundings: readonly Sounding[] }[] {
  const amplitudes = frames.map((frame) => known.map(({ frequencyHz }) => amplitudeOf(frame, frequencyHz)));
  const loudest = amplitudes.map((all) => Math.max(0, ...all));
  return frames.map((frame, index) => {
    const near = Math.max(...loudest.slice(Math.max(0, index - 1), index + 2));
    const least = Math.max(LEAST_AMPLITUDE, near * LEAST_SHARE);
    const tones = known.filter((_, tone) => (amplitudes[index]?.[tone] ?? 0) >= least);
    const isRinging = RINGING_HZ.every((frequencyHz) => amplitudeOf(frame, frequencyHz) >= LEAST_AMPLITUDE);
    const soundings = tones.map((tone) => ({ what: tone.what, gapMs: gapIn(tone) }));
    const ringing = { what: 'ringing', gapMs: RINGING_GAP_MS };
    return { fromMs: index * FRAME_MS, soundings: isRinging ? [...soundings, ringing] : soundings };
  });
}

function extend(stretches: Map<string, HeardTone[]>, what: string, fromMs: number, gapMs: number): void {
  const list = stretches.get(what) ?? [];
  stretches.set(what, list);
  const last = list.at(-1);
  if (last === undefined || fromMs - last.toMs > gapMs) list.push({ what, fromMs, toMs: fromMs + FRAME_MS });
  else list[list.length - 1] = { ...last, toMs: fromMs + FRAME_MS };
}

function gapIn({ what, from }: KnownTone): number {
  if (what === 'speech') return SPEECH_GAP_MS;
  return from === 'person' || what === 'music' ? STEADY_GAP_MS : GAP_MS;
}

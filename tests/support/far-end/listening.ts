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
  for (let start = 0; start + FRAME_SAMPLES <= samples.length; start += FRAME_SAMPLES) {
    const frame = samples.subarray(start, start + FRAME_SAMPLES);
    const fromMs = (start / FRAME_SAMPLES) * FRAME_MS;
    for (const { what, gapMs } of heardIn(frame, known)) extend(stretches, what, fromMs, gapMs);
  }
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

function heardIn(frame: Int16Array, known: readonly KnownTone[]): readonly Sounding[] {
  const isHeard = (frequencyHz: number): boolean => amplitudeOf(frame, frequencyHz) >= LEAST_AMPLITUDE;
  const tones = known
    .filter(({ frequencyHz }) => isHeard(frequencyHz))
    .map((tone) => ({ what: tone.what, gapMs: gapIn(tone) }));
  return RINGING_HZ.every(isHeard) ? [...tones, { what: 'ringing', gapMs: RINGING_GAP_MS }] : tones;
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

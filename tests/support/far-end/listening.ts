import { amplitudeOf, FRAME_MS, FRAME_SAMPLES, meanSquare, RINGING_HZ } from './tones.js';

/** A sound that may be heard: its name and frequency. */
export interface KnownTone {
  readonly what: string;
  readonly frequencyHz: number;
}

export interface HeardTone {
  readonly what: string;
  /** Milliseconds since the recording began. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** A tone counts as heard above this amplitude (of 32,767); the tests' own are above 2,000 even after a codec. */
const LEAST_AMPLITUDE = 400;
/** Sound that no tone explains counts as speech above this mean square. */
const LEAST_SPEECH = 30_000;
/** A shorter gap inside a sound is none (lost packet, border of frames); a shorter sound is none. */
const GAP_MS = 120;
const SHORTEST_MS = 100;
/** Spoken words have pauses; a crack between two sounds is no word. */
const SPEECH_GAP_MS = 2000;
const SHORTEST_SPEECH_MS = 400;
/** The ringing tone sounds for two seconds and pauses for four. */
const RINGING_GAP_MS = 4500;

/**
 * What is heard in a recording: one list of stretches per tone, and `speech` for whatever else sounds. `own`: the
 * frequency that the party sends itself, which is in the recording too.
 */
export function listen(
  samples: Int16Array,
  known: readonly KnownTone[],
  own: number | null,
): readonly HeardTone[] {
  const stretches = new Map<string, HeardTone[]>();
  for (let start = 0; start + FRAME_SAMPLES <= samples.length; start += FRAME_SAMPLES) {
    const frame = samples.subarray(start, start + FRAME_SAMPLES);
    const fromMs = (start / FRAME_SAMPLES) * FRAME_MS;
    for (const what of heardIn(frame, known, own)) extend(stretches, what, fromMs);
  }
  return [...stretches.values()]
    .flat()
    .filter(
      ({ what, fromMs, toMs }) => toMs - fromMs >= (what === 'speech' ? SHORTEST_SPEECH_MS : SHORTEST_MS),
    )
    .sort((a, b) => a.fromMs - b.fromMs);
}

function heardIn(frame: Int16Array, known: readonly KnownTone[], own: number | null): readonly string[] {
  const total = meanSquare(frame);
  if (total < (LEAST_AMPLITUDE * LEAST_AMPLITUDE) / 2) return [];
  const heard: string[] = [];
  let explained = own === null ? 0 : power(amplitudeOf(frame, own));
  for (const { what, frequencyHz } of known) {
    const amplitude = amplitudeOf(frame, frequencyHz);
    if (amplitude < LEAST_AMPLITUDE) continue;
    heard.push(what);
    explained += power(amplitude);
  }
  const ringing = RINGING_HZ.map((frequencyHz) => amplitudeOf(frame, frequencyHz));
  if (ringing.every((amplitude) => amplitude >= LEAST_AMPLITUDE)) {
    heard.push('ringing');
    explained += ringing.reduce((sum, amplitude) => sum + power(amplitude), 0);
  }
  const rest = total - explained;
  // At the border of a tone its power is spread over all frequencies: then half of the frame is no speech.
  return rest > LEAST_SPEECH && rest > explained / 2 ? [...heard, 'speech'] : heard;
}

function power(amplitude: number): number {
  return (amplitude * amplitude) / 2;
}

function extend(stretches: Map<string, HeardTone[]>, what: string, fromMs: number): void {
  const list = stretches.get(what) ?? [];
  stretches.set(what, list);
  const last = list.at(-1);
  const gapMs = what === 'speech' ? SPEECH_GAP_MS : what === 'ringing' ? RINGING_GAP_MS : GAP_MS;
  if (last === undefined || fromMs - last.toMs > gapMs) list.push({ what, fromMs, toMs: fromMs + FRAME_MS });
  else list[list.length - 1] = { ...last, toMs: fromMs + FRAME_MS };
}

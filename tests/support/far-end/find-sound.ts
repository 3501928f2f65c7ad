import { FRAME_SAMPLES } from './tones.js';

export interface FoundSound {
  /** The sample at which it begins. */
  readonly at: number;
  /** 1: exactly as it was sent, loud or low; around 0: something else. */
  readonly likeness: number;
}

/** Where a sound stands in a recording: the offset at which both correlate best. The tones of the tests do not matter. */
export function findSound(sound: Int16Array, recording: Int16Array): FoundSound {
  const wanted = withoutTones(sound);
  const heard = withoutTones(recording);
  const energy = energyOf(wanted, 0, wanted.length);
  let found: FoundSound = { at: 0, likeness: 0 };
  let local = energyOf(heard, 0, wanted.length);
  for (let at = 0; at + wanted.length <= heard.length; at += 1) {
    let product = 0;
    for (let index = 0; index < wanted.length; index += 1)
      product += (wanted[index] ?? 0) * (heard[at + index] ?? 0);
    const likeness = product / Math.sqrt(Math.max(1, energy * local));
    if (likeness > found.likeness) found = { at, likeness };
    local += (heard[at + wanted.length] ?? 0) ** 2 - (heard[at] ?? 0) ** 2;
  }
  return found;
}

/** Every tone of the tests is the same a frame later, so it cancels itself; what is left of other sounds is as good to compare. */
function withoutTones(samples: Int16Array): Float64Array {
  return Float64Array.from(
    { length: Math.max(0, samples.length - FRAME_SAMPLES) },
    (_, index) => (samples[index + FRAME_SAMPLES] ?? 0) - (samples[index] ?? 0),
  );
}

function energyOf(samples: Float64Array, from: number, to: number): number {
  return samples.subarray(from, to).reduce((sum, sample) => sum + sample * sample, 0);
}

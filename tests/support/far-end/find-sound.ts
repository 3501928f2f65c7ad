export interface FoundSound {
  /** The sample at which it begins. */
  readonly at: number;
  /** 1: exactly as it was sent; around 0: something else. */
  readonly likeness: number;
}

/** Where a sound stands in a recording: the offset at which both correlate best. What else is heard there does not matter. */
export function findSound(sound: Int16Array, recording: Int16Array): FoundSound {
  const energy = sound.reduce((sum, sample) => sum + sample * sample, 0);
  let found: FoundSound = { at: 0, likeness: 0 };
  for (let at = 0; at + sound.length <= recording.length; at += 1) {
    let product = 0;
    for (let index = 0; index < sound.length; index += 1)
      product += (sound[index] ?? 0) * (recording[at + index] ?? 0);
    if (product / energy > found.likeness) found = { at, likeness: product / energy };
  }
  return found;
}

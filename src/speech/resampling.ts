/** Highest frequency that is kept, as a share of what the lower rate can hold. */
const KEPT = 0.92;
/** How far the filter reaches on each side, in samples of the lower rate. */
const REACH = 16;

/**
 * One channel at another rate: a windowed sinc takes out what the lower rate cannot hold (J. O. Smith, "Digital Audio
 * Resampling Home Page"). Rates in Hz.
 */
export function resampled(samples: Int16Array, from: number, to: number): Int16Array {
  if (from === to) return samples;
  const filter = filterOf(from, to);
  const length = Math.floor((samples.length * to) / from);
  const made = new Int16Array(length);
  for (let index = 0; index < length; index += 1) {
    const whole = Math.floor((index * from) / to);
    const weights = filter.weightsAt((index * from) % to);
    let sum = 0;
    for (let tap = 0; tap < weights.length; tap += 1)
      sum += (samples[whole + tap - filter.before] ?? 0) * (weights[tap] ?? 0);
    made[index] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
  return made;
}

interface Filter {
  /** How many samples before the one it stands at it begins. */
  readonly before: number;
  /** The weights where a sample is made `phase` / `to` behind one that is there. */
  weightsAt(phase: number): Float64Array;
}

/** The same phases come again and again, so each is computed once. */
function filterOf(from: number, to: number): Filter {
  const cutoff = Math.min(1, to / from) * KEPT;
  const reach = REACH / cutoff;
  const before = Math.floor(reach);
  const phases = new Map<number, Float64Array>();
  const computed = (phase: number): Float64Array =>
    Float64Array.from({ length: 2 * before + 2 }, (_, tap) =>
      weight(tap - before - phase / to, cutoff, reach),
    );
  return {
    before,
    weightsAt(phase) {
      const known = phases.get(phase) ?? computed(phase);
      phases.set(phase, known);
      return known;
    },
  };
}

/** Hann window. */
function weight(distance: number, cutoff: number, reach: number): number {
  if (Math.abs(distance) >= reach) return 0;
  const angle = Math.PI * cutoff * distance;
  const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
  return cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
}

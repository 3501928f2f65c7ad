import type { Language } from '../../core/plan.js';
import { indexOf } from '../intervals.js';

/** Seconds at which bands of waits end, the end not included; the last one is open. */
const ENDS_S = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, Infinity] as const;

const BANDS = ENDS_S.map((to, index) => ({
  from: (ENDS_S[index - 1] ?? 0) * 1_000,
  to: to * 1_000,
}));

/** The keys of all bands, shortest waits first. */
export const WAIT_BANDS: readonly string[] = BANDS.map((_, index) => keyOf(index));

/** The key of the band that a wait of so many milliseconds lies in; keys sort in the order of bands. */
export function waitBandOf(waitMs: number): string {
  return keyOf(indexOf(BANDS, Math.max(0, waitMs)));
}

/** `30–45 s`. */
export function waitBandLabel(key: string, language: Language): string {
  const { from, to } = BANDS[Number(key)] ?? { from: 0, to: Infinity };
  const unit = { en: 's', ru: 'с' }[language];
  const more = { en: 'and more', ru: 'и больше' }[language];
  return to === Infinity ? `${from / 1_000} ${unit} ${more}` : `${from / 1_000}–${to / 1_000} ${unit}`;
}

function keyOf(index: number): string {
  return String(index).padStart(2, '0');
}

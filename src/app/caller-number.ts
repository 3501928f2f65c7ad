import type { ExistingLeg, Signal } from '../core/signal.js';

/** A number as the line tells it, in E.164; null: it cannot be read so. */
export type ReadNumber = (number: string) => string | null;

/** The signal with each new caller's number in E.164 beside it: the core knows nobody by any other. */
export function withE164(signal: Signal, read: ReadNumber): Signal {
  if (signal.kind === 'call-arrived') return { ...signal, fromE164: readOrNull(signal.from, read) };
  if (signal.kind === 'telephony-back' && signal.existing !== null) {
    const { existing } = signal;
    return { ...signal, existing: { ...existing, legs: existing.legs.map((leg) => legWith(leg, read)) } };
  }
  if (signal.kind === 'found-astray' && signal.astray.what === 'stray-leg') {
    const { astray } = signal;
    return { ...signal, astray: { ...astray, leg: legWith(astray.leg, read) } };
  }
  return signal;
}

function legWith(leg: ExistingLeg, read: ReadNumber): ExistingLeg {
  const { caller } = leg;
  if (caller === null) return leg;
  return { ...leg, caller: { ...caller, fromE164: readOrNull(caller.from, read) } };
}

function readOrNull(number: string | null, read: ReadNumber): string | null {
  return number === null ? null : read(number);
}

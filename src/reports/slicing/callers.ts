import type { Origin } from './items.js';

/** How many different people: numbers in E.164; whoever hides his number counts once per call. */
export function differentCallers(origins: readonly Pick<Origin, 'call' | 'client'>[]): number {
  const byCall = new Map(origins.map((origin) => [origin.call, origin]));
  return new Set([...byCall.values()].map(({ call, client }) => client ?? `hidden ${call}`)).size;
}

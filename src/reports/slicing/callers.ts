import type { Origin } from './items.js';

/** Different people, each once: by number in E.164; whoever hides his number is another one with each call. */
export function differentCallers(origins: readonly Pick<Origin, 'call' | 'client'>[]): readonly string[] {
  return [...new Set(origins.map(({ call, client }) => client ?? `hidden ${call}`))];
}

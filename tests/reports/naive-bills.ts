import type { NaiveTable } from './naive-figures.js';

/** Counted up: minutes that were begun, packages of 5,000 of them and of 500 contacts, and what does not go into one package. */
export function billed(table: NaiveTable, talkMs: ReadonlyMap<string, number>): NaiveTable {
  const packs = (size: number, amount: number): number => {
    let full = 0;
    while (full * size < amount) full += 1;
    return full;
  };
  const over = (size: number, amount: number): number => (amount > size ? amount - size : 0);
  return new Map(
    [...table].map(([key, figures]) => {
      const talk = talkMs.get(key) ?? 0;
      const minutes = packs(60_000, talk);
      const contacts = Number(figures['answered']);
      return [
        key,
        {
          ...{ answered: figures['answered'] ?? null, talk, minutes },
          'minute-packages': packs(5_000, minutes),
          'minutes-over': over(5_000, minutes),
          'contact-packages': packs(500, contacts),
          'contacts-over': over(500, contacts),
        },
      ];
    }),
  );
}

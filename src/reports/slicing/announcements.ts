import type { FactReader, Period } from '../../ports/facts.js';
import { groupBy } from '../ratio.js';
import type { VisitItem } from './items.js';

const MINUTE_MS = 60_000;

/** A waiting caller was told how long he will wait. */
export interface AnnouncementItem {
  /** His stay in the queue, which is over. */
  readonly visit: VisitItem;
  readonly minutes: number;
  readonly announcedMs: number;
  /** From then on until he was answered; null: he was not. */
  readonly waitedMs: number | null;
}

/** What was announced in these visits, which began in the period, in the order of time. */
export async function announcementsIn(
  reader: Pick<FactReader, 'stages'>,
  { from, to }: Period,
  visits: readonly VisitItem[],
): Promise<readonly AnnouncementItem[]> {
  const lastEnd = visits.reduce((latest, { fact }) => Math.max(latest, fact.endedAt), to);
  const visitsOf = groupBy(visits, ({ fact }) => fact.call);
  return (await reader.stages({ from, to: lastEnd + 1 }, ['announced'])).flatMap(
    ({ call, at, detail: { queue, minutes } }): AnnouncementItem[] => {
      // Places in the queue and messages are announced, too.
      if (typeof minutes !== 'number') return [];
      const visit = (visitsOf.get(call) ?? []).find(
        ({ fact }) => fact.queue === queue && fact.enteredAt <= at && fact.endedAt >= at,
      );
      if (visit === undefined) return [];
      const { exit, endedAt } = visit.fact;
      const waitedMs = exit === 'answered' ? endedAt - at : null;
      return [{ visit, minutes, announcedMs: minutes * MINUTE_MS, waitedMs }];
    },
  );
}

import type { CallId, Instant } from '../core/signal.js';
import type { FactReader } from '../ports/facts.js';
import { localDate } from './local-day.js';
import { ReportFault } from './report-fault.js';
import type { Days } from './report-period.js';

const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

/**
 * The days on which these calls arrived or were made, from the first to the last. Throws a ReportFault when nothing is stored of one
 * of them.
 */
export async function daysOfCalls(
  reader: Pick<FactReader, 'callsWanted' | 'outgoingWanted' | 'openCalls'>,
  calls: readonly [CallId, ...CallId[]],
  zone: string,
): Promise<Days> {
  const wanted = { by: 'call', calls } as const;
  const instants = new Map<CallId, Instant>();
  for (const { call, arrivedAt } of await reader.callsWanted(wanted, EVER)) instants.set(call, arrivedAt);
  for (const { call, askedAt } of await reader.outgoingWanted(wanted, EVER)) instants.set(call, askedAt);
  if (instants.size < new Set(calls).size)
    for (const { call, arrivedAt } of await reader.openCalls(EVER)) instants.set(call, arrivedAt);
  const days = calls.map((call) => {
    const at = instants.get(call);
    if (at !== undefined) return localDate(at, zone);
    throw new ReportFault(
      `Nothing is stored of a call ${JSON.stringify(call)}; right would be an id as it stands in the journal's column "call".`,
    );
  });
  const sorted = days.sort();
  return { from: sorted[0] ?? '', to: sorted.at(-1) ?? '' };
}

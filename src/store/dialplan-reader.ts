import { And, In, LessThan, MoreThanOrEqual, type EntityManager } from 'typeorm';
import type { CallFact } from '../core/milestone.js';
import type { Period } from '../ports/facts.js';
import { CallLegEntity, DialplanCallEntity, type DialplanCallRow } from './entities/dialplan.js';

/** A call may have arrived so long before the watchdog sent it on. */
const LONGEST_CALL_MS = 86_400_000;
/** SQLite takes at most 32,766 parameters in one statement. */
const IDS_AT_ONCE = 1_000;

/**
 * The calls of the period with what the dialplan and the watchdog tell of them: calls that we never had are added, calls
 * that went on without us end where they really ended. Nothing stored is changed, so the order of the telling is free.
 */
export async function withDialplanCalls(
  manager: EntityManager,
  period: Period,
  calls: readonly CallFact[],
): Promise<readonly CallFact[]> {
  const rows = await rowsOf(manager, period);
  if (rows.length === 0) return calls;
  const callOf = await callsByLeg(
    manager,
    rows.map(({ leg }) => leg),
  );
  const rowOf = new Map(
    rows.flatMap((row) => (callOf.has(row.leg) ? [[callOf.get(row.leg), row] as const] : [])),
  );
  const known = calls.map((call) => {
    const row = rowOf.get(call.call);
    return row === undefined ? call : wentOn(call, row);
  });
  const added = rows.filter((row) => !callOf.has(row.leg)).flatMap((row) => ownCall(row, period));
  return added.length === 0 ? known : [...known, ...added].sort((a, b) => a.arrivedAt - b.arrivedAt);
}

async function rowsOf(manager: EntityManager, period: Period): Promise<readonly DialplanCallRow[]> {
  const within = And(MoreThanOrEqual(period.from), LessThan(period.to));
  const later = And(MoreThanOrEqual(period.from), LessThan(period.to + LONGEST_CALL_MS));
  return manager.find(DialplanCallEntity, { where: [{ arrivedAt: within }, { leftAt: later }] });
}

async function callsByLeg(
  manager: EntityManager,
  legs: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let start = 0; start < legs.length; start += IDS_AT_ONCE) {
    const some = legs.slice(start, start + IDS_AT_ONCE);
    const rows = await manager.find(CallLegEntity, { where: { leg: In(some) } });
    for (const { leg, call } of rows) found.set(leg, call);
  }
  return found;
}

/** A call of ours that left us: for the dialplan, or hung up by the watchdog because its other side was gone. */
function wentOn(call: CallFact, row: DialplanCallRow): CallFact {
  if (row.leftFor === 'hung-up' && row.arrivedAt === null)
    return { ...call, endedAt: row.leftAt ?? call.endedAt, endedBy: 'callplane' };
  const endedAt = row.endedAt ?? row.leftAt ?? call.endedAt;
  return { ...call, endedAt: Math.max(endedAt, call.arrivedAt), endedBy: 'callplane', endPlace: 'dialplan' };
}

/** A call that we never had; without Asterisk's record there is too little to tell of it. */
function ownCall(row: DialplanCallRow, period: Period): readonly CallFact[] {
  const { leg, from, dialled, arrivedAt, answeredAt, endedAt } = row;
  if (arrivedAt === null || endedAt === null || arrivedAt < period.from || arrivedAt >= period.to) return [];
  const call: CallFact = {
    call: `dialplan-${leg}`,
    direction: 'inbound',
    from,
    fromName: null,
    dialled: dialled ?? '',
    tags: [],
    marks: [],
    arrivedAt,
    answeredAt,
    firstOfferedAt: null,
    endedAt,
    endedBy: 'unknown',
    endPlace: 'dialplan',
    lastExit: null,
    waitMs: 0,
    conversations: 0,
    talkMs: 0,
    closed: false,
    inHours: true,
    informationHeard: null,
    planVersion: '',
  };
  return [call];
}

import type { EntityManager } from 'typeorm';
import type { DialplanCall, DialplanTold } from '../ports/facts.js';
import { DialplanCallEntity, type DialplanCallRow } from './entities/dialplan.js';
import { touchDays } from './kept-days.js';
import { lowerMarks } from './retention-marks.js';
import { keepableId } from './text.js';

/** Writes what others tell of callers' legs; told again it has no effect. */
export async function writeDialplan(manager: EntityManager, told: DialplanTold): Promise<void> {
  await lowerMarks(
    manager,
    ['dialplan', 'rescues'],
    [...told.calls.map(({ arrivedAt }) => arrivedAt), ...told.rescues.map(({ at }) => at)],
  );
  for (const call of told.calls) await merge(manager, call.leg, (row) => withRecord(row, call));
  for (const { leg, at, did, from, dialled } of told.rescues)
    await merge(manager, leg, (row) => ({
      ...row,
      // Told again: what has been cleared since does not come back.
      from: row.leftAt === null ? (row.from ?? from) : row.from,
      dialled: row.dialled ?? dialled,
      leftAt: row.leftAt ?? at,
      leftFor: row.leftFor ?? did,
    }));
}

async function merge(
  manager: EntityManager,
  leg: string,
  change: (row: DialplanCallRow) => DialplanCallRow,
): Promise<void> {
  const id = keepableId(leg);
  const known = await manager.findOneBy(DialplanCallEntity, { leg: id });
  const changed = change(known ?? unknown(id));
  await touchDays(
    manager,
    [changed.arrivedAt, known?.arrivedAt, changed.leftAt].flatMap((at) => at ?? []),
  );
  if (known === null) await manager.insert(DialplanCallEntity, changed);
  else await manager.update(DialplanCallEntity, { leg: id }, changed);
}

/** Asterisk writes several records of one leg when it dialled several destinations: the whole span counts. */
function withRecord(row: DialplanCallRow, call: DialplanCall): DialplanCallRow {
  const earlier = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? (a ?? b) : Math.min(a, b);
  return {
    ...row,
    from: row.arrivedAt === null ? (row.from ?? call.from) : row.from,
    dialled: row.dialled ?? call.dialled,
    arrivedAt: earlier(row.arrivedAt, call.arrivedAt),
    answeredAt: earlier(row.answeredAt, call.answeredAt),
    endedAt: Math.max(row.endedAt ?? 0, call.endedAt),
  };
}

function unknown(leg: string): DialplanCallRow {
  return {
    leg,
    from: null,
    dialled: null,
    arrivedAt: null,
    answeredAt: null,
    endedAt: null,
    leftAt: null,
    leftFor: null,
  };
}

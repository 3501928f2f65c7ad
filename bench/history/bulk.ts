import type { DataSource, EntityManager, EntityMetadata, EntitySchema, ObjectLiteral } from 'typeorm';
import type { JournalRecord } from '../../src/ports/journal.js';
import { RatingEntity } from '../../src/store/entities/after-call.js';
import { AgentStateEntity, OpenAgentStateEntity } from '../../src/store/entities/agents.js';
import { PlanLoadEntity, PlanVersionEntity } from '../../src/store/entities/bookkeeping.js';
import { CallEntity, CallEventEntity } from '../../src/store/entities/calls.js';
import { CallLegEntity } from '../../src/store/entities/dialplan.js';
import { RecordingEntity } from '../../src/store/entities/recordings.js';
import { ConversationEntity, OfferEntity, VisitEntity } from '../../src/store/entities/visits.js';
import { factBatch } from '../../src/store/fact-batch.js';

/** SQLite takes at most 32,766 values in one statement; the widest table has 21 columns. */
const ROWS_PER_STATEMENT = 1_000;

/**
 * Writes the facts of these records in one transaction: what the recorder would write, but faster, and only into tables
 * that know none of them yet.
 */
export async function writeInBulk(source: DataSource, records: readonly JournalRecord[]): Promise<void> {
  const batch = factBatch(records);
  const legs = [...batch.arrived.values()].map(({ leg, call }) => ({ leg, call }));
  await source.transaction(async (manager) => {
    await insert(manager, CallEntity, batch.calls);
    await insert(manager, CallLegEntity, legs);
    await insert(manager, CallEventEntity, batch.events);
    await insert(manager, VisitEntity, batch.visits);
    await insert(manager, OfferEntity, batch.offers);
    await insert(manager, ConversationEntity, batch.conversations);
    await insert(manager, RecordingEntity, batch.recordings);
    await insert(manager, RatingEntity, batch.ratings);
    await insert(manager, AgentStateEntity, batch.agentStates);
    await insert(manager, OpenAgentStateEntity, [...batch.openStates.values()]);
    await insert(manager, PlanVersionEntity, [...batch.plans.values()]);
    await insert(manager, PlanLoadEntity, batch.planLoads);
  });
}

async function insert<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  rows: readonly Row[],
): Promise<void> {
  const metadata = manager.dataSource.getMetadata(entity);
  const { columns } = metadata;
  const names = columns.map(({ databaseName }) => databaseName).join(', ');
  const places = `(${columns.map(() => '?').join(', ')})`;
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const some = rows.slice(start, start + ROWS_PER_STATEMENT);
    await manager.query(
      `INSERT INTO ${metadata.tableName} (${names}) VALUES ${some.map(() => places).join(', ')}`,
      some.flatMap((row) => valuesOf(metadata, row)),
    );
  }
}

function valuesOf({ columns }: EntityMetadata, row: ObjectLiteral): unknown[] {
  return columns.map(({ propertyName, transformer }) => {
    const value: unknown = row[propertyName] ?? null;
    const one = Array.isArray(transformer) ? transformer[0] : transformer;
    return one === undefined ? value : (one.to(value) as unknown);
  });
}

import type { DataSource, EntityManager } from 'typeorm';
import type { Milestone } from '../core/milestone.js';
import type { DialplanRecorder, DialplanTold, FactRecorder, HistoryRecorder } from '../ports/facts.js';
import type { JournalRecord } from '../ports/journal.js';
import type { QueueLogWriter } from '../ports/queue-log.js';
import { writeBatch } from './batch-writer.js';
import { writeDialplan } from './dialplan-recorder.js';
import { JournalPositionEntity } from './entities/bookkeeping.js';
import { factBatch } from './fact-batch.js';
import { writeQueueLog } from './queue-log-book.js';
import { inTransaction } from './sqlite-transaction.js';
import { explained, StoreError, type StorePlace } from './store-error.js';

const ONLY_ROW = 1;

/** Writes facts through TypeORM, one transaction per batch; what goes through `inTurn` never overlaps. */
export class TypeOrmRecorder implements FactRecorder, DialplanRecorder, HistoryRecorder {
  constructor(
    private readonly source: DataSource,
    private readonly place: StorePlace,
    /** SQLite has one connection that writes: a second transaction on it would become part of the first. */
    private readonly inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>,
    /** null: no queue_log is written. */
    private readonly queueLog: QueueLogWriter | null,
  ) {}

  async position(): Promise<number> {
    return this.#afterTheOthers(async () => {
      const row = await this.source.manager.findOneBy(JournalPositionEntity, { id: ONLY_ROW });
      if (row === null) throw noPosition(this.place);
      return row.sequence;
    });
  }

  async record(after: number, records: readonly JournalRecord[]): Promise<void> {
    const last = lastSequence(after, records);
    if (last === null) return;
    const batch = factBatch(records);
    await this.#afterTheOthers(() =>
      inTransaction(this.source, async (manager) => {
        await movePosition(manager, after, last);
        if (this.queueLog !== null) await writeQueueLog(manager, records, this.queueLog);
        await writeBatch(manager, batch);
      }),
    );
  }

  async recordDialplan(told: DialplanTold): Promise<void> {
    await this.#afterTheOthers(() => inTransaction(this.source, (manager) => writeDialplan(manager, told)));
  }

  async recordHistory(milestones: readonly Milestone[]): Promise<void> {
    const batch = factBatch([{ sequence: 0, at: 0, signal: { kind: 'time-passed' }, milestones }]);
    await this.#afterTheOthers(() => inTransaction(this.source, (manager) => writeBatch(manager, batch)));
  }

  #afterTheOthers<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.inTurn(work).catch((error: unknown) => {
      throw explained(error, this.place);
    });
  }
}

/** First of all, so that a second recorder waits here and then finds the position moved. */
async function movePosition(manager: EntityManager, after: number, to: number): Promise<void> {
  const moved = await manager.update(
    JournalPositionEntity,
    { id: ONLY_ROW, sequence: after },
    { sequence: to },
  );
  if (moved.affected === 1) return;
  const row = await manager.findOneBy(JournalPositionEntity, { id: ONLY_ROW });
  throw new StoreError(
    'position-moved',
    `The facts of the journal up to record ${row?.sequence ?? 'none'} are stored, not up to ${after}: ` +
      'another process writes facts too. Read the position again and go on from there.',
  );
}

/** Sequence of the last record, null when there is none; throws when the records are not in order behind `after`. */
function lastSequence(after: number, records: readonly JournalRecord[]): number | null {
  let last = after;
  for (const record of records) {
    if (record.sequence <= last) {
      throw new RangeError(
        `Journal record ${record.sequence} cannot follow ${last}: records come in order, once.`,
      );
    }
    last = record.sequence;
  }
  return records.length === 0 ? null : last;
}

function noPosition(place: StorePlace): StoreError {
  return new StoreError(
    'schema-missing',
    `The table journal_position at ${place} is empty. Restore the database from its backup, or use a new one.`,
  );
}

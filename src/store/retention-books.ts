import { In, IsNull, LessThan, Not, type DataSource, type SelectQueryBuilder } from 'typeorm';
import type { Instant, RecordingId } from '../core/signal.js';
import type {
  KeptReports,
  RecordingBook,
  RecordingPlace,
  RetentionBooks,
  RetentionLog,
  RetentionRun,
} from '../ports/retention.js';
import type { SlotKey } from '../ports/slots.js';
import { insertNew } from './batch-writer.js';
import { ReportDeliveryEntity, ReportSlotEntity, type ReportSlotRow } from './entities/reports.js';
import { RecordingPlaceEntity, RetentionRunEntity } from './entities/retention.js';
import { DatabasePersonBook } from './person-book.js';
import { DatabasePersonalData } from './personal-data.js';
import type { InTurn } from './slot-book.js';
import { inTransaction } from './sqlite-transaction.js';
import { keepableId } from './text.js';

/** Everything of retention in the database. */
export function retentionBooks(source: DataSource, alone: InTurn): RetentionBooks {
  return {
    people: new DatabasePersonalData(source, alone),
    person: new DatabasePersonBook(source, alone),
    recordings: recordingBook(source, alone),
    reports: keptReports(source, alone),
    log: retentionLog(source, alone),
    leaveNoTrace: () => alone(() => leaveNoTrace(source)),
  };
}

function recordingBook(source: DataSource, alone: InTurn): RecordingBook {
  return {
    placed: (recordings, place) =>
      alone(() =>
        inTransaction(source, async (manager) => {
          const rows = recordings.map((recording) => ({ recording: keepableId(recording), place }));
          await insertNew(manager, RecordingPlaceEntity, rows);
          await manager.update(RecordingPlaceEntity, { recording: In(rows.map(keyOf)) }, { place });
        }),
      ),
    deleted: (recordings) =>
      alone(async () => {
        const rows = await source.manager.findBy(RecordingPlaceEntity, {
          recording: In(recordings.map(keepableId)),
          place: 'deleted',
        });
        const gone = new Set(rows.map(keyOf));
        return new Set(recordings.filter((recording) => gone.has(keepableId(recording))));
      }),
  };
}

function keyOf({
  recording,
}: {
  readonly recording: RecordingId;
  readonly place: RecordingPlace;
}): RecordingId {
  return recording;
}

function keptReports(source: DataSource, alone: InTurn): KeptReports {
  return {
    pending: (before) => alone(() => oldReports(source, before).getCount()),
    forget: (before, atMost) =>
      alone(async () => {
        const slots = await oldReports(source, before)
          .select(['slot.schedule', 'slot.dueAt', 'slot.edition'])
          .limit(atMost)
          .getMany();
        for (const slot of slots) await forgetContent(source, slot);
        return slots.length;
      }),
    forgetWhere: async (look) => {
      const kept = await alone(() =>
        source.manager.find(ReportSlotEntity, { select: SLOT_KEY, where: { content: Not(IsNull()) } }),
      );
      let forgotten = 0;
      for (const { schedule, dueAt, edition } of kept)
        await alone(async () => {
          const row = await source.manager.findOneBy(ReportSlotEntity, { schedule, dueAt, edition });
          if (row?.content == null || !look(row.content)) return;
          await forgetContent(source, row);
          forgotten += 1;
        });
      return forgotten;
    },
  };
}

/** Those that are still on their way somewhere stay until they have arrived or are given up. */
function oldReports(source: DataSource, before: Instant): SelectQueryBuilder<ReportSlotRow> {
  const onTheirWay = source.manager
    .createQueryBuilder(ReportDeliveryEntity, 'delivery')
    .select('delivery.target')
    .where('delivery.schedule = slot.schedule AND delivery.dueAt = slot.dueAt')
    .andWhere('delivery.edition = slot.edition AND delivery.state IN (:...undelivered)');
  return source.manager
    .createQueryBuilder(ReportSlotEntity, 'slot')
    .where({ from: LessThan(before), content: Not(IsNull()) })
    .andWhere(`NOT EXISTS (${onTheirWay.getQuery()})`, { undelivered: ['waiting', 'handed-over'] });
}

const SLOT_KEY = { schedule: true, dueAt: true, edition: true } as const;

async function forgetContent(source: DataSource, { schedule, dueAt, edition }: SlotKey): Promise<void> {
  await source.manager
    .createQueryBuilder()
    .update(ReportSlotEntity)
    .set({ content: () => 'NULL' })
    .where({ schedule, dueAt, edition })
    .execute();
}

function retentionLog(source: DataSource, alone: InTurn): RetentionLog {
  return {
    run: (run) => alone(() => source.manager.findOneBy(RetentionRunEntity, { run })),
    put: (run: RetentionRun) =>
      alone(async () => {
        await insertNew(source.manager, RetentionRunEntity, [run]);
        const { run: name, ...rest } = run;
        await source.manager.update(RetentionRunEntity, { run: name }, rest);
      }),
    newest: (count) =>
      alone(() =>
        source.manager.find(RetentionRunEntity, { order: { startedAt: 'DESC', run: 'ASC' }, take: count }),
      ),
  };
}

/** SQLite keeps old pages in its log until they are written over, and waits ten seconds for who reads; a server's files are the administrator's. */
async function leaveNoTrace(source: DataSource): Promise<'clean' | 'read-elsewhere'> {
  if (source.options.type !== 'better-sqlite3') return 'clean';
  const [row] = await source.query<readonly { readonly busy: number }[]>('PRAGMA wal_checkpoint(TRUNCATE)');
  return row?.busy === 0 ? 'clean' : 'read-elsewhere';
}

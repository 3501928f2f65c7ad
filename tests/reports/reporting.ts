import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { smtpServer } from '../../src/mail/smtp-server.js';
import type { SlotBook } from '../../src/ports/slots.js';
import { readSchedules } from '../../src/reports/schedules/read-schedules.js';
import { startReportRunner } from '../../src/reports/schedules/report-runner.js';
import { openStore } from '../../src/store/open-store.js';
import { silentLog } from '../store/sample-facts.js';
import { noFacts, readerOf } from './day-of-calls.js';

/** Where the process that carries it dies: right after it has written this, or right before it writes what came of a hand-over. */
export type Moment = 'never' | 'claimed' | 'built' | 'handed-over' | 'before-answered' | 'answered';

export interface ReportingOrder {
  readonly address: { readonly url: string } | { readonly sqliteFile: string };
  readonly schedules: string;
  readonly port: number;
  /** When it is, in the test's time. */
  readonly now: number;
  readonly dies: Moment;
  readonly claimMs: number;
  /** It looks again and again until every slot is over, at most so long. */
  readonly withinMs: number;
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

function mortal(book: SlotBook, dies: Moment): SlotBook {
  const after = <Result>(moment: Moment, result: Result): Result => {
    if (moment === dies) die();
    return result;
  };
  return {
    knownSince: (...words) => book.knownSince(...words),
    putDown: (...words) => book.putDown(...words),
    slotsSince: (...words) => book.slotsSince(...words),
    open: (...words) => book.open(...words),
    claim: async (...words) => after('claimed', await book.claim(...words)),
    release: (...words) => book.release(...words),
    built: async (...words) => after('built', await book.built(...words)),
    notBuilt: (...words) => book.notBuilt(...words),
    content: (...words) => book.content(...words),
    deliveries: (...words) => book.deliveries(...words),
    handedOver: async (...words) => after('handed-over', await book.handedOver(...words)),
    answered: async (...words) => {
      if (dies === 'before-answered') die();
      await book.answered(...words);
      after('answered', null);
    },
    done: (...words) => book.done(...words),
    again: (...words) => book.again(...words),
    log: (...words) => book.log(...words),
    undelivered: (...words) => book.undelivered(...words),
    forgetContent: (...words) => book.forgetContent(...words),
  };
}

/** Looks again and again what is due, and sends it, until every slot is over. */
export async function carryOn(order: ReportingOrder): Promise<void> {
  const { address, schedules, port, now, dies, claimMs, withinMs } = order;
  const read = readSchedules('/etc/schedules.yml', schedules, (path) => readFileSync(path, 'utf8'));
  if (!read.ok) throw new Error(read.faults.join('\n'));
  const store = await openStore({ ...address, log: silentLog });
  const begun = performance.now();
  const book = mortal(store.slots(`process ${process.pid}, ${dies}`), dies);
  const runner = startReportRunner({
    clients: () => Promise.resolve(undefined),
    book,
    atOneMoment: (read_) => read_(readerOf(noFacts())),
    company: () => Promise.resolve({ timezone: 'UTC', language: 'en' }),
    schedules: () => read.schedules,
    facts: () => 'complete',
    place: {
      mail: smtpServer({
        ...{ host: '127.0.0.1', port, security: 'none', login: null },
        ...{ from: 'reports@example.com', authority: null },
      }),
      ...{ limitBytes: 10_000_000, keptIn: '/nowhere', link: null, environment: {}, commandMs: 1_000 },
    },
    // Retries come a hundred times as fast.
    clock: { now: () => now + 100 * Math.round(performance.now() - begun) },
    domain: 'example.com',
    claimMs,
    tellUndelivered: () => undefined,
    log: silentLog,
  });
  while (performance.now() - begun < withinMs) {
    await runner.look();
    const slots = await book.log({ schedule: null, newest: 10 });
    if (slots.length > 0 && slots.every(({ state }) => state === 'done' || state === 'failed')) break;
    await pause(50);
  }
  await runner.stop();
  await store.close();
}

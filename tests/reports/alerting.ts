import { setTimeout as pause } from 'node:timers/promises';
import { smtpServer } from '../../src/mail/smtp-server.js';
import type { AlertBook } from '../../src/ports/alerts.js';
import { startAlertWatch } from '../../src/reports/alerts/alert-watch.js';
import { postWebhook } from '../../src/reports/alerts/post-webhook.js';
import { readSchedules } from '../../src/reports/schedules/read-schedules.js';
import { openStore, type StoreAddress } from '../../src/store/open-store.js';
import { silentLog } from '../store/sample-facts.js';

/** Where the process that watches dies: right after it has written this, or right before it writes what came of a hand-over. */
export type AlertMoment = 'never' | 'raised' | 'taken' | 'before-answered' | 'answered';

export interface AlertingOrder {
  readonly address: StoreAddress;
  readonly file: string;
  readonly port: number;
  /** When it is, in the test's time. */
  readonly now: number;
  readonly dies: AlertMoment;
  readonly claimMs: number;
  /** It looks again and again until every notice has come to an end, at most so long. */
  readonly withinMs: number;
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

function mortal(book: AlertBook, dies: AlertMoment): AlertBook {
  const after = <Result>(moment: AlertMoment, result: Result): Result => {
    if (moment === dies) die();
    return result;
  };
  return {
    standings: () => book.standings(),
    change: async (...words) => after('raised', await book.change(...words)),
    open: () => book.open(),
    take: async (...words) => after('taken', await book.take(...words)),
    answered: async (...words) => {
      if (dies === 'before-answered') die();
      await book.answered(...words);
      after('answered', null);
    },
    log: (...words) => book.log(...words),
    undelivered: (...words) => book.undelivered(...words),
    forget: (...words) => book.forget(...words),
  };
}

/** Looks again and again, and tells what there is to tell, until all of it has come to an end. */
export async function watchOn(order: AlertingOrder): Promise<void> {
  const { address, file, port, now, dies, claimMs, withinMs } = order;
  const read = readSchedules('/etc/schedules.yml', file, () => '');
  if (!read.ok) throw new Error(read.faults.join('\n'));
  const store = await openStore({ ...address, log: silentLog });
  const begun = performance.now();
  const book = mortal(store.alerts(`process ${process.pid}, ${dies}`), dies);
  const watch = startAlertWatch({
    book,
    atOneMoment: (question) => store.atOneMoment(question),
    alerts: () => read.alerts,
    facts: () => 'complete',
    mail: smtpServer({
      ...{ host: '127.0.0.1', port, security: 'none', login: null },
      ...{ from: 'alerts@example.com', authority: null },
    }),
    post: postWebhook,
    // Retries come a hundred times as fast.
    clock: { now: () => now + 100 * Math.round(performance.now() - begun) },
    domain: 'example.com',
    claimMs,
    tellUndelivered: () => undefined,
    log: silentLog,
  });
  while (performance.now() - begun < withinMs) {
    await watch.look();
    const notices = await book.log(10);
    if (notices.length > 0 && (await book.open()).length === 0) break;
    await pause(50);
  }
  await watch.stop();
  await store.close();
}

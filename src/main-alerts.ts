import { randomUUID } from 'node:crypto';
import type { Settings } from './app/settings.js';
import { smtpServer } from './mail/smtp-server.js';
import { domainOf } from './main-schedules.js';
import type { Log } from './ports/log.js';
import { type AlertWatch, startAlertWatch } from './reports/alerts/alert-watch.js';
import { postWebhook } from './reports/alerts/post-webhook.js';
import type { ScheduleFile } from './reports/schedules/read-schedules.js';
import type { Store } from './store/open-store.js';

/** What a process that died had taken is free again after so long; nothing that is handed over takes longer. */
const CLAIM_MS = 60_000;
const PATIENCE = { connectMs: 5_000, silenceMs: 15_000, wholeMs: 45_000 };

/** Alerts, being watched. */
export interface WatchedAlerts extends Pick<AlertWatch, 'stop'> {
  /** Notices of the last days that did not arrive. */
  undelivered(): number;
}

/** Watches the alerts of the file from now on. */
export function watchedAlerts(
  settings: Settings,
  store: Store,
  file: () => ScheduleFile | null,
  facts: () => 'complete' | 'behind',
  log: Log,
): WatchedAlerts {
  const { mail } = settings.reports;
  const told = { undelivered: 0 };
  const watch = startAlertWatch({
    book: store.alerts(randomUUID()),
    atOneMoment: (read) => store.atOneMoment(read),
    alerts: () => file()?.alerts ?? null,
    facts,
    mail: mail === null ? null : smtpServer(mail, PATIENCE),
    post: postWebhook,
    clock: { now: () => Date.now() },
    domain: domainOf(settings),
    claimMs: CLAIM_MS,
    tellUndelivered: (undelivered) => (told.undelivered = undelivered),
    log,
  });
  return { undelivered: () => told.undelivered, stop: () => watch.stop() };
}

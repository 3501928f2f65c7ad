import { createHash } from 'node:crypto';
import { schedule as wakeAt } from 'node-cron';
import type { Instant } from '../../core/signal.js';
import type { AlertStanding, NewNotice, NoticeKind, PresentReader, Standing } from '../../ports/alerts.js';
import { alertTargetOf, type Alert } from './alert.js';
import { judge } from './judge.js';
import { lookAt, strangersOf, type Seen } from './look.js';
import type { NoticeContent } from './notice-words.js';
import type { Reading } from './reading.js';
import { sendNotices, type SendingParts } from './send-notices.js';
import { UsualHours } from './usual-hours.js';

const WAKE_AT = '*/10 * * * * *';
const ALARM_DAYS_MS = 7 * 86_400_000;
/** What waits longer than this is late. */
const LATE_MS = 600_000;
const KEPT_MS = 90 * 86_400_000;
const FORGET_EVERY_MS = 3_600_000;
const FINGERPRINT_DIGITS = 12;

export interface WatchParts extends SendingParts {
  /** Runs the question on a reader that shows one moment. */
  readonly atOneMoment: <Answer>(read: (reader: PresentReader) => Promise<Answer>) => Promise<Answer>;
  /** The alerts as they stand in the file now; null: it cannot be used. */
  readonly alerts: () => readonly Alert[] | null;
  /** Whether the database holds everything that the journal held a moment ago. */
  readonly facts: () => 'complete' | 'behind';
  /** Behind the @ of a Message-ID. */
  readonly domain: string;
  /** Notices that did not arrive, counted over the last seven days. */
  readonly tellUndelivered: (undelivered: number) => void;
}

export interface AlertWatch {
  /** Looks at what is going on, writes down what is to be told, and tells it. Never rejects. */
  look(): Promise<void>;
  /** Ends when nothing is under way any more. */
  stop(): Promise<void>;
}

/**
 * Watches until it is stopped. It reads what the recorder has stored and asks the line nothing, so whatever happens here, no
 * call notices. How each alert stands is in the database: a restart forgets nothing.
 */
export function startAlertWatch(parts: WatchParts): AlertWatch {
  const watch = new Watch(parts);
  const task = wakeAt(WAKE_AT, () => watch.look(), { timezone: 'UTC' });
  return {
    look: () => watch.look(),
    stop: async () => {
      watch.life = 'stopping';
      await task.stop();
      await task.destroy();
      await Promise.all(watch.underWay);
    },
  };
}

class Watch {
  life: 'going' | 'stopping' = 'going';
  readonly underWay = new Set<Promise<void>>();
  readonly #usual = new UsualHours();
  readonly #toldStrangers = new Set<string>();
  #judged: Promise<void> = Promise.resolve();
  /** What is wrong, told once. */
  readonly #troubles = new Map<'watched' | 'told', string>();
  #forgotAt = 0;

  constructor(private readonly parts: WatchParts) {}

  /** One judgement after the other; what is being handed over is not waited for by the next. */
  look(): Promise<void> {
    if (this.life === 'stopping') return Promise.resolve();
    this.#judged = this.#judged.then(() => this.#guarded('watched', () => this.#judgeAll()));
    const whole = this.#judged.then(() => this.#guarded('told', () => this.#tell()));
    this.underWay.add(whole);
    return whole.then(() => {
      this.underWay.delete(whole);
    });
  }

  async #guarded(what: 'watched' | 'told', work: () => Promise<void>): Promise<void> {
    const { log } = this.parts;
    try {
      await work();
      if (this.#troubles.delete(what)) log.info(`alerts are ${what} again`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why !== this.#troubles.get(what))
        log.error(`alerts cannot be ${what} now; it is tried again`, { why });
      this.#troubles.set(what, why);
    }
  }

  async #judgeAll(): Promise<void> {
    const { alerts: wanted, facts, atOneMoment, book, clock } = this.parts;
    const alerts = wanted();
    if (alerts === null || facts() === 'behind') return;
    const now = clock.now();
    const standings = await book.standings();
    if (alerts.length === 0 && standings.length === 0) return;
    const seen = await atOneMoment((reader) => lookAt(reader, alerts, this.#usual, now));
    if (seen === null) return;
    for (const alert of alerts) {
      this.#tellStrangers(alert, seen);
      for (const reading of withGone(seen.readings.get(alert) ?? [], alert, standings))
        await this.#judgeOne(alert, reading, standings, seen, now);
    }
    await this.#forgetGone(alerts, standings, now);
  }

  async #judgeOne(
    alert: Alert,
    reading: Reading,
    standings: readonly AlertStanding[],
    seen: Seen,
    now: Instant,
  ): Promise<void> {
    const { book, log, domain } = this.parts;
    const key = { alert: alert.name, subject: reading.subject };
    const stood = standings.find((each) => isSame(each, key)) ?? fresh(key);
    const { standing, tells } = judge(stood.standing, reading, alert, now);
    if (JSON.stringify(standing) === JSON.stringify(stood.standing)) return;
    const incident = stood.incident + (tells === 'raised' ? 1 : 0);
    const incidentOf = standing.state === 'raised' ? standing : stood.standing;
    const notices = tells === null ? [] : noticesOf(tells, alert, reading, incidentOf, seen, now, domain);
    const kept = await book.change(stood, { standing, incident }, notices, now);
    if (kept === 'lost' || tells === null) return;
    const figure = 'figure' in reading ? reading.figure : null;
    const fields = { alert: alert.name, queue: reading.subject, incident, figure };
    if (tells === 'raised') log.warn('an alert was raised', fields);
    else log.info('an alert was cleared', fields);
  }

  /** An alert that is not in the file any more stands nowhere. */
  async #forgetGone(
    alerts: readonly Alert[],
    standings: readonly AlertStanding[],
    now: Instant,
  ): Promise<void> {
    for (const stood of standings) {
      if (stood.standing.state === 'calm' || alerts.some(({ name }) => name === stood.alert)) continue;
      const to = { standing: { state: 'calm' }, incident: stood.incident } as const;
      await this.parts.book.change(stood, to, [], now);
      this.parts.log.info('an alert is gone from the file', { alert: stood.alert, queue: stood.subject });
    }
  }

  #tellStrangers(alert: Alert, { plan }: Seen): void {
    for (const name of strangersOf(alert, plan)) {
      const told = `${alert.name} ${name}`;
      if (!this.#toldStrangers.has(told))
        this.parts.log.error('an alert names what the routing file does not have', {
          alert: alert.name,
          name,
        });
      this.#toldStrangers.add(told);
    }
  }

  async #tell(): Promise<void> {
    const { alerts, book, clock, tellUndelivered } = this.parts;
    const wanted = alerts();
    if (wanted !== null) await sendNotices(this.parts, wanted);
    const now = clock.now();
    if (now - this.#forgotAt >= FORGET_EVERY_MS) {
      await book.forget(now - KEPT_MS);
      this.#forgotAt = now;
    }
    tellUndelivered(await book.undelivered(now - ALARM_DAYS_MS, now - LATE_MS));
  }
}

/** With the queues that the alert stood at and that it does not look at any more. */
function withGone(
  readings: readonly Reading[],
  { name }: Alert,
  standings: readonly AlertStanding[],
): readonly Reading[] {
  const gone = standings.filter(
    (each) => each.alert === name && !readings.some(({ subject }) => subject === each.subject),
  );
  return [...readings, ...gone.map(({ subject }) => ({ kind: 'off', subject }) as const)];
}

function isSame(
  left: Pick<AlertStanding, 'alert' | 'subject'>,
  right: Pick<AlertStanding, 'alert' | 'subject'>,
): boolean {
  return left.alert === right.alert && left.subject === right.subject;
}

function fresh(key: Pick<AlertStanding, 'alert' | 'subject'>): AlertStanding {
  return { ...key, standing: { state: 'calm' }, incident: 0, revision: 0 };
}

function noticesOf(
  kind: NoticeKind,
  alert: Alert,
  reading: Reading,
  incident: Standing,
  { plan: { company } }: Seen,
  now: Instant,
  domain: string,
): readonly NewNotice[] {
  if (incident.state !== 'raised') return [];
  const { subject } = reading;
  const content: NoticeContent = {
    ...{ kind, alert: alert.name, condition: alert.condition, subject, at: now },
    figure: 'figure' in reading ? reading.figure : null,
    limit: 'limit' in reading ? reading.limit : null,
    ...{ worst: incident.worst, since: incident.since, until: incident.lastHeldAt },
    why: reading.kind === 'off' ? 'off' : kind === 'raised' ? 'passed' : 'calm',
    ...{ language: alert.language ?? company.language, zone: company.timezone },
  };
  return alert.destinations.map(alertTargetOf).map((target) => {
    const place = createHash('sha256').update(`${subject} ${target}`).digest('hex');
    const began = new Date(incident.since).toISOString().replace(/[-:.]/g, '');
    const local = `${alert.name}.${began}.${kind}.${place.slice(0, FINGERPRINT_DIGITS)}`;
    return { kind, target, messageId: `<${local}@${domain}>`, content: JSON.stringify(content) };
  });
}

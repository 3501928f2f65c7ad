import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import assert from 'node:assert/strict';
import type { Milestone } from '../../src/core/milestone.js';
import { smtpServer } from '../../src/mail/smtp-server.js';
import type { AlertBook, Notice, Standing } from '../../src/ports/alerts.js';
import type { Log } from '../../src/ports/log.js';
import { startAlertWatch, type AlertWatch } from '../../src/reports/alerts/alert-watch.js';
import type { Alert } from '../../src/reports/alerts/alert.js';
import { postWebhook } from '../../src/reports/alerts/post-webhook.js';
import { readSchedules } from '../../src/reports/schedules/read-schedules.js';
import { openStore, type Store, type StoreAddress } from '../../src/store/open-store.js';
import { MailRoom } from '../support/mail/mail-room.js';
import { WebHook } from '../support/web/web-hook.js';
import { aCall, anArrival, aState, aVisit, recordsOf, silentLog } from '../store/sample-facts.js';

/** Nobody who answers is so slow, however busy the machine; whoever hangs costs a test so much. */
const PATIENCE = { connectMs: 5_000, silenceMs: 4_000, wholeMs: 10_000 };
const WEBHOOK_MS = 4_000;

/** The alerts of a text; a fault fails the test. */
export function alertsIn(text: string): readonly Alert[] {
  const read = readSchedules('/etc/callplane/schedules.yml', text, () => {
    throw new Error('no file is read here');
  });
  assert.ok(read.ok, read.ok ? '' : read.faults.join('\n'));
  return read.alerts;
}

/** A plan with the queues sales (Anna, Boris) and support (Vera), open from 9 to 18, as JSON. */
export function planText(change: object = {}): string {
  const rule = { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 };
  const open = [{ from: 540, to: 1080 }];
  return JSON.stringify({
    company: { name: 'A', timezone: 'Europe/Sofia', language: 'en', country: 'BG', hours: 'office' },
    calendars: {
      office: {
        ...{ timezone: 'Europe/Sofia', closed: [], open: {} },
        week: [open, open, open, open, open, [], []],
      },
    },
    queues: {
      sales: { agents: ['anna', 'boris'], serviceLevel: rule },
      support: { agents: ['vera'], serviceLevel: rule },
    },
    ...change,
  });
}

/** Alerts on a real database, a real mail server and a real web server, under a clock that the test moves. */
export class AlertScene {
  now: number;
  alerts: readonly Alert[] | null;
  undelivered = 0;
  isBehind = false;
  /** Errors and warnings of the log. */
  readonly said: string[] = [];
  watch: AlertWatch;
  #sequence = 0;
  #calls = 0;

  private constructor(
    readonly store: Store,
    readonly room: MailRoom,
    readonly hook: WebHook,
    text: string,
    at: string,
  ) {
    this.now = Date.parse(at);
    this.alerts = alertsIn(text.replaceAll('HOOK', hook.url));
    this.watch = this.#start('first');
  }

  /** `on`: an empty database; null: one of its own. */
  static async open(
    t: TestContext,
    text: string,
    at = '2026-03-02T10:00:00+02:00',
    on: StoreAddress | null = null,
  ): Promise<AlertScene> {
    const folder = mkdtempSync(join(tmpdir(), 'callplane-alerts-'));
    const own = { sqliteFile: join(folder, 'callplane.sqlite') };
    const store = await openStore({ ...(on ?? own), log: silentLog });
    await store.migrate();
    const room = await MailRoom.open({ certificate: null, login: null });
    const scene = new AlertScene(store, room, await WebHook.open(), text, at);
    t.after(async () => {
      await scene.watch.stop();
      await store.close();
      await room.close();
      await scene.hook.close();
      rmSync(folder, { recursive: true, force: true });
    });
    await scene.planIs(planText(), scene.now - 365 * 86_400_000);
    return scene;
  }

  get book(): AlertBook {
    return this.store.alerts('test');
  }

  /** What the line tells, stored by the recorder. */
  async tell(...milestones: readonly Milestone[]): Promise<void> {
    await this.store.recorder.record(this.#sequence, recordsOf(this.#sequence + 1, milestones));
    this.#sequence += 1;
  }

  planIs(plan: string, at = this.now): Promise<void> {
    return this.tell({ kind: 'plan-in-force', version: `plan-${at}`, at, by: 'start', plan });
  }

  /** Somebody calls now and waits in a queue; his call. */
  async enters(queue = 'sales'): Promise<string> {
    this.#calls += 1;
    const call = `c${this.#calls}`;
    await this.tell(anArrival({ call, leg: `leg ${call}`, at: this.now }), {
      ...{ kind: 'call-event', call, at: this.now, event: 'queue-entered' },
      detail: { queue, visit: `v ${call}` },
    });
    return call;
  }

  /** His visit ends now; he hung up unless an agent answered. */
  async leaves(
    call: string,
    enteredAt: number,
    answered: 'answered' | 'hung-up',
    queue = 'sales',
  ): Promise<void> {
    const [endedAt, waitMs] = [this.now, this.now - enteredAt];
    await this.tell(
      {
        kind: 'visit-ended',
        ...aVisit({ visit: `v ${call}`, call, queue, enteredAt, endedAt, waitMs, exit: answered }),
      },
      ...(answered === 'answered'
        ? []
        : [{ kind: 'call-ended' as const, ...aCall({ call, arrivedAt: enteredAt, endedAt, waitMs }) }]),
    );
  }

  /** Calls that came at this moment and are over. */
  async cameAt(at: string, calls: number, dialled = '+35920000001'): Promise<void> {
    const arrivedAt = Date.parse(at);
    const ended = Array.from({ length: calls }, (): Milestone => {
      this.#calls += 1;
      return {
        kind: 'call-ended',
        ...aCall({ call: `c${this.#calls}`, dialled, arrivedAt, endedAt: arrivedAt + 60_000 }),
      };
    });
    await this.tell(...ended);
  }

  async agentIs(agent: string, state: 'available' | 'signed-out'): Promise<void> {
    const { reason, conversation, queue } = aState({ reason: null });
    await this.tell({ kind: 'agent-state-began', agent, state, reason, conversation, queue, from: this.now });
  }

  /** Lets the time pass, looking every ten seconds as the watch itself does. */
  async pass(seconds: number): Promise<void> {
    for (let passed = 0; passed < seconds; passed += 10) {
      this.now += 10_000;
      await this.watch.look();
    }
  }

  /** Another process goes on. */
  async restart(): Promise<void> {
    await this.watch.stop();
    this.watch = this.#start(`restarted ${this.now}`);
  }

  /** Subjects of the mails since the last time. */
  mailed(): readonly string[] {
    const subjects = this.room.accepted.map(({ subject }) => subject);
    this.room.received.length = 0;
    return subjects;
  }

  async standing(alert: string, subject = 'sales'): Promise<Standing['state'] | null> {
    const standings = await this.book.standings();
    return standings.find((each) => each.alert === alert && each.subject === subject)?.standing.state ?? null;
  }

  log(): Promise<readonly Notice[]> {
    return this.book.log(100);
  }

  #start(holder: string): AlertWatch {
    return startAlertWatch({
      book: this.store.alerts(holder),
      atOneMoment: (read) => this.store.atOneMoment(read),
      alerts: () => this.alerts,
      facts: () => (this.isBehind ? 'behind' : 'complete'),
      mail: smtpServer(
        {
          ...{ host: '127.0.0.1', port: this.room.port, security: 'none', login: null },
          ...{ from: 'alerts@example.com', authority: null },
        },
        PATIENCE,
      ),
      post: (order) => postWebhook(order, WEBHOOK_MS),
      clock: { now: () => this.now },
      domain: 'example.com',
      claimMs: 60_000,
      tellUndelivered: (undelivered) => (this.undelivered = undelivered),
      log: this.#log(),
    });
  }

  #log(): Log {
    const put = (message: string, fields: object = {}): void => {
      this.said.push(`${message} ${JSON.stringify(fields)}`);
    };
    const log: Log = { ...silentLog, error: put, warn: put, with: () => log };
    return log;
  }
}

/** Mondays from 10 to 11 in Sofia, four weeks of them: mean 20, deviation 4. */
export async function fourMondays(scene: AlertScene): Promise<void> {
  await scene.cameAt('2026-02-02T10:30:00+02:00', 14);
  await scene.cameAt('2026-02-09T10:00:00+02:00', 22);
  await scene.cameAt('2026-02-16T10:59:59+02:00', 22);
  await scene.cameAt('2026-02-23T10:15:00+02:00', 22);
  // Others than that hour, which nobody asks for.
  await scene.cameAt('2026-02-23T11:00:00+02:00', 90);
  await scene.cameAt('2026-02-24T10:15:00+02:00', 90);
}

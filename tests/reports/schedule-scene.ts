import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { smtpServer } from '../../src/mail/smtp-server.js';
import type { FactReader } from '../../src/ports/facts.js';
import type { Log } from '../../src/ports/log.js';
import type { MailServer, SmtpPlace } from '../../src/ports/mail.js';
import type { LoggedSlot, SlotBook } from '../../src/ports/slots.js';
import type { DeliveryPlace } from '../../src/reports/delivery/deliver.js';
import { readSchedules } from '../../src/reports/schedules/read-schedules.js';
import { startReportRunner, type ReportRunner } from '../../src/reports/schedules/report-runner.js';
import type { Schedule } from '../../src/reports/schedules/schedule.js';
import { openStore, type Store, type StoreAddress } from '../../src/store/open-store.js';
import { MailRoom, type ReceivedMail } from '../support/mail/mail-room.js';
import { recordsOf, silentLog } from '../store/sample-facts.js';
import { noFacts, readerOf, type Facts } from './day-of-calls.js';
import { milestonesOf } from './stored-facts.js';

/** Nobody who greets is so slow, however busy the machine. */
const PATIENCE = { connectMs: 30_000, silenceMs: 30_000, wholeMs: 60_000 };
/** Of who is known never to say anything. */
const IMPATIENCE = { ...PATIENCE, silenceMs: 400 };

/** The schedules of a text; a fault fails the test. */
export function schedulesIn(text: string, folder = '/etc/callplane'): readonly Schedule[] {
  const read = readSchedules(join(folder, 'schedules.yml'), text, () => {
    throw new Error('no file is read here');
  });
  assert.ok(read.ok, read.ok ? '' : read.faults.join('\n'));
  return read.schedules;
}

/** Scheduled reports on a real database and a real mail server, under a clock that the test moves. */
export class ScheduleScene {
  /** What reports are made of, unless that is stored. */
  facts: Facts = noFacts();
  now: number;
  schedules: readonly Schedule[] | null;
  undelivered = 0;
  isBehind = false;
  limitBytes = 10_000_000;
  link: string | null = null;
  /** Once, when the facts are read next. */
  onRead: () => void = () => undefined;
  readonly errors: string[] = [];
  runner: ReportRunner;

  private constructor(
    readonly folder: string,
    readonly store: Store,
    readonly room: MailRoom,
    private readonly reads: 'facts' | 'store',
    schedules: readonly Schedule[],
    at: string,
  ) {
    this.now = Date.parse(at);
    this.schedules = schedules;
    this.runner = this.#start('first');
  }

  /** `on`: reports are made of what is stored there; null: of facts in memory, beside a database of its own. */
  static async open(
    t: TestContext,
    text: string,
    at: string,
    on: StoreAddress | null = null,
  ): Promise<ScheduleScene> {
    const folder = mkdtempSync(join(tmpdir(), 'callplane-schedules-'));
    const own = { sqliteFile: join(folder, 'callplane.sqlite') };
    const store = await openStore({ ...(on ?? own), log: silentLog });
    await store.migrate();
    const room = await MailRoom.open({ certificate: null, login: null });
    const reads = on === null ? 'facts' : 'store';
    const scene = new ScheduleScene(folder, store, room, reads, schedulesIn(text, folder), at);
    t.after(async () => {
      await scene.runner.stop();
      await store.close();
      await room.close();
      rmSync(folder, { recursive: true, force: true });
    });
    await scene.runner.look();
    return scene;
  }

  get book(): SlotBook {
    return this.store.slots('test');
  }

  /** Stores what happened. */
  async stores(facts: Facts): Promise<void> {
    const position = await this.store.recorder.position();
    await this.store.recorder.record(position, recordsOf(position + 1, milestonesOf(facts)));
  }

  /** Moves the clock there and looks. */
  async lookAt(at: string): Promise<void> {
    this.now = Date.parse(at);
    await this.runner.look();
  }

  /** Lets the time pass and looks every so many minutes. */
  async pass(minutes: number, every = 1): Promise<void> {
    for (let passed = 0; passed < minutes; passed += every) {
      this.now += every * 60_000;
      await this.runner.look();
    }
  }

  /** Another process goes on. */
  async restart(): Promise<void> {
    await this.runner.stop();
    this.runner = this.#start(`restarted ${this.now}`);
  }

  log(): Promise<readonly LoggedSlot[]> {
    return this.book.log({ schedule: null, newest: 100 });
  }

  /** Takes what was accepted until now out of the mail room. */
  taken(): readonly ReceivedMail[] {
    const mails = this.room.accepted;
    this.room.received.length = 0;
    return mails;
  }

  #start(holder: string): ReportRunner {
    return startReportRunner({
      clients: () => Promise.resolve(undefined),
      book: this.store.slots(holder),
      atOneMoment: <Answer>(read: (reader: FactReader) => Promise<Answer>): Promise<Answer> => {
        const happen = this.onRead;
        this.onRead = () => undefined;
        happen();
        return this.reads === 'store' ? this.store.atOneMoment(read) : read(readerOf(this.facts));
      },
      company: () => Promise.resolve({ timezone: 'Europe/Sofia', language: 'en' }),
      schedules: () => this.schedules,
      facts: () => (this.isBehind ? 'behind' : 'complete'),
      place: this.#place(),
      clock: { now: () => this.now },
      domain: 'example.com',
      claimMs: 60_000,
      tellUndelivered: (undelivered) => (this.undelivered = undelivered),
      log: this.#log(),
    });
  }

  /** Read anew for each delivery, so that a test can change it. */
  #place(): DeliveryPlace {
    const server: SmtpPlace = {
      ...{ host: '127.0.0.1', port: this.room.port, security: 'none', login: null },
      ...{ from: 'reports@example.com', authority: null },
    };
    const mail: MailServer = {
      send: (each) => smtpServer(server, this.room.mood === 'silent' ? IMPATIENCE : PATIENCE).send(each),
    };
    const limits = { bytes: () => this.limitBytes, link: () => this.link };
    return {
      mail,
      get limitBytes() {
        return limits.bytes();
      },
      get link() {
        return limits.link();
      },
      keptIn: join(this.folder, 'large'),
      environment: { PATH: '/usr/bin:/bin' },
      commandMs: 2_000,
    };
  }

  #log(): Log {
    const log: Log = {
      ...silentLog,
      error: (message, fields) => this.errors.push(`${message} ${JSON.stringify(fields ?? {})}`),
      with: () => log,
    };
    return log;
  }
}

/** The part of a mail of this type; a mail without one fails the test. */
export function partOf(mail: ReceivedMail | undefined, type: string): string {
  const part = mail?.parts.find((each) => each.type === type);
  assert.ok(
    part !== undefined,
    `no part ${type} in ${mail?.parts.map((each) => each.type).join(', ') ?? 'no mail'}`,
  );
  return part.content.toString();
}

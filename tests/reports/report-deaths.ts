import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoggedSlot } from '../../src/ports/slots.js';
import { openStore, type StoreAddress } from '../../src/store/open-store.js';
import { MailRoom } from '../support/mail/mail-room.js';
import { silentLog } from '../store/sample-facts.js';
import { MortalProcesses } from './mortal-processes.js';
import { carryOn, type Moment, type ReportingOrder } from './reporting.js';

const KNOWN = Date.UTC(2026, 2, 1, 12);
const NOW = Date.UTC(2026, 2, 2, 8, 0, 30);
const CLAIM_MS = 400;
const WITHIN_MS = 30_000;
const SCHEDULES = `schedules:
  - { name: daily, report: queues, every: day, at: "08:00", timezone: UTC, mail: { to: [boss@example.com] } }
`;

/** A report on its way on a database of its own, carried by processes that can be killed. */
class Journey {
  readonly #processes = new MortalProcesses();

  private constructor(
    readonly address: StoreAddress,
    readonly room: MailRoom,
  ) {}

  static async begin(address: StoreAddress): Promise<Journey> {
    const store = await openStore({ ...address, log: silentLog });
    await store.migrate();
    // The schedule is known since the day before.
    const timing = JSON.stringify({ timing: { every: 'day', minute: 480 }, zone: 'UTC' });
    await store.slots('test').knownSince('daily', `${timing} UTC`, KNOWN);
    await store.close();
    return new Journey(address, await MailRoom.open({ certificate: null, login: null }));
  }

  /** The signal that ended it, or null where it came to its end. */
  async carry(dies: Moment, withinMs = 60_000): Promise<string | null> {
    const order: ReportingOrder = {
      ...{ address: this.address, schedules: SCHEDULES, port: this.room.port, now: NOW, dies },
      ...{ claimMs: CLAIM_MS, withinMs },
    };
    return this.#processes.run('reporting-process.ts', order);
  }

  /** Carried on by this one. */
  carryOn(): Promise<void> {
    return carryOn(this.#order('never'));
  }

  #order(dies: Moment): ReportingOrder {
    return {
      ...{ address: this.address, schedules: SCHEDULES, port: this.room.port, now: NOW, dies },
      ...{ claimMs: CLAIM_MS, withinMs: WITHIN_MS },
    };
  }

  kill(): void {
    this.#processes.kill();
  }

  async end(): Promise<LoggedSlot> {
    this.kill();
    await this.room.close();
    const store = await openStore({ ...this.address, log: silentLog });
    const slots = await store.slots('test').log({ schedule: null, newest: 10 });
    await store.close();
    assert.equal(slots.length, 1);
    const [slot] = slots;
    assert.ok(slot !== undefined);
    return slot;
  }
}

/** Where the sender dies, how many mails there are in the end, and whether the run log marks them. */
const DEATHS = [
  ['claimed', 1, 'once'],
  ['built', 1, 'once'],
  ['handed-over', 1, 'maybe-twice'],
  ['before-answered', 2, 'maybe-twice'],
  ['answered', 1, 'once'],
] as const;

/** Kills the sender between each two states, and looks what arrived in the end. */
export function everyDeathIsSurvived(place: string, fresh: () => Promise<StoreAddress>): void {
  for (const [dies, mails, mark] of DEATHS) {
    test(`${place}: killed at "${dies}", the report goes out: ${mails} with one Message-ID, ${mark}`, async () => {
      const journey = await Journey.begin(await fresh());
      assert.equal(await journey.carry(dies), 'SIGKILL');
      await journey.carryOn();
      const slot = await journey.end();
      assert.equal(journey.room.accepted.length, mails);
      assert.equal(new Set(journey.room.accepted.map(({ messageId }) => messageId)).size, 1);
      assert.deepEqual(
        [slot.state, slot.deliveries.map((each) => [each.state, each.mark])],
        ['done', [['accepted', mark]]],
      );
    });
  }
}

/** A kill in the middle of the mail server's work, and several senders at once. */
export function oneOfManySends(place: string, fresh: () => Promise<StoreAddress>): void {
  test(`${place}: killed while the server has the message and has not answered: a second one, marked`, async () => {
    const journey = await Journey.begin(await fresh());
    journey.room.onMessage = () => {
      journey.room.onMessage = () => undefined;
      journey.kill();
    };
    assert.equal(await journey.carry('never'), 'SIGKILL');
    await journey.carryOn();
    const slot = await journey.end();
    const ids = journey.room.received.map(({ messageId }) => messageId);
    assert.deepEqual([ids.length, new Set(ids).size], [2, 1]);
    assert.deepEqual(slot.deliveries[0]?.mark, 'maybe-twice');
  });

  test(`${place}: three processes at once send one mail: the claim decides`, async () => {
    const journey = await Journey.begin(await fresh());
    const ends = await Promise.all([journey.carry('never'), journey.carry('never'), journey.carry('never')]);
    assert.deepEqual(ends, [null, null, null]);
    const slot = await journey.end();
    assert.equal(journey.room.received.length, 1);
    assert.equal(slot.deliveries[0]?.mark, 'once');
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notice } from '../../src/ports/alerts.js';
import { openStore, type StoreAddress } from '../../src/store/open-store.js';
import { MailRoom } from '../support/mail/mail-room.js';
import { anArrival, recordsOf, silentLog, T0 } from '../store/sample-facts.js';
import { planText } from './alert-scene.js';
import { MortalProcesses } from './mortal-processes.js';
import { watchOn, type AlertingOrder, type AlertMoment } from './alerting.js';

const FILE = `alerts:
  - { name: full, when: callers-waiting, above: 0, mail: { to: [boss@example.com] } }
`;
const CLAIM_MS = 400;

/** Somebody waits, on a database of its own, watched by processes that can be killed. */
class Watching {
  readonly #processes = new MortalProcesses();

  private constructor(
    readonly address: StoreAddress,
    readonly room: MailRoom,
  ) {}

  static async begin(address: StoreAddress): Promise<Watching> {
    const store = await openStore({ ...address, log: silentLog });
    await store.migrate();
    const records = recordsOf(1, [
      { kind: 'plan-in-force', version: 'plan-a', at: T0, by: 'start', plan: planText() },
      anArrival(),
      {
        ...{ kind: 'call-event', call: 'call-1', at: T0, event: 'queue-entered' },
        detail: { queue: 'sales', visit: 'visit-1' },
      },
    ]);
    await store.recorder.record(0, records);
    await store.close();
    return new Watching(address, await MailRoom.open({ certificate: null, login: null }));
  }

  /** The signal that ended it, or null where it came to its end. */
  watch(dies: AlertMoment): Promise<string | null> {
    return this.#processes.run('alerting-process.ts', this.#order(dies));
  }

  /** Watched on by this process. */
  watchOn(): Promise<void> {
    return watchOn(this.#order('never'));
  }

  async end(): Promise<Notice> {
    this.#processes.kill();
    await this.room.close();
    const store = await openStore({ ...this.address, log: silentLog });
    const [notice, ...more] = await store.alerts('test').log(10);
    await store.close();
    assert.deepEqual(more, []);
    assert.ok(notice !== undefined);
    return notice;
  }

  #order(dies: AlertMoment): AlertingOrder {
    return {
      ...{ address: this.address, file: FILE, port: this.room.port, now: T0 + 60_000, dies },
      ...{ claimMs: CLAIM_MS, withinMs: 20_000 },
    };
  }
}

/** Where the watch dies, how many mails there are in the end, and whether the book marks them. */
const DEATHS = [
  ['raised', 1, 'once'],
  ['taken', 1, 'maybe-twice'],
  ['before-answered', 2, 'maybe-twice'],
  ['answered', 1, 'once'],
] as const;

/** Kills the watch between each two states of an alert, and looks what arrived in the end. */
export function everyDeathIsTold(place: string, fresh: () => Promise<StoreAddress>): void {
  for (const [dies, mails, mark] of DEATHS) {
    test(`${place}: killed at "${dies}", the alert goes out: ${mails} with one Message-ID, ${mark}`, async () => {
      const watching = await Watching.begin(await fresh());
      assert.equal(await watching.watch(dies), 'SIGKILL');
      await watching.watchOn();
      const notice = await watching.end();
      const ids = watching.room.accepted.map(({ messageId }) => messageId);
      assert.deepEqual([ids.length, new Set(ids).size], [mails, 1]);
      assert.deepEqual([notice.state, notice.mark], ['accepted', mark]);
    });
  }

  test(`${place}: three processes at once tell it once: the database decides`, async () => {
    const watching = await Watching.begin(await fresh());
    const ends = await Promise.all([
      watching.watch('never'),
      watching.watch('never'),
      watching.watch('never'),
    ]);
    assert.deepEqual(ends, [null, null, null]);
    const notice = await watching.end();
    assert.equal(watching.room.received.length, 1);
    assert.equal(notice.mark, 'once');
  });
}

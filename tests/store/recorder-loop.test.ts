import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, afterEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openJournalReader, openJournalWriter } from '../../src/journal/open-journal.js';
import type { Log, LogFields } from '../../src/ports/log.js';
import type { JournalReader, JournalWriter } from '../../src/ports/journal.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { followJournal, type Follower } from '../../src/store/recorder-loop.js';
import { breakableWire, type Wire } from './breakable-wire.js';
import { freshDatabase, scratchFolder, startServers, type Servers } from './databases.js';
import { aCall, anOffer, recordsOf, silentLog, T0 } from './sample-facts.js';
import { until } from './waiting.js';

const ALL_TIME = { from: 0, to: T0 * 2 };

describe('the recorder follows the journal', () => {
  let servers: Servers;
  let wire: Wire;
  let scratch: Awaited<ReturnType<typeof scratchFolder>>;
  let journal: JournalWriter;
  let reader: JournalReader;
  let behindWire: Store;
  let direct: Store;
  let lines: { level: string; message: string; fields: LogFields }[];
  let follower: Follower;

  before(async () => {
    servers = await startServers('recorder-loop', 'mariadb');
  });
  after(() => servers.stop());
  beforeEach(async () => {
    scratch = await scratchFolder();
    const folder = join(scratch.path, 'journal');
    journal = await openJournalWriter({ folder, durability: 'process', log: silentLog, boot: 'test' });
    reader = openJournalReader(folder, silentLog);
    const url = await freshDatabase(servers.url('mariadb'));
    wire = await breakableWire(Number(new URL(url).port));
    direct = await openStore({ url, log: silentLog });
    await direct.migrate();
    behindWire = await openStore({ url: url.replace(/:\d+\//, `:${wire.port}/`), log: silentLog });
    lines = [];
    follower = follow();
  });
  afterEach(async () => {
    await follower.stop();
    await Promise.all([
      behindWire.close().catch(() => 'cut'),
      direct.close(),
      reader.close(),
      journal.close(),
    ]);
    await wire.close();
    await scratch.remove();
  });

  it('stores what is there already and what comes while it runs', async () => {
    append(1, 700);
    await stored(700);
    append(701, 50);
    await stored(750);
    assert.deepEqual(follower.status(), { position: 750, trouble: null, facts: 'complete' });
  });

  it('stores together what came while it rested, and rests whenever it has caught up', async () => {
    await follower.stop();
    const batches: number[] = [];
    const rests: (() => void)[] = [];
    follower = followJournal({
      reader,
      recorder: {
        position: () => direct.recorder.position(),
        record: async (after, records) => {
          batches.push(records.length);
          await direct.recorder.record(after, records);
        },
      },
      log: silentLog,
      wait: () => new Promise((resolve) => rests.push(resolve)),
    });
    await until(() => rests.length === 1);
    for (let sequence = 1; sequence <= 40; sequence++) {
      append(sequence, 1);
      await until(() => journal.durable === sequence);
    }
    rests[0]?.();
    await until(() => rests.length === 2);
    assert.deepEqual(batches, [0, 40]);
  });

  it('stores everything that is in the journal before it stops', async () => {
    append(1, 1_300);
    await until(() => journal.durable === 1_300);
    await follower.stop();
    assert.equal(await direct.recorder.position(), 1_300);
  });

  it('loses nothing and doubles nothing while the database comes and goes', async () => {
    let next = 1;
    for (let cut = 0; cut < 8; cut++) {
      append(next, 400);
      next += 400;
      await until(() => journal.durable === next - 1);
      // A different moment of reading, writing and committing each time.
      await sleep(cut * 7);
      await wire.cut();
      append(next, 10);
      next += 10;
      await wire.mend();
    }
    await stored(next - 1);
    const offers = await direct.reader.offers(ALL_TIME);
    assert.deepEqual(
      offers.map((offer) => offer.wave),
      Array.from({ length: next - 1 }, (_, index) => index + 1),
    );
  });

  it('says once that the database is away, and once that it is back', async () => {
    append(1, 5);
    await stored(5);
    await wire.cut();
    append(6, 5);
    await until(() => follower.status().trouble !== null);
    assert.match(follower.status().trouble ?? '', /No database answers at mysql:\/\/callplane@127/);
    await until(() => lines.filter((line) => line.level === 'error').length >= 1);
    await wire.mend();
    await stored(10);
    await until(() => lines.some((line) => line.message === 'facts are written again'));
    assert.equal(follower.status().trouble, null);
    assert.ok(lines.filter((line) => line.level === 'error').length <= 2);
    assert.doesNotMatch(JSON.stringify(lines), new RegExp(new URL(servers.url('mariadb')).password));
  });

  it('stops at once while the database is away; the next start stores the rest', async () => {
    append(1, 5);
    await stored(5);
    await wire.cut();
    append(6, 5);
    await until(() => journal.durable === 10 && follower.status().trouble !== null);
    await follower.stop();
    assert.equal(await direct.recorder.position(), 5);
    await wire.mend();
    follower = follow();
    await stored(10);
  });

  it('goes on where another recorder has got to', async () => {
    append(1, 5);
    await stored(5);
    append(6, 300);
    await until(() => journal.durable === 305);
    const others = await openJournalReader(join(scratch.path, 'journal'), silentLog).read(
      { sequence: 5 },
      300,
    );
    await direct.recorder
      .record(
        await direct.recorder.position(),
        others.filter((one) => one.sequence > 5),
      )
      .catch(() => 'ours was first');
    append(306, 5);
    await stored(310);
    assert.equal((await direct.reader.offers(ALL_TIME)).length, 310);
  });

  it('stores what stands before a record that the database refuses, and says which it is', async () => {
    append(1, 100);
    await until(() => journal.durable === 100);
    const broken = { kind: 'call-ended' as const, ...aCall({ waitMs: NaN }) };
    for (const record of recordsOf(101, [broken])) journal.append(record);
    append(102, 3);
    await until(async () => (await direct.recorder.position()) === 100);
    await until(() => lines.some((line) => line.fields['first'] === 101));
    assert.equal(await direct.recorder.position(), 100);
  });

  function follow(): Follower {
    return followJournal({
      reader,
      recorder: behindWire.recorder,
      log: noting(),
      wait: (milliseconds) => sleep(Math.min(milliseconds, 50)),
    });
  }

  function append(first: number, count: number): void {
    const steps = Array.from({ length: count }, (_, index) => {
      const number = first + index;
      return [
        {
          kind: 'offer-ended' as const,
          ...anOffer({ offer: `offer-${number}`, offeredAt: T0 + number, wave: number }),
        },
      ];
    });
    for (const record of recordsOf(first, ...steps)) journal.append(record);
  }

  async function stored(position: number): Promise<void> {
    await until(async () => (await direct.recorder.position()) === position);
    await until(() => follower.status().position === position);
  }

  function noting(): Log {
    const note =
      (level: string) =>
      (message: string, fields: LogFields = {}): void => {
        lines.push({ level, message, fields });
      };
    return {
      error: note('error'),
      warn: note('warn'),
      info: note('info'),
      debug: note('debug'),
      with: noting,
    };
  }
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Milestone } from '../../src/core/milestone.js';
import { PERSONAL_PLACES, type Cleared, type Clearing } from '../../src/ports/retention.js';
import { openStore, type Store, type StoreAddress } from '../../src/store/open-store.js';
import { PLACES } from '../../src/store/personal-places.js';
import { askStore } from './ask-store.js';
import type { Place } from './databases.js';
import {
  aCall,
  aCallback,
  aCallbackAsked,
  anArrival,
  anEvent,
  anOutgoing,
  aRecording,
  recordsOf,
  silentLog,
  T0,
} from './sample-facts.js';

const DAY_MS = 86_400_000;
const EVERYTHING = { from: 0, to: Number.MAX_SAFE_INTEGER };
const letters = (number: string): string =>
  number.replace(/\D/g, '').replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
/** As a key would, but readable. */
const standsFor = (number: string): string => `client-359-${letters(number).padEnd(20, 'p').slice(0, 20)}`;
const REPLACE: Clearing = { rule: 'replace', before: T0 + DAY_MS, standsFor };
const DELETE: Clearing = { rule: 'delete', before: T0 + DAY_MS, standsFor: () => null };

/** A call of this number at this time, with what was keyed in. */
function called(call: string, from: string | null, arrivedAt: number): readonly Milestone[] {
  return [
    anArrival({ call, leg: `leg-${call}`, from, at: arrivedAt }),
    anEvent({ call, at: arrivedAt + 1, event: 'collected', detail: { collect: 'c', value: '4711' } }),
    anEvent({ call, at: arrivedAt + 2, event: 'recognised', detail: { name: 'Анна', group: 'vip' } }),
    anEvent({ call, at: arrivedAt + 3, event: 'menu-key', detail: { menu: 'm', key: '1' } }),
    { kind: 'call-ended', ...aCall({ call, from, arrivedAt, endedAt: arrivedAt + 9 }) },
  ];
}

async function clearAll(store: Store, clearing: Clearing, atMost = 100): Promise<number> {
  let sum = 0;
  for (const place of PERSONAL_PLACES)
    for (let done: Cleared = { changed: 0, left: 'more' }; done.left === 'more'; sum += done.changed)
      done = await store.retention.people.clear(place, clearing, atMost);
  return sum;
}

/** What every database must do for numbers whose time is over. */
export function retentionContract(place: Place): void {
  describe(`numbers whose time is over on ${place.name}`, () => {
    let store: Store;
    let address: StoreAddress;
    beforeEach(async () => {
      address = await place.fresh();
      store = await openStore({ ...address, log: silentLog });
      await store.migrate();
    });
    afterEach(() => store.close());

    const record = async (...steps: (readonly Milestone[])[]): Promise<void> => {
      const after = await store.recorder.position();
      await store.recorder.record(after, recordsOf(after + 1, ...steps));
    };
    const callers = async (): Promise<unknown[]> =>
      (await store.reader.calls(EVERYTHING)).map(({ call, from, fromName }) => [call, from, fromName]);
    const details = async (call: string): Promise<unknown[]> =>
      (await store.reader.callEvents(call)).map(({ detail }) => detail);

    it('are replaced, names and keyed digits deleted; newer ones and all figures stay', async () => {
      await record(called('a', '+359880000001', T0), called('b', '+359880000001', T0 + DAY_MS - 10));
      await record(called('c', '+359880000001', T0 + DAY_MS), called('d', null, T0));
      const before = await store.reader.calls(EVERYTHING);
      assert.equal(await clearAll(store, REPLACE), 3 + 6, 'three calls with names, two stages of each');
      const number = standsFor('+359880000001');
      assert.deepEqual(await callers(), [
        ['a', number, null],
        ['d', null, null],
        ['b', number, null],
        ['c', '+359880000001', 'Анна Петрова 😀'],
      ]);
      const figures = (calls: typeof before) => calls.map((call) => ({ ...call, from: '', fromName: '' }));
      assert.deepEqual(figures(await store.reader.calls(EVERYTHING)), figures(before));
      assert.deepEqual(await details('a'), [{ collect: 'c' }, { group: 'vip' }, { menu: 'm', key: '1' }]);
      assert.deepEqual((await details('c'))[0], { collect: 'c', value: '4711' });
    });

    it('are replaced also where the line calls somebody almost as a replacement looks', async () => {
      await record(called('a', 'client-7', T0));
      await clearAll(store, REPLACE);
      assert.deepEqual(await callers(), [['a', standsFor('client-7'), null]]);
    });

    it('are treated in pieces, once; what is counted before is what is done', async () => {
      await record(
        ...Array.from({ length: 7 }, (_, index) => called(`c${index}`, `+35988000000${index}`, T0)),
      );
      await record(called('later', '+359880000009', T0 + 5));
      const pending = (): Promise<number[]> =>
        Promise.all(
          (['calls', 'events'] as const).map((each) => store.retention.people.pending(each, REPLACE)),
        );
      assert.deepEqual(await pending(), [8, 16]);
      const first = await store.retention.people.clear('calls', REPLACE, 3);
      assert.deepEqual(first, { changed: 7, left: 'more' }, 'those of one instant stay together');
      assert.deepEqual(await pending(), [1, 16]);
      assert.equal(await clearAll(store, REPLACE, 3), 1 + 16);
      assert.deepEqual(await pending(), [0, 0]);
      assert.equal(await clearAll(store, REPLACE, 3), 0);
    });

    it('are found again when older facts come, and told again they do not come back', async () => {
      await record(called('a', '+359880000001', T0));
      await clearAll(store, REPLACE);
      await store.recorder.recordHistory(called('old', '+359880000002', T0 - 400 * DAY_MS));
      await record(called('a', '+359880000001', T0));
      assert.equal(
        await clearAll(store, REPLACE),
        1 + 2 + 2,
        'the old call, its stages, and stages told anew',
      );
      assert.deepEqual(
        (await callers()).map((row) => (row as unknown[])[1]),
        [standsFor('+359880000002'), standsFor('+359880000001')],
      );
    });

    it('are deleted after they were replaced, when that is asked for', async () => {
      await record(called('a', '+359880000001', T0));
      assert.equal(await store.reader.numbersDeletedBefore(), null);
      await clearAll(store, REPLACE);
      assert.equal(await store.reader.numbersDeletedBefore(), null);
      await clearAll(store, DELETE);
      assert.deepEqual(await callers(), [['a', null, null]]);
      assert.equal(await store.reader.numbersDeletedBefore(), DELETE.before);
      await store.recorder.recordHistory(called('old', '+359880000002', T0 - DAY_MS));
      assert.equal(await store.reader.numbersDeletedBefore(), DELETE.before);
    });

    it('of calls that went out are those dialled', async () => {
      await record([{ kind: 'outgoing-ended', ...anOutgoing() }]);
      await clearAll(store, REPLACE);
      const numbers = async (): Promise<unknown[]> =>
        (await store.reader.outgoing(EVERYTHING)).map(({ shown, number }) => [shown, number]);
      assert.deepEqual(await numbers(), [['+35920000001', standsFor('+359880000001')]]);
      await clearAll(store, DELETE);
      assert.deepEqual(await numbers(), [['+35920000001', '']]);
    });

    it('stand for nobody among the calls of the dialplan either, however often these are told', async () => {
      const leg = 'leg-1';
      const told = {
        calls: [{ leg, from: '+3591', dialled: '700', arrivedAt: T0, answeredAt: null, endedAt: T0 + 5 }],
        rescues: [{ leg: 'leg-2', at: T0, did: 'hung-up', from: '+3592', dialled: '700' }],
      } as const;
      await store.recorder.recordDialplan(told);
      await clearAll(store, DELETE);
      await store.recorder.recordDialplan(told);
      const rows = await askStore(address, 'SELECT from_number FROM dialplan_calls');
      assert.deepEqual(
        rows.map((row) => row['from_number']),
        [null, null],
      );
    });

    it('are cleared in callbacks, refused and open ones too, and again when an old one ends or is asked for again', async () => {
      const [number, old] = ['+359880000001', T0 - DAY_MS];
      const over = { number, name: 'Анна', askedAt: old };
      const asked = { kind: 'callback-asked', ...aCallbackAsked({ callback: 'open', ...over }) } as const;
      await record([
        { kind: 'callback-ended', ...aCallback({ callback: 'over', ...over, endedAt: T0 }) },
        { kind: 'callback-ended', ...aCallback({ callback: 'hidden', ...over, number: null, name: null }) },
        { kind: 'callback-ended', ...aCallback({ callback: 'new', ...over, askedAt: T0 + DAY_MS }) },
        asked,
      ]);
      const numbers = async (): Promise<unknown[]> =>
        [...(await store.reader.callbacks(EVERYTHING)), ...(await store.reader.openCallbacks())].map(
          ({ callback, number: stands, name }) => [callback, stands, name],
        );
      const before = await store.reader.callbacks(EVERYTHING);
      assert.equal(await store.retention.people.pending('callbacks', REPLACE), 1);
      assert.equal(await clearAll(store, REPLACE), 2);
      const cleared = standsFor(number);
      const kept = [
        ['hidden', null, null],
        ['over', cleared, null],
        ['new', number, 'Анна'],
      ];
      assert.deepEqual(await numbers(), [...kept, ['open', cleared, null]]);
      const figures = (all: typeof before) => all.map((each) => ({ ...each, number: '', name: '' }));
      assert.deepEqual(figures(await store.reader.callbacks(EVERYTHING)), figures(before));
      await record([asked]);
      assert.deepEqual(
        (await numbers()).at(-1),
        ['open', number, 'Анна'],
        'the running line still calls him',
      );
      assert.equal(await clearAll(store, REPLACE), 1);
      await record([
        { kind: 'callback-ended', ...aCallback({ callback: 'open', ...over, endedAt: T0 + DAY_MS }) },
      ]);
      assert.equal(await clearAll(store, REPLACE), 1);
      const all = [...kept.slice(0, 1), ['open', cleared, null], ...kept.slice(1)];
      assert.deepEqual(await numbers(), all);
      assert.deepEqual(await store.reader.calledBack({ from: T0, to: T0 + 1 }), [
        { number: cleared, at: T0 },
      ]);
      await clearAll(store, DELETE);
      assert.deepEqual((await numbers()).slice(0, 3), [
        ['hidden', null, null],
        ['open', null, null],
        ['over', null, null],
      ]);
    });

    it('let facts be written in between', async () => {
      await record(...Array.from({ length: 60 }, (_, index) => called(`c${index}`, '+3591', T0 + index)));
      const pieces: number[] = [];
      let written = Infinity;
      const clearing = (async (): Promise<void> => {
        for (let done: Cleared = { changed: 0, left: 'more' }; done.left === 'more';) {
          done = await store.retention.people.clear('calls', REPLACE, 2);
          pieces.push(done.changed);
        }
      })();
      const writing = record(called('now', '+3592', T0 + 2 * DAY_MS)).then(() => (written = pieces.length));
      await Promise.all([clearing, writing]);
      assert.equal(pieces.length, 31);
      assert.ok(written < 20, `the recorder waited for ${written} pieces`);
      assert.equal((await store.reader.calls(EVERYTHING)).length, 61);
    });

    it('know the key that they were replaced with', async () => {
      const { people } = store.retention;
      assert.equal(await people.keyInUse(), null);
      assert.equal(await people.useKey('abcd'), 'abcd');
      assert.equal(await people.useKey('ef01'), 'abcd', 'who comes second is told of the first');
      assert.equal(await people.keyInUse(), 'abcd');
      assert.equal(await store.reader.olderKeyBefore(), null);
      await record(called('a', '+359880000001', T0));
      await clearAll(store, REPLACE);
      await people.dropKey();
      assert.equal(await people.keyInUse(), null);
      await people.useKey('ef01');
      assert.deepEqual(
        [await people.keyInUse(), await store.reader.olderKeyBefore()],
        ['ef01', REPLACE.before],
      );
    });

    it('are gone from every table: each column of text is known', async () => {
      const found = await textColumns(address, place.name === 'SQLite');
      const record = await readFile('docs/decisions/0032-retention.md', 'utf8');
      const documented = new Set(
        [...record.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].flatMap(([, table = '', columns = '']) =>
          [...columns.matchAll(/`(\w+)`/g)].map(([, column]) => `${table}.${column ?? ''}`),
        ),
      );
      assert.deepEqual(
        clearedColumns(),
        documentedAsCleared(record),
        'what is cleared is what the decision says',
      );
      assert.ok(found.length > 60);
      assert.deepEqual(
        found.filter((column) => !documented.has(column)),
        [],
        'say in decision 0032 whether a person stands there, and clear it if so',
      );
    });

    it('know where a recording is; a deleted one is in no report', async () => {
      const other = aRecording({ recording: '2026/03/02/talk-2', conversation: 'talk-2' });
      await record([
        { kind: 'recording-ended', ...aRecording() },
        { kind: 'recording-ended', ...other },
      ]);
      await store.retention.recordings.placed(['2026/03/02/talk-1', '2026/03/02/talk-2'], 'archive');
      await store.retention.recordings.placed(['2026/03/02/talk-1'], 'deleted');
      const rows = await askStore(
        address,
        'SELECT recording_id, place FROM recordings ORDER BY recording_id',
      );
      assert.deepEqual(
        rows.map((row) => row['place']),
        ['deleted', 'archive'],
      );
      assert.deepEqual(await store.reader.recordings(EVERYTHING), [other]);
    });

    it('go from the reports that are kept, and the log tells of each run', async () => {
      const slots = store.slots('one');
      const [key, period] = [
        { schedule: 'daily', dueAt: T0, edition: 0 },
        { from: T0 - DAY_MS, to: T0 },
      ];
      await slots.putDown(key, { period, as: 'due', said: null }, T0);
      await slots.claim(key, 60_000);
      const built = { builtAt: T0, rows: 1, hash: 'h', tookMs: 1, openCalls: [], deliveries: [] };
      await slots.built(key, { ...built, content: 'x' });
      const { reports, log } = store.retention;
      assert.equal(await reports.pending(T0 - DAY_MS), 0);
      assert.equal(await reports.forget(T0 - DAY_MS, 5), 0);
      assert.equal(await reports.forget(T0 - DAY_MS + 1, 5), 1);
      assert.equal(await slots.content(key), null);
      const onTheWay = { ...key, dueAt: T0 + 1 };
      await slots.putDown(onTheWay, { period, as: 'due', said: null }, T0);
      await slots.claim(onTheWay, 60_000);
      const deliveries = [{ target: 'somebody', messageId: 'm' }];
      await slots.built(onTheWay, { ...built, content: 'y', deliveries });
      assert.deepEqual([await reports.pending(T0), await reports.forget(T0, 5)], [0, 0]);
      assert.equal(await slots.content(onTheWay), 'y', 'it has not arrived yet');
      const accepted = { state: 'accepted', at: T0, nextTryAt: T0, said: '' } as const;
      await slots.answered(onTheWay, 'somebody', accepted);
      assert.deepEqual([await reports.pending(T0), await reports.forget(T0, 5)], [1, 1]);
      const run = { run: 'night 2026-03-02', startedAt: T0, endedAt: null, counts: {}, said: null } as const;
      await log.put({ ...run, state: 'running' });
      await log.put({ ...run, state: 'done', endedAt: T0 + 5, counts: { 'numbers in calls': 3 } });
      await log.put({ ...run, run: 'by hand', startedAt: T0 + 9, state: 'failed', said: 'почему' });
      assert.equal((await log.run('night 2026-03-02'))?.state, 'done');
      assert.equal(await log.run('night 2026-03-03'), null);
      assert.deepEqual(
        (await log.newest(1)).map(({ said }) => said),
        ['почему'],
      );
    });
  });
}

/** What the run of the night clears, as `table.column`. */
function clearedColumns(): readonly string[] {
  const columns = Object.values(PLACES).flatMap(({ entity: { options }, cleared }) =>
    ['inbound', 'outbound'].flatMap((direction) => {
      const row = {
        direction,
        event: 'collected',
        detail: {},
        from: '+359880000001',
        dialled: '+359880000001',
      };
      const names = new Map(
        Object.entries(options.columns).map(([property, column]) => [property, column?.name]),
      );
      return Object.keys(cleared(row, REPLACE)).map(
        (property) => `${options.tableName ?? ''}.${names.get(property) ?? ''}`,
      );
    }),
  );
  return [...new Set(columns)].sort();
}

function documentedAsCleared(record: string): readonly string[] {
  const rows = [...record.matchAll(/^\| `(\w+)` \| ([^|]+) \|.*\*\*cleared\*\*/gm)];
  return rows
    .flatMap(([, table = '', columns = '']) =>
      [...columns.matchAll(/`(\w+)`/g)].map(([, column = '']) => `${table}.${column}`),
    )
    .sort();
}

/** Columns that can hold a text, as `table.column`. */
async function textColumns(address: StoreAddress, isSqlite: boolean): Promise<readonly string[]> {
  const rows = await askStore(
    address,
    isSqlite
      ? "SELECT m.name AS t, c.name AS c FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' " +
          "AND m.name NOT LIKE 'sqlite%' AND (c.type LIKE '%CHAR%' OR c.type LIKE '%TEXT%')"
      : 'SELECT c.table_name AS t, c.column_name AS c FROM information_schema.columns c JOIN information_schema.tables t ' +
          'ON t.table_schema = c.table_schema AND t.table_name = c.table_name WHERE c.table_schema = DATABASE() ' +
          "AND t.table_type = 'BASE TABLE' AND c.data_type IN ('varchar', 'text', 'longtext')",
  );
  return rows
    .map((row) => `${String(row['t'])}.${String(row['c'])}`)
    .filter((name) => !/^schema_/.test(name));
}

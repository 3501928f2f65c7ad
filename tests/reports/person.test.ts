import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { loadSettings, type Settings } from '../../src/app/settings.js';
import type { Milestone } from '../../src/core/milestone.js';
import { personCommands } from '../../src/main-person.js';
import { nightlyRetention } from '../../src/main-retention.js';
import { destroyRetentionKey, retentionLogText, runByHand } from '../../src/main-retention-commands.js';
import { isReplaced } from '../../src/ports/retention.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import {
  aCall,
  aCallback,
  aCallbackAsked,
  anArrival,
  anAttempt,
  anEvent,
  anOutcome,
  aPlan,
  aRating,
  aRecording,
  recordsOf,
  silentLog,
} from '../store/sample-facts.js';

const DAY_MS = 86_400_000;
const HIS = '+359880000001';
const OTHER = '+359880000101';
/** Where he once asked to be called back. */
const MOBILE = '+359880000777';
/** Yesterday, as reports and recordings name it. */
const DAY = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
const DAY_FOLDER = DAY.replaceAll('-', '/');
const EVERYTHING = { from: 0, to: Number.MAX_SAFE_INTEGER };

interface Scene {
  readonly folder: string;
  readonly settings: Settings;
  readonly inStore: <Answer>(work: (store: Store) => Promise<Answer>) => Promise<Answer>;
}

/** A company with a recent and an old call of his, in two ways of writing, and calls of somebody else. */
async function company(t: TestContext, country: string | null = 'BG'): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-person-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const environment = {
    CALLPLANE_DATA: join(folder, 'data'),
    CALLPLANE_ROUTING: join(folder, 'routing.yml'),
    CALLPLANE_RETENTION_NUMBER_DAYS: '90',
    CALLPLANE_RECORDINGS: join(folder, 'recording'),
    CALLPLANE_RECORDINGS_DELETE_DAYS: '400',
  };
  const settings = loadSettings(environment, folder);
  const inStore: Scene['inStore'] = async (work) => {
    const store = await openStore({ sqliteFile: join(settings.data, 'callplane.sqlite'), log: silentLog });
    await store.migrate();
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  await inStore((store) => fill(store, country));
  for (const name of ['talk-his', 'talk-other', 'talk-back', 'talk-back-other'])
    put(join(folder, `recording/${DAY_FOLDER}/${name}.wav`), 'sound');
  put(join(folder, `data/reports/journal-${DAY}.csv`), `call;${HIS}`);
  put(join(folder, `data/reports/callbacks-${DAY}.csv`), `${MOBILE};name of mobile`);
  put(join(folder, `data/reports/nightly-${DAY}.html`), 'no number');
  put(
    join(folder, 'data/rescues.jsonl'),
    `${JSON.stringify({ at: Date.now(), leg: 'l', did: 'hung-up', from: HIS })}\n`,
  );
  return { folder, settings, inStore };
}

async function fill(store: Store, country: string | null): Promise<void> {
  const now = Date.now();
  const plan = aPlan({
    plan: JSON.stringify({ company: { timezone: 'UTC', country }, queues: {}, agents: {} }),
  });
  const recording = (name: string, call: string): Milestone => {
    return {
      kind: 'recording-ended',
      ...aRecording({ recording: `${DAY_FOLDER}/talk-${name}`, conversation: name, call }),
    };
  };
  await store.recorder.record(
    0,
    recordsOf(
      1,
      [plan, ...called('old', HIS, now - 100 * DAY_MS), ...called('old-other', OTHER, now - 99 * DAY_MS)],
      [...called('new', '0880 000 001', now - DAY_MS), recording('his', 'new'), ...afterwards('new')],
      [...called('newest', HIS, now - DAY_MS / 2)],
      [...called('other', OTHER, now - DAY_MS), recording('other', 'other'), ...afterwards('other')],
      called('hidden', null, now - DAY_MS),
      [
        ...calledBack('back', HIS, now - DAY_MS, 'new'),
        recording('back', 'made-back'),
        ...calledBack('mobile', MOBILE, now - DAY_MS / 2, 'newest'),
        ...calledBack('back-old', HIS, now - 100 * DAY_MS, null),
        ...calledBack('back-other', OTHER, now - DAY_MS, 'other'),
        recording('back-other', 'made-back-other'),
        {
          kind: 'callback-asked',
          ...aCallbackAsked({ callback: 'open', number: HIS, name: 'Анна', askedAt: now }),
        },
      ],
    ),
  );
  const slots = store.slots('one');
  for (const [index, number] of [HIS, OTHER].entries()) {
    const key = { schedule: 'journal', dueAt: now + index, edition: 0 };
    await slots.putDown(key, { period: { from: now - DAY_MS, to: now }, as: 'due', said: null }, now);
    await slots.claim(key, 60_000);
    const content = gzipSync(JSON.stringify({ tables: [number] })).toString('base64');
    const built = { builtAt: now, rows: 1, hash: 'h', tookMs: 1, openCalls: [], deliveries: [] };
    await slots.built(key, { ...built, content });
  }
}

function called(call: string, from: string | null, at: number): Milestone[] {
  return [
    anEvent({ call, at, event: 'collected', detail: { collect: 'c', value: `code of ${call}` } }),
    { kind: 'call-ended', ...aCall({ call, from, fromName: 'Анна', arrivedAt: at, endedAt: at + 9 }) },
  ];
}

/** Asked for in this call; the call that was made for it. */
function calledBack(callback: string, number: string, askedAt: number, call: string | null): Milestone[] {
  const made = `made-${callback}`;
  const name = `name of ${callback}`;
  return [
    anEvent({ call: made, at: askedAt + 1, event: 'dialled', detail: { callback, try: 1 } }),
    { kind: 'callback-attempt-ended', ...anAttempt({ attempt: `try-${callback}`, callback, call: made }) },
    { kind: 'callback-ended', ...aCallback({ callback, number, name, call, askedAt, endedAt: askedAt + 9 }) },
  ];
}

function afterwards(call: string): Milestone[] {
  return [
    { kind: 'rating-ended', ...aRating({ rating: `rating-${call}`, conversation: call, call }) },
    { kind: 'outcome-settled', ...anOutcome({ conversation: call, call }) },
  ];
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const bytesOf = ({ folder }: Scene): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('\n');

const callers = ({ inStore }: Scene): Promise<Map<string, string | null>> =>
  inStore(
    async (store) => new Map((await store.reader.calls(EVERYTHING)).map(({ call, from }) => [call, from])),
  );

test('what is kept of a person is exported whole, also where his number has been replaced', async (t) => {
  const scene = await company(t);
  assert.match(await runByHand(scene.settings, { mode: 'count' }), /numbers in calls +2\n/);
  assert.match(
    await runByHand(scene.settings, { mode: 'do' }),
    /numbers are kept 90 days, then replaced[^]*numbers in calls +2\n/i,
  );
  assert.match(
    await retentionLogText(scene.settings, 5),
    /by hand .*: done in .*numbers in calls: 2, numbers in events: 2/,
  );
  assert.ok(isReplaced((await callers(scene)).get('old') ?? ''));
  const text = await personCommands(scene.settings).exportPerson('0880000001');
  const { number, calls, callbacks, openCallbacks, recordings, ratings, outcomes, files } = JSON.parse(
    text,
  ) as Record<string, { call: string; stages: object[]; callback: string; attempts: object[] }[]>;
  assert.equal(number, HIS);
  assert.deepEqual(
    calls?.map(({ call, stages }) => [call, stages.length]),
    [
      ['old', 1],
      ['new', 1],
      ['newest', 1],
    ],
  );
  assert.deepEqual(
    callbacks?.map(({ callback, attempts, stages }) => [callback, attempts.length, stages.length]),
    [
      ['back-old', 1, 1],
      ['back', 1, 1],
      ['mobile', 1, 1],
    ],
  );
  assert.deepEqual(
    openCallbacks?.map(({ callback }) => callback),
    ['open'],
  );
  for (const one of [ratings, outcomes])
    assert.deepEqual(
      one?.map(({ call }) => call),
      ['new'],
    );
  assert.deepEqual(recordings?.map(({ call }) => call).sort(), ['made-back', 'new']);
  assert.deepEqual(
    (files as unknown as string[]).sort(),
    ['back', 'his'].map((name) => join(scene.folder, `recording/${DAY_FOLDER}/talk-${name}.wav`)),
  );
  assert.ok(!text.includes(OTHER));
});

test('what is kept of a person is deleted everywhere; his calls stay as calls of one somebody, others stay as they are', async (t) => {
  const scene = await company(t);
  const before = await callers(scene);
  await runByHand(scene.settings, { mode: 'do' });
  const { text, caller } = await personCommands(scene.settings).deletePerson('+359 88 000 0001', []);
  assert.equal(caller, HIS);
  assert.match(
    text,
    /^Deleted: his number in 4 calls and 4 callbacks, 2 recordings, 3 reports\.\nJournal and snapshots hold .* 6 days more\.\n$/,
  );
  const after = await callers(scene);
  const [old, newer, newest] = ['old', 'new', 'newest'].map((call) => after.get(call));
  assert.ok(isReplaced(old ?? '') && old === newer && newer === newest, String(old));
  assert.equal(after.get('other'), before.get('other'));
  assert.equal(after.size, before.size);
  const bytes = bytesOf(scene);
  for (const gone of [HIS, MOBILE, '0880 000 001', 'code of new', 'code of old', 'name of mobile'])
    assert.ok(!bytes.includes(gone), gone);
  for (const kept of ['code of other', 'name of back-other', OTHER]) assert.ok(bytes.includes(kept), kept);
  assert.deepEqual(readdirSync(join(scene.folder, `recording/${DAY_FOLDER}`)).sort(), [
    'talk-back-other.wav',
    'talk-other.wav',
  ]);
  assert.ok(!existsSync(join(scene.folder, `data/reports/journal-${DAY}.csv`)));
  assert.ok(existsSync(join(scene.folder, `data/reports/nightly-${DAY}.html`)));
  await scene.inStore(async (store) => {
    assert.deepEqual(
      (await store.reader.recordings(EVERYTHING)).map(({ recording }) => recording),
      [`${DAY_FOLDER}/talk-other`, `${DAY_FOLDER}/talk-back-other`].sort(),
    );
    const callbacks = await store.reader.callbacks(EVERYTHING);
    const stands = new Map(callbacks.map(({ callback, number, name }) => [callback, [number, name]]));
    for (const his of ['back', 'back-old']) assert.deepEqual(stands.get(his), [old, null]);
    const [mobile] = stands.get('mobile') ?? [];
    assert.ok(isReplaced(mobile ?? '') && mobile !== old, String(mobile));
    assert.deepEqual(stands.get('back-other'), [OTHER, 'name of back-other']);
    assert.deepEqual(
      (await store.reader.openCallbacks()).map(({ number, name }) => [number, name]),
      [[old, null]],
    );
    const changes = await store.reader.changes(EVERYTHING);
    assert.deepEqual(
      changes.map(({ what, about, before: found }) => [what, about, found]),
      [['person delete', 'caller …0001', { calls: 3, callbacks: 4, recordings: 2 }]],
    );
  });
  const again = await personCommands(scene.settings).deletePerson(HIS, []);
  assert.match(again.text, /^Deleted: his number in 0 calls and 0 callbacks, 0 recordings, 0 reports\./);
});

test('when the key is destroyed, nobody is found behind a replaced number any more', async (t) => {
  const scene = await company(t);
  await runByHand(scene.settings, { mode: 'do' });
  assert.match(
    await destroyRetentionKey(scene.settings),
    /retention\.key is destroyed; numbers replaced until now/,
  );
  assert.match(await destroyRetentionKey(scene.settings), /there was no key/);
  const exported = JSON.parse(await personCommands(scene.settings).exportPerson(HIS)) as {
    calls: { call: string }[];
  };
  assert.deepEqual(
    exported.calls.map(({ call }) => call),
    ['new', 'newest'],
  );
});

test('another key than the one before is refused, and so is what is no number', async (t) => {
  const scene = await company(t);
  await runByHand(scene.settings, { mode: 'do' });
  await scene.inStore((store) =>
    store.recorder.recordHistory(called('late', HIS, Date.now() - 200 * DAY_MS)),
  );
  rmSync(scene.settings.retention.key);
  await assert.rejects(
    runByHand(scene.settings, { mode: 'do' }),
    /There is no key in .*retention\.key, but numbers were replaced before\. Copy that key here.*callplane retention destroy-key/,
  );
  assert.match(await retentionLogText(scene.settings, 1), /failed .*Copy that key here/);
  await assert.rejects(
    personCommands(scene.settings).deletePerson('Anna', []),
    /"Anna" is no telephone number; right would be one with its country code, like \+359880000001/,
  );
});

test('the night of a machine that does not lead: its old files go, the database is left to the other', async (t) => {
  const scene = await company(t);
  const aside = join(scene.folder, 'data/journal-aside-2025-10-01T00-00-00-000Z');
  put(join(aside, 'segment-1.journal'), HIS);
  const before = await callers(scene);
  await scene.inStore(async (store) => {
    const nightly = nightlyRetention(scene.settings, store, 'this-machine', silentLog);
    await nightly.look();
    await nightly.stop();
  });
  assert.match(
    await retentionLogText(scene.settings, 5),
    /^\S+ night \d{4}-\d\d-\d\d, files of [0-9a-f]{16}: done in .*; journals put aside: 1\n$/,
  );
  assert.ok(!existsSync(aside));
  assert.deepEqual(await callers(scene), before);
});

test('of a callback that is cancelled for it the end is waited for, as his number stands there again', async (t) => {
  const scene = await company(t);
  const commands = personCommands(scene.settings);
  assert.deepEqual(await commands.openCallbacks('0880000001'), ['open']);
  const ended = aCallback({ callback: 'open', number: HIS, name: 'name of open', end: 'cancelled' });
  const deleting = commands.deletePerson(HIS, ['open']);
  await scene.inStore((store) => store.recorder.recordHistory([{ kind: 'callback-ended', ...ended }]));
  const { text } = await deleting;
  assert.match(text, /^Deleted: his number in 4 calls and 4 callbacks,/);
  const bytes = bytesOf(scene);
  for (const gone of [HIS, 'name of open']) assert.ok(!bytes.includes(gone), gone);
  assert.deepEqual(await commands.openCallbacks(HIS), []);
});

test('who is in a call is exported and deleted as far as is told of it, and whoever asked is told that its end is to come', async (t) => {
  const scene = await company(t);
  const [call, at] = ['call-open', Date.now()];
  const talking: Milestone[] = [
    anArrival({ call, leg: 'leg-open', from: HIS, at }),
    anEvent({ call, at, event: 'recognised', detail: { name: 'name of open call', group: 'vip' } }),
    anEvent({ call, at: at + 1, event: 'collected', detail: { collect: 'c', value: 'code of open call' } }),
    anEvent({ call, at: at + 2, event: 'key-ignored', detail: { key: 'digits of open call' } }),
  ];
  await scene.inStore((store) => store.recorder.recordHistory(talking));
  const commands = personCommands(scene.settings);
  const { openCalls } = JSON.parse(await commands.exportPerson(HIS)) as {
    openCalls: { call: string; stages: object[] }[];
  };
  assert.deepEqual(
    openCalls.map((each) => [each.call, each.stages.length]),
    [[call, 3]],
  );
  const first = await commands.deletePerson(HIS, []);
  assert.match(first.text, /^He is in a call \(call-open\): .*\. Delete him again when it is over\.$/m);
  const told = ['name of open call', 'code of open call', 'digits of open call'];
  for (const gone of [HIS, ...told]) assert.ok(!bytesOf(scene).includes(gone), gone);
  const over: Milestone = {
    kind: 'call-ended',
    ...aCall({ call, from: HIS, arrivedAt: at, endedAt: at + 9 }),
  };
  await scene.inStore((store) => store.recorder.recordHistory([over]));
  const again = await commands.deletePerson(HIS, []);
  assert.match(again.text, /^Deleted: his number in 1 calls/);
  assert.ok(!again.text.includes('He is in a call') && !bytesOf(scene).includes(HIS));
});

test('of recordings that are not here the names are told, as by his number nobody finds them any more', async (t) => {
  const scene = await company(t);
  for (const name of ['his', 'back']) rmSync(join(scene.folder, `recording/${DAY_FOLDER}/talk-${name}.wav`));
  await scene.inStore((store) => store.retention.recordings.placed([`${DAY_FOLDER}/talk-his`], 'deleted'));
  const { text } = await personCommands(scene.settings).deletePerson(HIS, []);
  assert.ok(text.includes(`Of 1 recordings no file is here:`), text);
  assert.ok(text.includes(`\n  ${DAY_FOLDER}/talk-back\n`), text);
});

test('where the company names no country, a number without its code is found as it stands', async (t) => {
  const scene = await company(t, null);
  await scene.inStore((store) =>
    store.recorder.recordHistory(called('national', '0880000001', Date.now() - DAY_MS)),
  );
  const commands = personCommands(scene.settings);
  const { calls } = JSON.parse(await commands.exportPerson('0880000001')) as { calls: { call: string }[] };
  assert.deepEqual(
    calls.map(({ call }) => call),
    ['national'],
  );
  assert.match((await commands.deletePerson('0880000001', [])).text, /^Deleted: his number in 1 calls/);
  assert.ok(!bytesOf(scene).includes('code of national'));
  await assert.rejects(commands.exportPerson('Anna 0880000001'), /is no telephone number/);
});

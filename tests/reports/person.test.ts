import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Milestone } from '../../src/core/milestone.js';
import { personCommands } from '../../src/main-person.js';
import { nightlyRetention } from '../../src/main-retention.js';
import { destroyRetentionKey, retentionLogText, runByHand } from '../../src/main-retention-commands.js';
import { isReplaced } from '../../src/ports/retention.js';
import {
  aCall,
  aCallback,
  aTransfer,
  anArrival,
  anEvent,
  anOutgoing,
  aRecording,
  aVoicemail,
  recordsOf,
  silentLog,
} from '../store/sample-facts.js';
import {
  DAY_MS,
  HIS,
  OTHER,
  MOBILE,
  DAY,
  DAY_FOLDER,
  EVERYTHING,
  company,
  called,
  put,
  bytesOf,
  callers,
} from './person-scene.js';

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

test('a file of the queue_log that cannot be written spares no other, and keeps his number nowhere else', async (t) => {
  const scene = await company(t);
  const line = `1772442000|1.1|sales|NONE|ENTERQUEUE||${HIS}|1\n`;
  const queueLogFile = join(scene.folder, 'log/queue_log');
  put(queueLogFile, line);
  // A program that runs cannot be written, whoever asks.
  copyFileSync('/bin/sleep', `${queueLogFile}-busy`);
  chmodSync(`${queueLogFile}-busy`, 0o755);
  const busy = spawn(`${queueLogFile}-busy`, ['60']);
  t.after(() => busy.kill());
  await once(busy, 'spawn');
  const { text } = await personCommands({ ...scene.settings, queueLogFile }).deletePerson(HIS, []);
  assert.match(text, /\nNumbers stay where they are: ETXTBSY: .*queue_log-busy.*\. Delete him again when/);
  assert.equal(readFileSync(queueLogFile, 'utf8'), line.replace(HIS, 'x'.repeat(HIS.length)));
  assert.ok(!bytesOf(scene).includes(HIS));
});

test('a call that an agent made to him is exported with its recording, and deleted as his own are', async (t) => {
  const scene = await company(t);
  const made = { call: 'made-by-anna', shown: '+35920000001', askedAt: Date.now() - DAY_MS };
  const talk = { recording: `${DAY_FOLDER}/talk-made`, call: 'made-by-anna', conversation: 'talk-made' };
  put(join(scene.folder, `recording/${DAY_FOLDER}/talk-made.wav`), 'sound');
  await scene.inStore(async (store) => {
    const position = await store.recorder.position();
    await store.recorder.record(
      position,
      recordsOf(position + 1, [
        { kind: 'outgoing-ended', ...anOutgoing({ ...made, number: HIS }) },
        { kind: 'outgoing-ended', ...anOutgoing({ ...made, call: 'made-to-other', number: OTHER }) },
        { kind: 'recording-ended', ...aRecording(talk) },
      ]),
    );
  });
  const { calls, recordings } = JSON.parse(await personCommands(scene.settings).exportPerson(HIS)) as Record<
    string,
    { call: string; dialled: string }[]
  >;
  assert.deepEqual(
    calls?.filter(({ call }) => call.startsWith('made')).map(({ call, dialled }) => [call, dialled]),
    [['made-by-anna', HIS]],
  );
  assert.ok(recordings?.some(({ call }) => call === 'made-by-anna'));
  await personCommands(scene.settings).deletePerson(HIS, []);
  const outgoing = await scene.inStore((store) => store.reader.outgoing(EVERYTHING));
  const numbers = new Map(outgoing.map(({ call, number, shown }) => [call, [number, shown]]));
  const [replaced, shown] = numbers.get('made-by-anna') ?? [];
  assert.ok(isReplaced(replaced ?? '') && shown === '+35920000001', String(replaced));
  assert.deepEqual(numbers.get('made-to-other'), [OTHER, '+35920000001']);
  assert.ok(!existsSync(join(scene.folder, `recording/${DAY_FOLDER}/talk-made.wav`)));
});

test('a message that he left is exported with its file, listed for the running line, and its file deleted', async (t) => {
  const scene = await company(t);
  const left = { call: 'newest', recording: `${DAY_FOLDER}/message-his`, callback: null };
  await scene.inStore(async (store) => {
    const position = await store.recorder.position();
    await store.recorder.record(
      position,
      recordsOf(position + 1, [
        { kind: 'voicemail-ended', ...aVoicemail({ voicemail: 'his', ...left }) },
        {
          kind: 'voicemail-ended',
          ...aVoicemail({ voicemail: 'none', ...left, result: 'too-short', recording: null }),
        },
        { kind: 'voicemail-ended', ...aVoicemail({ voicemail: 'other', call: 'other', recording: null }) },
      ]),
    );
  });
  const file = join(scene.folder, `recording/${DAY_FOLDER}/message-his.wav`);
  put(file, 'his voice');
  const commands = personCommands(scene.settings);
  const { voicemails, files } = JSON.parse(await commands.exportPerson(HIS)) as {
    readonly voicemails: readonly { readonly voicemail: string }[];
    readonly files: readonly string[];
  };
  assert.deepEqual(voicemails.map(({ voicemail }) => voicemail).sort(), ['his', 'none']);
  assert.ok(files.includes(file));
  assert.deepEqual([...(await commands.voicemails(HIS))].sort(), ['his', 'none']);
  assert.match((await commands.deletePerson(HIS, [])).text, / 3 recordings, /);
  assert.ok(!existsSync(file));
});

test('why he was handed over is exported, and goes with his number', async (t) => {
  const scene = await company(t);
  await scene.inStore(async (store) => {
    const position = await store.recorder.position();
    await store.recorder.record(
      position,
      recordsOf(
        position + 1,
        [['old', 100] as const, ['new', 1] as const, ['other', 1] as const].map(([call, days]) => ({
          kind: 'transfer-ended' as const,
          ...aTransfer({
            ...{ transfer: call, call, askedAt: Date.now() - days * DAY_MS, reason: `reason of ${call}` },
          }),
        })),
      ),
    );
  });
  const reasons = (): Promise<readonly (string | null)[]> =>
    scene.inStore(async (store) =>
      [...(await store.reader.transfers(EVERYTHING))]
        .sort((a, b) => (a.call < b.call ? -1 : 1))
        .map(({ reason }) => reason),
    );
  await runByHand(scene.settings, { mode: 'do' });
  assert.deepEqual(await reasons(), ['reason of new', null, 'reason of other']);
  const commands = personCommands(scene.settings);
  const { transfers } = JSON.parse(await commands.exportPerson(HIS)) as {
    readonly transfers: readonly { readonly reason: string | null }[];
  };
  assert.deepEqual(transfers.map(({ reason }) => reason).sort(), ['reason of new', null].sort());
  await commands.deletePerson(HIS, []);
  assert.deepEqual(await reasons(), [null, null, 'reason of other']);
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

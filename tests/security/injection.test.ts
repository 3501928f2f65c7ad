import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_LIMITS } from '../../src/ari/options.js';
import { callerId, requestsFor } from '../../src/ari/requests.js';
import { recordingName } from '../../src/core/recording/recording.js';
import { terminalLine } from '../../src/log/line-format.js';
import { recordedSounds } from '../../src/main-sounds.js';
import { RecordingFolders } from '../../src/retention/recording-folders.js';
import { PHONE } from '../../src/routing/language/agents.js';

/** What callers and carriers send: text with the characters that mean something to Asterisk, to URLs, to terminals. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '&',
        '/',
        ',',
        '|',
        '"',
        '\\',
        '<',
        '>',
        '@',
        '${',
        '}',
        '$[',
        ']',
        '%2f',
        '..',
        '?',
        '#',
        '=',
        ';',
      ),
      fc.constantFrom(
        'Local/900@out',
        'PJSIP/1&PJSIP/2',
        '\r\n',
        '\0',
        '\u001b[2J',
        '\u009b2J',
        '\u202e',
        ' ',
        'Анна',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
const RUNS = { numRuns: 2_000, seed: 11 };

test('endpoint strings: what is rung is the phone of the plan, whatever the caller calls himself', () => {
  fc.assert(
    fc.property(hostile, hostile, (callerName, callerNumber) => {
      const [request] = requestsFor(
        {
          kind: 'ring',
          leg: 't-leg-1',
          phone: 'PJSIP/101',
          timeoutMs: 15_000,
          callerName,
          callerNumber,
        },
        'callplane',
        DEFAULT_LIMITS,
      );
      assert.equal(request?.path, '/channels');
      const body = JSON.parse(request.body ?? '') as Readonly<Record<string, unknown>>;
      const known = ['endpoint', 'channelId', 'app', 'appArgs', 'timeout', 'callerId', 'variables'];
      assert.deepEqual(
        Object.keys(body).filter((key) => !known.includes(key)),
        [],
      );
      assert.deepEqual([body['endpoint'], body['app'], body['appArgs']], ['PJSIP/101', 'callplane', 'leg']);
      assert.deepEqual(body['variables'], { 'PJSIP_TRANSFER_HANDLING()': 'ari-only' });
    }),
    RUNS,
  );
});

test('caller ids: a name cannot end its quotes, a number not its brackets, and no line begins anew', () => {
  fc.assert(
    fc.property(hostile, hostile, (name, number) => {
      assert.match(
        callerId(name, number),
        /^("[^"\\<>\p{Cc}]{0,80}" <[^"\\<>\p{Cc}]{0,80}>|[^"\\<>\p{Cc}]{0,80})$/u,
      );
    }),
    RUNS,
  );
});

test('endpoint strings: no phone of a routing file can ring two, go through the dialplan, or reach another technology', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      for (const phone of [text, `PJSIP/${text}`, `PJSIP/101${text}`, `PJSIP/+359880000001@${text}`])
        if (PHONE.test(phone)) assert.match(phone, /^PJSIP\/[A-Za-z0-9+][A-Za-z0-9_.@-]*$/);
    }),
    RUNS,
  );
});

test('paths of requests: an id cannot leave its place', () => {
  fc.assert(
    fc.property(hostile, hostile, (leg, playback) => {
      const commands = [
        { kind: 'hang-up', leg, reason: 'normal' },
        { kind: 'start-music', leg, music: playback },
        { kind: 'stop-playback', leg, playback },
        { kind: 'remove-bridge', bridge: leg },
        { kind: 'leave-bridge', leg, bridge: playback },
        { kind: 'join-bridge', leg, bridge: playback },
      ] as const;
      for (const command of commands)
        for (const { path } of requestsFor(command, 'callplane', DEFAULT_LIMITS))
          assert.match(
            path,
            /^\/(channels|playbacks|bridges)\/[^/?#&]*(\/moh|\/removeChannel|\/addChannel)?(\?(reason|mohClass|channel)=[^&#/?]*)?$/,
          );
    }),
    RUNS,
  );
});

test('paths of recordings: a name is one part of a path or one value of the query, whatever stands in it', () => {
  fc.assert(
    fc.property(hostile, hostile, (recording, from) => {
      const name = encodeURIComponent(recording);
      assert.doesNotMatch(name, /[/?#&=,;:\s\\]/);
      const paths = (
        [
          { kind: 'start-recording', recording, bridge: from },
          { kind: 'record-message', recording, leg: from, longestMs: 120_000, silenceMs: 5_000 },
          { kind: 'discard-recording', recording },
          { kind: 'pause-recording', recording },
          { kind: 'resume-recording', recording },
          { kind: 'stop-recording', recording },
          { kind: 'verify-recording', recording },
        ] as const
      ).map((command) => requestsFor(command, 'callplane', DEFAULT_LIMITS).map(({ path }) => path));
      const place = encodeURIComponent(from);
      const file = `name=${name}&format=wav&ifExists=fail`;
      assert.deepEqual(paths, [
        [`/bridges/${place}/record?${file}`],
        [
          `/channels/${place}/record?${file}&beep=false&maxDurationSeconds=120&maxSilenceSeconds=5&terminateOn=none`,
        ],
        [`/recordings/stored/${name}`],
        [`/recordings/live/${name}/pause`],
        [`/recordings/live/${name}/pause`],
        [`/recordings/live/${name}/stop`],
        [`/recordings/live/${name}`, `/recordings/stored/${name}`],
      ]);
    }),
    RUNS,
  );
});

test('paths of recordings: a name is the day and an id of ours, in any time zone', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('UTC', 'Europe/Sofia', 'Pacific/Kiritimati', 'America/St_Johns'),
      fc.date({ min: new Date('1971-01-01'), max: new Date('2199-01-01'), noInvalidDate: true }),
      (zone, at) =>
        assert.match(
          recordingName(zone, { id: 'k3f9-conversation-17', startedAt: at.getTime() }),
          /^\d{4}\/\d\d\/\d\d\/k3f9-conversation-17$/,
        ),
    ),
    RUNS,
  );
});

test('files of recordings: no name that a database gives leads out of their folder, to be heard or to be deleted', async (t) => {
  const place = mkdtempSync(join(tmpdir(), 'callplane-paths-'));
  t.after(() => rmSync(place, { recursive: true, force: true }));
  const folder = join(place, 'recording');
  const good = '2026/03/04/k3f9-conversation-17';
  mkdirSync(join(folder, '2026/03/04'), { recursive: true });
  for (const path of ['secret.wav', 'recording/also.wav', `recording/${good}.wav`])
    writeFileSync(join(place, path), 'sound');
  const heard = recordedSounds({ folder, archive: null });
  const kept = new RecordingFolders(folder, null);
  const hostileNames = [
    ...['../secret', '2026/03/04/../../../../secret', 'also', './also', '2026/../also', '', '.', '/', '\0'],
    ...[join(place, 'secret'), '2026/03/04/../../../also', `${good}/../../../../../secret`],
    ...fc.sample(hostile, { numRuns: 200, seed: 11 }),
  ];
  for (const name of hostileNames) {
    assert.equal((await heard.open(name)).ok, false, name);
    assert.deepEqual(await kept.filesOf([name]), [], name);
  }
  const opened = await heard.open(good);
  assert.ok(opened.ok);
  opened.close();
  assert.deepEqual(
    (await kept.filesOf([good])).map(({ path }) => path),
    [`${good}.wav`],
  );
});

test('dialplan: what a carrier or a phone dials is filtered before it is an argument', () => {
  const folder = new URL('../../dialplan/', import.meta.url).pathname;
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  const uses = lines.filter((line) => /\$\{(EXTEN|CALLERID|SIP|PJSIP_HEADER)/.test(line.replace(/;.*/, '')));
  assert.ok(uses.length >= 4);
  for (const line of uses)
    assert.match(
      line,
      /FILTER\([^,]+,\$\{EXTEN\}\)|Goto\(callplane-(hand-over|from-agent),\$\{EXTEN\},1\)/,
      line,
    );
  for (const line of lines)
    assert.doesNotMatch(line, /\b(System|TrySystem|SHELL|EVAL|AGI|ExternalIVR|Originate)\(/i);
});

test('terminals: nothing that a caller sends can paint, move or turn round what a person reads', () => {
  fc.assert(
    fc.property(hostile, hostile, (message, name) => {
      const line = terminalLine(
        { at: new Date(0), level: 'warn', message, fields: { name, deep: { name } } },
        false,
      );
      assert.doesNotMatch(line, /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    }),
    RUNS,
  );
});

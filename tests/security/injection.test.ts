import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_LIMITS } from '../../src/ari/options.js';
import { callerId, requestsFor } from '../../src/ari/requests.js';
import { terminalLine } from '../../src/log/line-format.js';
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

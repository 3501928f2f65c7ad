import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LookupOutcome } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import type { LookUp, WebRequest } from '../../src/core/web-request.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const ASKED = 'https://crm.example.com/clients?number={caller.number}&again={level}';

function office(level = 'a&b \ud800', url = ASKED): Scene {
  const scene = new Scene(
    plan({
      agents: ['anna'],
      queues: [queue('sales', ['anna'])],
      blocks: {
        entry: [
          { do: 'set', name: 'level', value: level },
          { do: 'notify', url: 'https://crm.example.com/{dialled}', values: { number: '{caller.number}' } },
          {
            do: 'lookup',
            id: 'entry[2]',
            url,
            timeoutMs: 2_000,
            values: { level: 'none', debt: '0' },
          },
          { do: 'queue', queue: 'sales' },
        ],
      },
    }),
  );
  return scene;
}

function requests(scene: Scene): readonly WebRequest[] {
  return scene.reactions.flatMap(({ webRequests }) => webRequests);
}

function question(scene: Scene): LookUp {
  const asked = requests(scene).filter((request) => request.kind === 'look-up');
  const last = asked.at(-1);
  assert.ok(last !== undefined, 'nothing was asked');
  return last;
}

function answer(scene: Scene, outcome: LookupOutcome): void {
  const { call, lookup } = question(scene);
  scene.take({ kind: 'looked-up', call, lookup, outcome });
}

function variables(scene: Scene): Readonly<Record<string, string>> {
  return [...scene.state.calls.values()][0]?.variables ?? {};
}

test('values in an address are encoded, and half a letter does not break it', () => {
  const scene = office();
  scene.call('100', '+359');
  const { url, names, timeoutMs } = question(scene);
  assert.equal(url, 'https://crm.example.com/clients?number=%2B359&again=a%26b%20%EF%BF%BD');
  assert.deepEqual([names, timeoutMs], [['level', 'debt'], 2_000]);
  const [notice] = requests(scene);
  assert.ok(notice?.kind === 'notify');
  assert.deepEqual([notice.url, notice.body], ['https://crm.example.com/100', '{"number":"+359"}']);
});

test('a value of dots only does not step out of its part of the address', () => {
  for (const [value, path] of [
    ['.', '/clients//debt'],
    ['..', '/clients//debt'],
    ['...', '/clients/.../debt'],
    ['%2e%2e', '/clients/%252e%252e/debt'],
    ['../..', '/clients/..%2F../debt'],
  ] as const) {
    const scene = office(value, 'https://crm.example.com/clients/{level}/debt');
    scene.call();
    assert.equal(new URL(question(scene).url).pathname, path, value);
  }
});

test('nothing is sent to Asterisk for it, and the call waits for the answer', () => {
  const scene = office();
  const leg = scene.call();
  assert.equal(scene.doing(leg), 'looking-up');
  assert.deepEqual(scene.commands, []);
  answer(scene, { ok: true, values: { level: 'premium', other: 'x' } });
  assert.deepEqual(variables(scene), { level: 'premium', debt: '0' });
});

test('a failure, and an answer that never comes, give every value of the file', () => {
  const scene = office();
  const leg = scene.call();
  answer(scene, { ok: false, failure: 'too-large' });
  assert.deepEqual(variables(scene), { level: 'none', debt: '0' });
  scene.ends(leg);
  scene.call();
  scene.wait(2_499);
  assert.equal(variables(scene)['debt'], undefined);
  scene.wait(1);
  assert.deepEqual(variables(scene), { level: 'none', debt: '0' });
});

test('an answer that comes too late, twice, or for a caller who has gone changes nothing', () => {
  const scene = office();
  const leg = scene.call();
  scene.wait(3_000);
  answer(scene, { ok: true, values: { level: 'premium' } });
  assert.equal(variables(scene)['level'], 'none');
  scene.ends(leg);
  answer(scene, { ok: true, values: { level: 'premium' } });
  const gone = scene.call();
  scene.ends(gone);
  assert.equal(scene.state.deadlines.size, 0);
  answer(scene, { ok: true, values: { level: 'premium' } });
  assert.equal(scene.state.calls.size, 0);
});

test('an answer to the question before is none to this one', () => {
  const asked = { do: 'lookup', url: ASKED, timeoutMs: 2_000 } as const;
  const entry = [
    { ...asked, id: 'entry[0]', values: { first: 'none' } },
    { ...asked, id: 'entry[1]', values: { second: 'none' } },
    { do: 'queue', queue: 'sales' },
  ] as const;
  const scene = new Scene(plan({ agents: ['anna'], queues: [queue('sales', ['anna'])], blocks: { entry } }));
  const leg = scene.call();
  const before = question(scene);
  scene.wait(2_500);
  scene.take({
    kind: 'looked-up',
    call: before.call,
    lookup: before.lookup,
    outcome: { ok: true, values: { second: 'late' } },
  });
  assert.equal(scene.doing(leg), 'looking-up');
  answer(scene, { ok: true, values: { second: 'known' } });
  assert.deepEqual(variables(scene), { first: 'none', second: 'known' });
});

test('after a restart it is asked again, and has its whole time', () => {
  const scene = office();
  scene.call();
  const before = question(scene);
  scene.state = thaw(freeze(scene.state));
  scene.now += 60_000;
  scene.take({ kind: 'restarted' });
  assert.deepEqual(question(scene), before);
  assert.equal(requests(scene).filter(({ kind }) => kind === 'look-up').length, 2);
  assert.equal(requests(scene).filter(({ kind }) => kind === 'notify').length, 1);
  answer(scene, { ok: true, values: { level: 'premium' } });
  assert.equal(variables(scene)['level'], 'premium');
});

test('a long value is cut', () => {
  const scene = office();
  scene.call();
  answer(scene, { ok: true, values: { level: 'x'.repeat(1_000) } });
  assert.equal(variables(scene)['level']?.length, 200);
});

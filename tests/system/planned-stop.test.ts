import assert from 'node:assert/strict';
import { copyFileSync, cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import type { CallView } from '../../src/ports/live.js';
import { consoleCommand } from '../support/asterisk/instances.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { command } from './support/command.js';
import { storedFacts } from './support/facts.js';
import type { Site } from './support/site.js';
import { agentIs, agentOf, callsOf, readinessIs, readinessOf, Stage } from './support/stage.js';
import { until } from './support/until.js';

const SET = 'system-planned';
/** The last phone is that of the emergency destination. */
const EMERGENCY = 'phone-003';
/** Without a line the dialplan would let a caller hear ringing for 20 s first. */
const AT_ONCE_MS = 5_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open(SET, 3);
  await consoleCommand(SET, 'pbx', `dialplan set global EMERGENCY_DIAL PJSIP/${EMERGENCY}`);
});
after(() => stage.close());

/** What a stop must not change: which calls, in which order, since when. */
function places(calls: readonly CallView[]): readonly object[] {
  return calls.map(({ call, state, position, since, queue }) => ({ call, state, position, since, queue }));
}

async function waits(callplane: Callplane, count: number, from: string): Promise<string> {
  const call = await callFrom(from);
  await until(`${count} to wait`, async () => {
    const waiting = (await callsOf(callplane)).filter(({ position }) => position !== null);
    return waiting.length === count;
  });
  return call;
}

/** Which phone answered this caller; undefined: none yet. */
function answeredAt(call: string): string | undefined {
  const from = stage.far.callRecord(call)?.from;
  const rings = stage.far.phones.rings();
  return rings.find(({ callerNumber, outcome }) => callerNumber === from && outcome === 'answered')?.phone;
}

function callFrom(from: string): Promise<string> {
  return stage.far.call({ number: '700', from, toneHz: null });
}

function facts(site: Site): ReturnType<typeof storedFacts> {
  return storedFacts({ sqliteFile: join(site.data, 'callplane.sqlite') });
}

test('a planned restart with a talk and a queue: nobody is lost, nobody changes place, who calls meanwhile is served', async (t) => {
  const site = stage.site(t);
  const old = await site.start();
  const talk = await stage.talkTo(old, 'anna');
  const waiting = [await waits(old, 1, '+4930000012'), await waits(old, 2, '+4930000013')];
  const before = places(await callsOf(old));

  assert.equal(await old.stop(), 0, old.logTail());
  const meanwhile = await callFrom('+4930000011');
  await stage.nobodyHangsUp(talk);
  const next = await site.start();
  await until('who called meanwhile to wait', async () => (await callsOf(next)).length === 4);
  await stage.nobodyHangsUp(talk);
  assert.deepEqual(places(await callsOf(next)).slice(0, 3), before, next.logTail());
  assert.equal(stage.far.callRecord(meanwhile)?.endedAt, null);

  await next.api('POST', '/api/agents/boris/sign-in');
  for (const call of [...waiting, meanwhile]) {
    const from = stage.far.callRecord(call)?.from ?? '';
    await until(`${from} to be served in his turn`, () => answeredAt(call) === 'phone-002');
    await agentIs(next, 'boris', 'talking');
    await stage.hangUp(call);
  }
  await stage.hangUp(talk);
  await until('the last call to be over', async () => (await callsOf(next)).length === 0);
  assert.equal(await next.stop(), 0);
  const stored = await facts(site);
  assert.deepEqual([stored.calls.length, stored.openCalls, stored.conversations.length], [4, 0, 4]);
  assert.deepEqual(
    stored.calls.map(({ endedBy }) => endedBy),
    ['caller', 'caller', 'caller', 'caller'],
  );
});

test('drain: new calls go to the emergency destination, those that are here go on, and it can be undone', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start();
  const talk = await stage.talkTo(callplane, 'anna');
  const waiting = await waits(callplane, 1, '+4930000023');

  const drained = await command(callplane.environment, 'drain', '--within', '0s');
  assert.equal(drained.code, 1, drained.out + drained.err);
  assert.match(drained.err, /calls are left: 1 talking, 1 waiting/);
  assert.match(await readinessIs(callplane, 'draining'), /2 calls are left/);
  const placedAt = Date.now();
  const turnedAway = await callFrom('+4930000021');
  await until('the emergency phone to answer', () => answeredAt(turnedAway) === EMERGENCY, AT_ONCE_MS);
  t.diagnostic(`after ${Date.now() - placedAt} ms`);
  assert.equal((await callsOf(callplane)).length, 2, 'it never came to Callplane');

  await stage.nobodyHangsUp(talk);
  await stage.hangUp(talk);
  await until('who waits to be served', () => answeredAt(waiting) === 'phone-001');

  const undone = await command(callplane.environment, 'drain', '--undo');
  assert.deepEqual([undone.code, undone.out], [0, 'new calls are taken again\n']);
  await readinessIs(callplane, 'ready');
  await callplane.api('POST', '/api/agents/boris/sign-in');
  const again = await callFrom('+4930000022');
  await until('a new caller to reach an agent', () => answeredAt(again) === 'phone-002');

  const emptied = command(callplane.environment, 'drain');
  await readinessIs(callplane, 'draining');
  await stage.everybodyHangsUp();
  const end = await emptied;
  assert.deepEqual([end.code, end.out.split('\n').at(-2)], [0, 'no call is left'], end.err);
  assert.equal(await callplane.stop(), 0);
  const { changes, calls } = await facts(site);
  const drains = changes.filter(({ about }) => about === 'new calls');
  assert.deepEqual(
    drains.map(({ what, by, before, after }) => [what, by.role, before['newCalls'], after['newCalls']]),
    [
      ['drain', 'administrator', 'here', 'elsewhere'],
      ['undrain', 'administrator', 'elsewhere', 'here'],
      ['drain', 'administrator', 'here', 'elsewhere'],
    ],
  );
  assert.equal(calls.length, 3, 'the call that was turned away is not of ours');
});

test('a drain whose time is over: the stop leaves the calls to Asterisk, the next start goes on and takes new ones', async (t) => {
  const site = stage.site(t);
  const old = await site.start();
  const talk = await stage.talkTo(old, 'anna');
  await waits(old, 1, '+4930000033');
  const before = places(await callsOf(old));
  assert.equal((await command(old.environment, 'drain', '--within', '1s')).code, 1);
  assert.equal(await old.stop(), 0);
  const meanwhile = await callFrom('+4930000031');
  await until('the emergency phone to answer', () => answeredAt(meanwhile) === EMERGENCY, AT_ONCE_MS);

  const next = await site.start();
  await stage.nobodyHangsUp(talk);
  assert.deepEqual(places(await callsOf(next)), before, next.logTail());
  assert.equal((await readinessOf(next))?.state, 'ready');
  await callFrom('+4930000032');
  await until('a new call to come in', async () => (await callsOf(next)).length === 3);
  assert.equal(await next.stop(), 0);
});

test('a data folder of version 0.1, left in the middle of calls: this version goes on behind it', async (t) => {
  const site = stage.site(t);
  const recorded = resolve(import.meta.dirname, '../journal/recorded-0.1');
  cpSync(join(recorded, 'journal'), join(site.data, 'journal'), { recursive: true });
  copyFileSync(join(recorded, 'routing.yml'), site.routing);
  const seen = JSON.parse(readFileSync(join(recorded, 'seen.json'), 'utf8')) as {
    readonly calls: readonly { readonly call: string }[];
  };
  // Its prompt is not on this machine.
  const callplane = await site.start({ CALLPLANE_SOUNDS: '' });
  await until(
    'calls that Asterisk does not know to be closed',
    async () => (await callsOf(callplane)).length === 0,
  );
  const vera = await agentOf(callplane, 'vera');
  assert.deepEqual([vera.state, vera.reason], ['paused', 'lunch']);
  await callplane.api('POST', '/api/agents/vera/resume');
  assert.equal(await callplane.stop(), 0);
  const { calls, openCalls } = await facts(site);
  assert.equal(openCalls, 0);
  const ids = calls.map(({ call }) => call);
  const missing = seen.calls.filter(({ call }) => !ids.includes(call));
  assert.deepEqual(missing, [], callplane.logTail());
  assert.equal(new Set(ids).size, ids.length);
});

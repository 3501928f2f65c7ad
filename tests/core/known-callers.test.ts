import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withE164 } from '../../src/app/caller-number.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const MARIA = '+359888000001';

function office(changes: Parameters<typeof plan>[0]['callers']): Scene {
  const scene = new Scene(
    plan({
      agents: ['anna'],
      prompts: ['dear', 'welcome'],
      queues: [queue('sales', ['anna'])],
      blocks: {
        entry: [
          { do: 'greet', otherwise: 'welcome' },
          { do: 'queue', queue: 'sales' },
        ],
        quiet: [
          { do: 'greet', otherwise: null },
          { do: 'queue', queue: 'sales' },
        ],
      },
      numbers: { '100': { block: 'entry', tags: ['site'], hours: null }, '200': 'quiet' },
      callers: changes,
    }),
  );
  scene.signIn('anna');
  return scene;
}

test('a known caller hears his greeting, brings tags and priority, and has his name on the phone', () => {
  const scene = office({ [MARIA]: { name: 'Maria', greeting: 'dear', tags: ['gold', 'site'], priority: 3 } });
  scene.call('100', MARIA);
  assert.deepEqual(scene.last('play').media, ['sound:callplane/dear']);
  scene.finishSound();
  assert.equal(scene.last('ring').callerName, 'Maria');
  const [call] = scene.state.calls.values();
  assert.deepEqual([call?.tags, call?.priority], [['site', 'gold'], 3]);
});

test('who is not known hears the general greeting, or nothing where there is none', () => {
  const scene = office({ [MARIA]: { greeting: 'dear' } });
  scene.call('100', '+359888000002');
  assert.deepEqual(scene.last('play').media, ['sound:callplane/welcome']);
  scene.clear();
  scene.call('200', null);
  assert.deepEqual(scene.all('play'), []);
});

test('a greeting that no plan knows any more is passed over', () => {
  const scene = office({ [MARIA]: { greeting: 'gone' } });
  scene.call('100', MARIA);
  assert.deepEqual(scene.rung(), ['anna']);
});

test('a blocked number gets the busy tone before the emergency message', () => {
  const scene = office({ [MARIA]: { blocked: true } });
  scene.mustAsk({ ask: 'start-message', number: null, prompt: 'welcome', ends: null });
  scene.call('100', MARIA);
  assert.equal(scene.last('hang-up').reason, 'busy');
  assert.deepEqual([scene.all('answer'), scene.all('play'), scene.rung()], [[], [], []]);
  scene.obeyHangUps();
  assert.equal(scene.lastTold('call-ended').endPlace, 'blocked');
});

test('a call goes on with the directory that it began with', () => {
  const scene = office({ [MARIA]: { name: 'Maria' } });
  scene.call('100', MARIA);
  const next = plan({ version: 'plan-2', agents: ['anna'], queues: [queue('sales', ['anna'])] });
  scene.take({ kind: 'plan-loaded', plan: next, by: 'test' });
  scene.finishSound();
  assert.equal(scene.last('ring').callerName, 'Maria');
});

test('the facts keep the rules of a plan without its directory', () => {
  const scene = office({ [MARIA]: { name: 'Maria' } });
  const kept = JSON.parse(scene.lastTold('plan-in-force').plan) as object;
  assert.ok('queues' in kept && !('callers' in kept));
});

test('a snapshot of the version before knows nobody', () => {
  const scene = office({ [MARIA]: { name: 'Maria' } });
  scene.call('100', MARIA);
  const frozen = JSON.parse(freeze(scene.state)) as { form: number; calls: [string, object][] };
  const calls = frozen.calls.map(([id, call]) => [id, { ...call, fromE164: undefined }]);
  scene.state = thaw(JSON.stringify({ ...frozen, form: 5, calls }));
  assert.equal([...scene.state.calls.values()][0]?.fromE164, null);
  scene.finishSound();
  assert.equal(scene.last('ring').callerName, null);
});

test('every signal that brings a caller gets his number in E.164', () => {
  const read = (number: string): string => `+${number}`;
  const caller = { from: '1', fromName: null, dialled: '100' };
  const known = { ...caller, fromE164: '+1' };
  const leg = { leg: 'x', up: true, caller };
  const existing = { legs: [leg, { leg: 'y', up: true, caller: null }], bridges: [], restarted: false };
  assert.deepEqual(withE164({ kind: 'call-arrived', leg: 'x', ...caller }, read), {
    kind: 'call-arrived',
    leg: 'x',
    ...known,
  });
  const back = withE164({ kind: 'telephony-back', existing }, read);
  assert.ok(back.kind === 'telephony-back' && back.existing !== null);
  assert.deepEqual(
    back.existing.legs.map((one) => one.caller),
    [known, null],
  );
  const astray = withE164({ kind: 'found-astray', astray: { what: 'stray-leg', leg } }, read);
  assert.deepEqual(astray, {
    kind: 'found-astray',
    astray: { what: 'stray-leg', leg: { ...leg, caller: known } },
  });
});

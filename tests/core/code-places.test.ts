import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodesRule } from '../../src/core/codes/rule.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const CODES: CodesRule = {
  ...{ signIn: '*11', signOut: '*12', pause: '*13', resume: '*14', endWrapUp: '*15', pauses: {} },
  lock: { wrong: 3, forMs: 900_000 },
};

test('whoever is still signing out at one phone signs in at no other, and nobody acts for him where he was', () => {
  const queues = [queue('sales', ['dora'])];
  const one = new Scene(plan({ agents: ['dora'], phones: { dora: null }, queues }));
  one.mustAsk({ ask: 'sign-in', agent: 'dora', phone: 'PJSIP/7' });
  one.call();
  one.talk('dora');
  one.mustAsk({ ask: 'sign-out', agent: 'dora' });
  const answer = one.ask({ ask: 'sign-in', agent: 'dora', phone: 'PJSIP/8' });
  assert.ok(!answer.ok);
  assert.equal(answer.code, 'phone-refused');
  assert.match(answer.detail, /^agent "dora" is not done at PJSIP\/7 yet/);
  assert.deepEqual([...one.state.index.signedInAt.keys()], ['PJSIP/7']);
});

test('a code is a code also where a number of the file is written so without its star', () => {
  const queues = [queue('sales', ['anna'])];
  const numbers = { '11': 'entry' };
  const one = new Scene(plan({ agents: ['anna'], queues, numbers, atPhones: { codes: CODES } }));
  const caller = { from: 'anna', fromE164: null, fromName: null, phone: 'PJSIP/anna' };
  one.take({ kind: 'call-arrived', leg: 'dial', ...caller, dialled: '*11' });
  assert.equal(one.state.codeCalls.has('dial'), true);
  assert.equal(one.state.calls.size, 0);
});

test('a phone that a reload gives to whoever is signed in is no desk any more: its guest is signed out, behind his talk', () => {
  const queues = [queue('sales', ['dora', 'emil'])];
  for (const isTalking of [false, true]) {
    const one = new Scene(
      plan({ agents: ['dora', 'emil'], phones: { dora: null, emil: 'PJSIP/9' }, queues }),
    );
    one.mustAsk({ ask: 'sign-in', agent: 'dora', phone: 'PJSIP/8' });
    if (isTalking) {
      one.call();
      one.talk('dora');
    }
    one.mustAsk({ ask: 'sign-in', agent: 'emil' });
    const phones = { dora: null, emil: 'PJSIP/8' };
    const next = plan({ version: 'plan-2', agents: ['dora', 'emil'], phones, queues });
    one.take({ kind: 'plan-loaded', plan: next, by: 'test' });
    assert.equal(one.state.agents.get('dora')?.presence.kind, isTalking ? 'signing-out' : 'signed-out');
    assert.equal(one.state.agents.get('emil')?.presence.kind, 'signed-in');
    if (!isTalking) assert.deepEqual([...(one.state.index.signedInAt.get('PJSIP/8') ?? [])], ['emil']);
  }
});

test('two who swap their phones in the file both stay signed in', () => {
  const queues = [queue('sales', ['anna', 'boris'])];
  const one = new Scene(plan({ agents: ['anna', 'boris'], queues }));
  one.signIn('anna');
  one.signIn('boris');
  const phones = { anna: 'PJSIP/boris', boris: 'PJSIP/anna' };
  const next = plan({ version: 'plan-2', agents: ['anna', 'boris'], phones, queues });
  one.take({ kind: 'plan-loaded', plan: next, by: 'test' });
  assert.deepEqual([one.shows('anna'), one.shows('boris')], ['available', 'available']);
});

test('no caller is given to a phone that two share while one of them dials a code there', () => {
  const queues = [queue('sales', ['anna', 'boris'])];
  const phones = { anna: 'PJSIP/7', boris: 'PJSIP/7' };
  const one = new Scene(plan({ agents: ['anna', 'boris'], phones, queues, atPhones: { codes: CODES } }));
  one.signIn('anna');
  one.signIn('boris');
  const caller = { from: '7', fromE164: null, fromName: null, phone: 'PJSIP/7' };
  one.take({ kind: 'call-arrived', leg: 'dial', ...caller, dialled: '*11' });
  one.call();
  assert.deepEqual(one.ringing(), []);
  one.ends('dial');
  assert.equal(one.ringing().length, 1);
});

test('a pause that stands can be given a time, or another one, and began when it began', () => {
  const one = new Scene(plan({ agents: ['anna'], queues: [queue('sales', ['anna'])] }));
  one.signIn('anna');
  one.mustAsk({ ask: 'pause', agent: 'anna', reason: 'coffee' });
  const since = one.state.agents.get('anna')?.pause?.since;
  one.wait(60_000);
  assert.equal(one.ask({ ask: 'pause', agent: 'anna', reason: 'coffee' }).ok, false);
  one.mustAsk({ ask: 'pause', agent: 'anna', reason: 'coffee', forMs: 30_000 });
  one.mustAsk({ ask: 'pause', agent: 'anna', reason: 'coffee', forMs: 90_000 });
  assert.equal(one.state.agents.get('anna')?.pause?.since, since);
  one.wait(60_000);
  assert.equal(one.shows('anna'), 'paused');
  one.wait(30_000);
  assert.equal(one.shows('anna'), 'available');
});

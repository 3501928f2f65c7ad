import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findAstray } from '../../src/core/astray.js';
import type { Existing, LegId } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import type { Scene } from './scene.js';
import { dialBeside, officeWithExtensions, refer, type Talk, talkWithAnna } from './transfer-office.js';

function answersIn(scene: Scene): readonly string[] {
  return scene.all('answer-refer').map(({ answer }) => answer);
}

/** Anna asks boris on a second line, and he has answered. */
function asking(scene: Scene): Talk & { readonly line: LegId; readonly asked: LegId } {
  const talk = talkWithAnna(scene);
  const line = dialBeside(scene, '102');
  const asked = scene.ringingLeg('boris');
  scene.answers(asked);
  scene.answers(line);
  const bridge = bridgeOf(scene, talk.call);
  for (const leg of [asked, line]) scene.take({ kind: 'leg-joined', leg, bridge });
  return { ...talk, line, asked };
}

function bridgeOf(scene: Scene, id: string): string {
  const activity = scene.state.calls.get(id)?.activity;
  assert.ok(activity?.kind === 'talking');
  return activity.conversation.bridge;
}

test('the transfer key of a phone sends the caller where its extension leads, and the phone hears it before its end', () => {
  const scene = officeWithExtensions();
  const { agentLeg, caller } = talkWithAnna(scene);
  scene.clear();
  refer(scene, agentLeg, '102');
  const kinds = scene.commands.flatMap((one) => ('leg' in one && one.leg === agentLeg ? [one.kind] : []));
  assert.deepEqual(kinds, ['answer-refer', 'hang-up']);
  assert.deepEqual([answersIn(scene), scene.ringing()], [['done'], ['boris']]);
  scene.talk('boris');
  assert.equal(scene.doing(caller), 'talking');
  const { by, way, result, target } = scene.lastTold('transfer-ended');
  assert.deepEqual([by, way, result, target], ['phone', 'blind', 'connected', 'agent:boris']);
});

test('a transfer key that leads nowhere, or to nobody who can be rung, is refused, and the talk goes on', () => {
  const scene = officeWithExtensions();
  const { agentLeg, caller } = talkWithAnna(scene);
  scene.mustAsk({ ask: 'pause', agent: 'boris', reason: 'lunch' });
  scene.clear();
  for (const to of ['999', '', 'constructor', '102']) refer(scene, agentLeg, to);
  assert.deepEqual(answersIn(scene), ['unavailable', 'unavailable', 'unavailable', 'declined']);
  assert.deepEqual([scene.doing(caller), scene.ringing()], ['talking', []]);
  assert.deepEqual(scene.all('hang-up'), []);
  const refused = scene.told('call-event').filter(({ event }) => event === 'transfer-refused');
  assert.deepEqual(
    refused.map(({ detail }) => detail['by']),
    ['phone', 'phone', 'phone', 'phone'],
  );
  assert.ok(!JSON.stringify(refused).includes('999'), 'what was dialled is kept nowhere');
});

test('a transfer key that is told twice sends nobody twice, and one of whom nobody talks with is declined', () => {
  const scene = officeWithExtensions();
  const { agentLeg, caller } = talkWithAnna(scene);
  refer(scene, agentLeg, '102');
  refer(scene, agentLeg, '102');
  assert.deepEqual(answersIn(scene), ['done']);
  refer(scene, caller, '102');
  refer(scene, 'nobody', '102');
  refer(scene, scene.ringingLeg('boris'), '103');
  assert.deepEqual(answersIn(scene), ['done', 'declined', 'declined', 'declined']);
  assert.equal(scene.told('transfer-ended').length, 0);
});

test('without a section transfers the key of a phone leads nowhere', () => {
  const scene = officeWithExtensions();
  const { agentLeg } = talkWithAnna(scene);
  const [plan] = [...scene.state.plans.values()];
  assert.ok(plan !== undefined);
  const { transfers: _none, ...bare } = plan;
  scene.state.plans.set(plan.version, bare);
  refer(scene, agentLeg, '102');
  assert.deepEqual(answersIn(scene), ['unavailable']);
});

test('an agent who dials an extension on a second line asks there, and brings his two calls together', () => {
  const scene = officeWithExtensions();
  const { agentLeg, caller, line, asked } = asking(scene);
  assert.ok(scene.all('answer').some(({ leg }) => leg === line));
  const joined = scene.all('join-bridge').map(({ leg }) => leg);
  assert.deepEqual(joined, [asked, line]);
  scene.state = thaw(freeze(scene.state));
  scene.clear();
  refer(scene, agentLeg, '', line);
  assert.deepEqual(answersIn(scene), ['done']);
  assert.deepEqual(new Set(scene.all('hang-up').map(({ leg }) => leg)), new Set([agentLeg, line]));
  assert.equal(scene.last('join-bridge').leg, caller);
  scene.take({ kind: 'leg-joined', leg: caller, bridge: scene.last('join-bridge').bridge });
  const { way, result, takenBy, by } = scene.lastTold('transfer-ended');
  assert.deepEqual([way, result, takenBy, by], ['consult', 'connected', 'boris', 'phone']);
});

test('the key may be pressed on the second line as well, and while the phone there still rings', () => {
  const scene = officeWithExtensions();
  const { agentLeg, caller } = talkWithAnna(scene);
  const line = dialBeside(scene, '102');
  assert.equal(scene.last('indicate-ringing').leg, line);
  refer(scene, line, '', agentLeg);
  assert.deepEqual(answersIn(scene), ['done']);
  assert.deepEqual([scene.doing(caller), scene.ringing()], ['waiting', ['boris']]);
  scene.talk('boris');
  assert.equal(scene.lastTold('transfer-ended').result, 'connected');
});

test('a second line that the agent hangs up, or where nobody answers, brings the caller back', () => {
  const scene = officeWithExtensions();
  const { agentLeg, caller, line, asked } = asking(scene);
  scene.clear();
  scene.ends(line);
  assert.deepEqual([scene.last('hang-up').leg, scene.last('join-bridge').leg], [asked, caller]);
  assert.equal(scene.lastTold('transfer-ended').result, 'cancelled');
  scene.obeyHangUps();
  scene.clear();
  const again = dialBeside(scene, '102', 'line-3');
  scene.ends(scene.ringingLeg('boris'), 'declined');
  assert.deepEqual(scene.last('hang-up'), { kind: 'hang-up', leg: again, reason: 'busy' });
  assert.equal(scene.lastTold('transfer-ended').result, 'refused');
  assert.equal(scene.state.legs.get(agentLeg)?.role, 'agent');
});

test('a second line is refused with the busy tone where nobody can be asked, or somebody is already', () => {
  const scene = officeWithExtensions();
  talkWithAnna(scene);
  scene.clear();
  // A queue cannot be asked; and one after another.
  dialBeside(scene, '103');
  dialBeside(scene, '102', 'line-3');
  dialBeside(scene, '900', 'line-4');
  assert.deepEqual(
    scene.all('hang-up').map(({ leg, reason }) => `${leg} ${reason}`),
    ['line-2 busy', 'line-4 busy'],
  );
  assert.deepEqual(scene.ringing(), ['boris']);
});

test('two calls of a phone that are not about one caller are brought together by nobody', () => {
  const scene = officeWithExtensions();
  const { agentLeg, caller, line, asked } = asking(scene);
  for (const beside of ['a direct call', agentLeg, caller, asked]) refer(scene, agentLeg, '', beside);
  assert.deepEqual(answersIn(scene), ['declined', 'declined', 'declined', 'declined']);
  assert.equal(scene.doing(caller), 'talking');
  scene.ends(line);
  refer(scene, agentLeg, '', line);
  assert.equal(answersIn(scene).at(-1), 'declined', 'the line is gone, and so is the question');
});

test('an agent who hangs his first call up while he asks on the second gives the caller to who has answered', () => {
  const scene = officeWithExtensions();
  const { agentLeg, caller, line } = asking(scene);
  scene.clear();
  scene.ends(agentLeg);
  assert.deepEqual([scene.last('hang-up').leg, scene.last('join-bridge').leg], [line, caller]);
});

test('a caller who hangs up while his agent asks on a second line frees everybody', () => {
  const scene = officeWithExtensions();
  const { caller, agentLeg, line, asked } = asking(scene);
  scene.clear();
  scene.ends(caller);
  assert.deepEqual(new Set(scene.all('hang-up').map(({ leg }) => leg)), new Set([agentLeg, line, asked]));
  scene.obeyHangUps();
  assert.equal(scene.state.legs.size, 0);
});

test('after a gap the second line is in the bridge again, and where it stands outside it is found astray', () => {
  const scene = officeWithExtensions();
  const { caller, agentLeg, call, line, asked } = asking(scene);
  const bridge = bridgeOf(scene, call);
  const legs = [caller, agentLeg, line, asked].map((leg) => ({ leg, up: true, caller: null }));
  const existing: Existing = { legs, bridges: [{ id: bridge, legs: [agentLeg, asked] }], restarted: false };
  assert.deepEqual(
    findAstray(scene.state, existing).flatMap((one) => (one.what === 'lonely-leg' ? [one.leg] : [])),
    [line],
  );
  scene.take({ kind: 'telephony-lost' });
  scene.clear();
  scene.take({ kind: 'telephony-back', existing });
  assert.ok(scene.all('join-bridge').some(({ leg }) => leg === line));
  scene.take({ kind: 'telephony-lost' });
  scene.take({
    kind: 'telephony-back',
    existing: { ...existing, legs: legs.filter((one) => one.leg !== line) },
  });
  assert.equal(scene.lastTold('transfer-ended').result, 'cancelled');
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LegId } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { atPartner, BY_WAIT, callers, order, partnerLeg, scene } from './overflow-scene.js';
import type { Scene } from './scene.js';

/** One caller rings at the partner, and Boris is rung for him too. */
function ringingAtBoth(): { line: Scene; caller: LegId; there: LegId; boris: LegId } {
  const line = scene({ overflow: BY_WAIT });
  const caller = line.call();
  line.wait(60_000);
  line.signIn('boris');
  return { line, caller, there: partnerLeg(line, caller), boris: line.ringingLeg('boris') };
}

/** The third caller rings at the partner. */
function ringing(): { line: Scene; caller: LegId; there: LegId; legs: readonly LegId[] } {
  const line = scene({ partner: { lines: 1 } });
  const legs = callers(line, 4);
  const caller = legs[2] as LegId;
  line.wait(5_000);
  return { line, caller, there: partnerLeg(line, caller), legs };
}

function resultAtPartner(line: Scene): string | undefined {
  return line.told('offer-ended').find(({ agent }) => agent === 'partner:night-desk')?.result;
}

function isLetGo(line: Scene, leg: LegId): boolean {
  return line.all('hang-up').some((one) => one.leg === leg);
}

/** No line of the partner is in use, and nobody waits for one that is. */
function assertFree(line: Scene): void {
  assert.deepEqual(
    [...line.state.agents.keys()].filter((id) => id.startsWith('partner:')),
    [],
  );
}

describe('a partner that answers in the very moment', () => {
  it('in which the caller has hung up: nobody is connected, and the line is free for the next', () => {
    const { line, caller, there, legs } = ringing();
    line.ends(caller);
    line.answers(there);
    assert.equal(resultAtPartner(line), 'caller-left');
    assert.ok(isLetGo(line, there));
    assert.deepEqual(line.all('connect').length, 0);
    line.ends(there, 'cancelled');
    assert.deepEqual(atPartner(line), [legs[3]]);
    assert.equal(line.told('conversation-ended').length, 0);
  });

  it('before the caller hangs up: he has left, and the partner is let go', () => {
    const { line, caller, there, legs } = ringing();
    line.answers(there);
    line.ends(caller);
    assert.equal(resultAtPartner(line), 'caller-left');
    assert.ok(isLetGo(line, there));
    line.ends(there);
    assert.deepEqual(atPartner(line), [legs[3]]);
    const call = line.lastTold('call-ended');
    assert.deepEqual([call.endedBy, call.lastExit, call.conversations], ['caller', 'hung-up', 0]);
  });

  it('in which an agent has answered: the agent has him, and the partner is let go', () => {
    const { line, caller, there, boris } = ringingAtBoth();
    line.answers(boris);
    line.answers(there);
    line.join();
    assert.equal(line.doing(caller), 'talking');
    assert.equal(resultAtPartner(line), 'lost-race');
    assert.ok(isLetGo(line, there));
    line.ends(there);
    assertFree(line);
    assert.equal(line.shows('boris'), 'talking');
  });

  it('before an agent answers: the partner has him, and the agent is free', () => {
    const { line, caller, there, boris } = ringingAtBoth();
    line.answers(there);
    line.answers(boris);
    line.join();
    assert.equal(line.doing(caller), 'talking');
    assert.equal(resultAtPartner(line), 'answered');
    assert.ok(isLetGo(line, boris));
    line.ends(boris);
    assert.equal(line.shows('boris'), 'available');
    line.ends(there);
    assert.equal(line.lastTold('conversation-ended').agent, 'partner:night-desk');
    assertFree(line);
  });

  it('in which its time is over: the caller keeps his place, and the partner is let go', () => {
    const { line, caller, there, legs } = ringing();
    line.wait(15_000);
    assert.equal(resultAtPartner(line), 'no-answer');
    line.answers(there);
    assert.equal(line.doing(caller), 'waiting');
    assert.deepEqual(order(line), legs);
    line.ends(there);
    assertFree(line);
  });
});

describe('a line that dies while the partner answers', () => {
  /** Asterisk as it is after the death: everybody is there, and in bridges only who is named. */
  function backAgain(line: Scene, joined: readonly LegId[]): void {
    line.state = thaw(freeze(line.state));
    line.take({ kind: 'telephony-lost' });
    line.clear();
    const bridges = [...line.state.bridges.keys()].map((id) => ({ id, legs: [...joined] }));
    const legs = [...line.state.legs].map(([leg]) => ({ leg, up: true, caller: null }));
    line.take({
      kind: 'telephony-back',
      existing: { legs, bridges: joined.length === 0 ? [] : bridges, restarted: false },
    });
  }

  it('before it knows of the answer: he is connected when it hears of it', () => {
    const { line, caller, there } = ringing();
    backAgain(line, []);
    line.join();
    assert.equal(line.doing(caller), 'talking', 'the phone of the partner is up');
    assert.equal(resultAtPartner(line), 'answered');
    line.ends(there);
    assert.equal(line.lastTold('conversation-ended').agent, 'partner:night-desk');
  });

  it('after the answer, before anybody is in the bridge: it connects them again', () => {
    const { line, caller, there } = ringing();
    line.answers(there);
    backAgain(line, []);
    assert.equal(line.all('connect').length, 1);
    line.join();
    assert.equal(line.doing(caller), 'talking');
    assert.equal(resultAtPartner(line), 'answered');
  });

  it('when both are in the bridge and it was not told: they talk', () => {
    const { line, caller, there, legs } = ringing();
    line.answers(there);
    backAgain(line, [caller, there]);
    assert.equal(line.doing(caller), 'talking');
    assert.deepEqual(order(line), [legs[0], legs[1], legs[3]]);
    line.ends(there);
    line.obeyHangUps();
    const talk = line.lastTold('conversation-ended');
    assert.deepEqual([talk.agent, talk.endedBy], ['partner:night-desk', 'agent']);
    assert.deepEqual(order(line), [legs[0], legs[1], legs[3]]);
  });
});

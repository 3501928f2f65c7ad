import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../../src/core/change.js';
import type { Plan } from '../../src/core/plan.js';
import type { LegId } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { POLICY } from './callback-scene.js';
import {
  atPartner,
  BY_COUNT,
  BY_WAIT,
  callers,
  DESK,
  office,
  order,
  partnerLeg,
  scene,
} from './overflow-scene.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

/** Exceeded by whoever waits. */
const NOBODY = { waiting: 0, longestMs: null };

function switches(line: Scene): (Change & { kind: 'changed' })[] {
  return line.told('changed').filter(({ what }) => what.startsWith('overflow'));
}

describe('overflow to a partner', () => {
  it('opens above its limit, and lets those ring there who stand behind the limit at which it closes', () => {
    const line = scene();
    const [, , third] = callers(line, 3);
    assert.deepEqual(atPartner(line), []);
    const fourth = line.call();
    assert.deepEqual(atPartner(line), [third, fourth]);
    const rings = line.all('ring').filter(({ phone }) => phone === DESK.phone);
    assert.deepEqual(
      rings.map(({ timeoutMs, callerNumber, line: on }) => [timeoutMs, callerNumber, on]),
      [
        [22_000, '+3592000', 'partner:night-desk#1'],
        [22_000, '+3592000', 'partner:night-desk#2'],
      ],
    );
    const [opened] = switches(line);
    assert.equal(opened?.what, 'overflow-opens');
    assert.equal(opened.about, 'sales');
    assert.deepEqual(opened.after, { open: true, partner: 'night-desk', waiting: 4, longestWaitMs: 0 });
  });

  it('has no more callers at the partner than it has lines, and the next when one is free', () => {
    const line = scene();
    const [, , third, fourth, fifth] = callers(line, 5);
    assert.deepEqual(atPartner(line), [third, fourth]);
    const talk = partnerLeg(line, third as LegId);
    line.answers(talk);
    line.join();
    assert.deepEqual(atPartner(line), [fourth]);
    // A line is free when its leg is gone, not when the talk is over.
    line.ends(third as LegId);
    assert.deepEqual(atPartner(line), [fourth]);
    line.ends(talk);
    assert.deepEqual(atPartner(line), [fourth, fifth]);
  });

  it('closes when no more wait than its lower limit, and not before', () => {
    const line = scene();
    const [first, second, third, fourth] = callers(line, 4);
    line.ends(fourth as LegId);
    line.obeyHangUps();
    // Three wait: below the limit that opens, above the one that closes.
    const fifth = line.call();
    assert.deepEqual(atPartner(line), [third, fifth]);
    line.ends(first as LegId);
    line.ends(second as LegId);
    assert.deepEqual(
      switches(line).map(({ what }) => what),
      ['overflow-opens', 'overflow-closes'],
    );
    const sixth = line.call();
    assert.deepEqual(order(line), [third, fifth, sixth]);
    assert.equal(atPartner(line).includes(sixth), false, 'three wait: it opens with the fourth again');
    line.call();
    assert.equal(switches(line).length, 3);
  });

  it('opens when somebody has waited so long, and closes when nobody has', () => {
    const line = scene({ overflow: BY_WAIT });
    const first = line.call();
    line.wait(40_000);
    const second = line.call();
    line.wait(19_999);
    assert.deepEqual(atPartner(line), []);
    line.wait(1);
    assert.deepEqual(atPartner(line), [first]);
    line.wait(9_999);
    assert.deepEqual(atPartner(line), [first]);
    // He has waited as long as it stays open for.
    line.wait(1);
    assert.deepEqual(atPartner(line), [first, second]);
    line.answers(partnerLeg(line, first));
    line.join();
    line.answers(partnerLeg(line, second));
    line.join();
    assert.deepEqual(
      switches(line).map(({ what }) => what),
      ['overflow-opens', 'overflow-closes'],
    );
  });

  it('connects a caller whom the partner takes, and facts name the partner', () => {
    const line = scene({ queue: { record: true, wrapUp: { timeMs: 9_000, extendToMs: 9_000 } } });
    const [, , third] = callers(line, 4);
    line.wait(5_000);
    const leg = partnerLeg(line, third as LegId);
    line.answers(leg);
    line.join();
    assert.equal(line.doing(third as LegId), 'talking');
    assert.equal(order(line).includes(third as LegId), false);
    const offer = line.lastTold('offer-ended');
    assert.deepEqual([offer.agent, offer.result], ['partner:night-desk', 'answered']);
    const visit = line.lastTold('visit-ended');
    assert.deepEqual([visit.agent, visit.exit, visit.waitMs], ['partner:night-desk', 'answered', 5_000]);
    assert.equal(line.all('start-recording').length, 1);
    line.wait(60_000);
    line.ends(leg);
    const talk = line.lastTold('conversation-ended');
    assert.deepEqual(
      [talk.agent, talk.queue, talk.talkMs, talk.ringMs, talk.endedBy],
      ['partner:night-desk', 'sales', 60_000, 5_000, 'agent'],
    );
    const agents = line.told('agent-state-began').map(({ agent }) => agent);
    assert.deepEqual(agents, [], 'a line of a partner has no states');
    assert.equal(JSON.stringify(line.milestones).includes('#'), false, 'lines stand in no fact');
  });

  it('keeps the place of a caller whom the partner does not take, and lets it rest', () => {
    for (const [end, result] of [
      ['busy', 'busy'],
      ['declined', 'declined'],
      ['unreachable', 'unreachable'],
      ['failed', 'failed'],
    ] as const) {
      const line = scene({ partner: { lines: 1 } });
      const legs = callers(line, 5);
      line.wait(1_000);
      const [third] = atPartner(line);
      line.ends(partnerLeg(line, third as LegId), end);
      assert.equal(line.lastTold('offer-ended').result, result);
      assert.deepEqual(order(line), legs, 'the old place');
      assert.deepEqual(atPartner(line), [], 'the partner rests');
      line.wait(29_999);
      assert.deepEqual(atPartner(line), []);
      line.wait(1);
      assert.deepEqual(atPartner(line), [third], 'he is tried again');
    }
  });

  it('takes a caller back whom nobody answers in time', () => {
    const line = scene({ partner: { lines: 1 } });
    const legs = callers(line, 4);
    line.wait(20_000);
    assert.equal(line.lastTold('offer-ended').result, 'no-answer');
    assert.equal(line.lastTold('offer-ended').agent, 'partner:night-desk');
    assert.deepEqual(order(line), legs);
    assert.equal(line.doing(legs[2] as LegId), 'waiting');
  });

  it('lets an agent who becomes free have a caller who rings at the partner', () => {
    const line = scene({ overflow: BY_WAIT });
    const first = line.call();
    line.wait(60_000);
    assert.deepEqual(atPartner(line), [first]);
    const leg = partnerLeg(line, first);
    line.signIn('boris');
    assert.ok(line.ringing().includes('boris'), 'he is rung for, too');
    line.talk('boris');
    assert.equal(
      line.told('offer-ended').find(({ agent }) => agent.startsWith('partner'))?.result,
      'lost-race',
    );
    assert.ok(line.all('hang-up').some((one) => one.leg === leg && one.reason === 'answered-elsewhere'));
    line.ends(leg, 'cancelled');
    assert.equal(line.state.agents.size, 2);
  });

  it('takes the agent back when the partner is first', () => {
    const line = scene({ overflow: BY_WAIT });
    const first = line.call();
    line.wait(60_000);
    line.signIn('boris');
    line.answers(partnerLeg(line, first));
    line.join();
    const lost = line.told('offer-ended').find(({ agent }) => agent === 'boris');
    assert.equal(lost?.result, 'lost-race');
    line.obeyHangUps();
    assert.equal(line.shows('boris'), 'available');
  });

  it('does not offer to the partner whom an agent is rung for', () => {
    const line = scene();
    line.signIn('boris');
    const [first] = callers(line, 4);
    assert.ok(line.ringing().includes('boris'));
    assert.equal(atPartner(line).includes(first as LegId), false);
  });

  it('cancels the call to the partner when the caller hangs up, or leaves by his limit', () => {
    const line = scene({ queue: { limits: { waitMs: 10_000, callers: null } } });
    const [, , third, fourth] = callers(line, 4);
    const legs = [partnerLeg(line, third as LegId), partnerLeg(line, fourth as LegId)];
    line.ends(third as LegId);
    line.wait(10_000);
    const results = line.told('offer-ended').map(({ result }) => result);
    assert.deepEqual(results, ['caller-left', 'withdrawn']);
    for (const leg of legs) assert.ok(line.all('hang-up').some((one) => one.leg === leg));
  });

  it('goes on after the connection with the partner failed', () => {
    const line = scene();
    const legs = callers(line, 4);
    const third = legs[2] as LegId;
    const leg = partnerLeg(line, third);
    line.answers(leg);
    line.ends(leg);
    assert.equal(line.lastTold('offer-ended').result, 'failed');
    assert.deepEqual(order(line), legs);
    assert.equal(line.doing(third), 'waiting');
  });

  it('calls nobody outside the hours of the dial policy, or while Asterisk is not heard', () => {
    const line = scene({ hours: 'office' });
    line.take({ kind: 'telephony-lost' });
    const legs = callers(line, 4);
    assert.deepEqual(atPartner(line), []);
    const existing = [...line.state.legs.keys()].map((leg) => ({ leg, up: true, caller: null }));
    line.take({ kind: 'telephony-back', existing: { legs: existing, bridges: [], restarted: false } });
    assert.deepEqual(atPartner(line), [legs[2], legs[3]]);
    // The office closes at six.
    const late = scene({ hours: 'office' });
    late.wait(8 * 3_600_000);
    callers(late, 4);
    assert.deepEqual(atPartner(late), []);
    late.mustAsk({ ask: 'open-hours', hours: 'office', ends: null });
    late.wait(60_000);
    assert.equal(atPartner(late).length, 2);
  });

  it('lets nobody hand over, hold or ask for whom a partner talks with', () => {
    const line = scene();
    const [, , third] = callers(line, 4);
    line.answers(partnerLeg(line, third as LegId));
    line.join();
    const call = [...line.state.calls.values()].find(({ leg }) => leg === third)?.id ?? '';
    const answer = line.ask({ ask: 'hold-call', call });
    assert.deepEqual(answer.ok ? null : answer.code, 'wrong-state');
    const request = line.ask({ ask: 'sign-out', agent: 'partner:night-desk#1' });
    assert.equal(request.ok ? null : request.code, 'unknown-agent');
  });

  it('survives a restart with everything it was in', () => {
    const line = scene();
    const legs = callers(line, 5);
    const third = legs[2] as LegId;
    line.answers(partnerLeg(line, third));
    line.join();
    line.wait(1_000);
    line.state = thaw(freeze(line.state));
    assert.equal(line.state.queues.get('sales')?.overflowSince != null, true);
    const fourth = atPartner(line)[0] as LegId;
    assert.equal(fourth, legs[3]);
    line.answers(partnerLeg(line, fourth));
    line.join();
    assert.equal(line.doing(fourth), 'talking');
    line.ends(third);
    line.obeyHangUps();
    assert.equal(line.lastTold('conversation-ended').agent, 'partner:night-desk');
  });

  it('closes when a new plan has none, and whoever rings there goes on ringing', () => {
    const line = scene();
    const [, , third] = callers(line, 4);
    line.take({ kind: 'plan-loaded', plan: office({ overflow: null, version: 'plan-2' }), by: 'test' });
    assert.equal(switches(line).at(-1)?.what, 'overflow-closes');
    line.answers(partnerLeg(line, third as LegId));
    line.join();
    assert.equal(line.doing(third as LegId), 'talking');
  });

  it('shares the lines of one partner between queues, and those that a reload takes away are used to their end', () => {
    const line = new Scene(twoQueues(2));
    line.signIn('anna');
    line.call();
    line.talk('anna');
    const [first, second] = [line.call('100'), line.call('200')];
    assert.deepEqual(atPartner(line), [first, second]);
    const third = line.call('200');
    assert.deepEqual(atPartner(line), [first, second]);
    // One line less: who is there stays there, and the next comes when none is in use.
    line.take({ kind: 'plan-loaded', plan: twoQueues(1), by: 'test' });
    const legs = [partnerLeg(line, first), partnerLeg(line, second)];
    line.ends(first);
    line.ends(legs[0] ?? '', 'cancelled');
    assert.deepEqual(atPartner(line), [second]);
    line.ends(second);
    line.ends(legs[1] ?? '', 'cancelled');
    assert.deepEqual(atPartner(line), [third], 'the line that one queue leaves is given to the other');
  });

  it('keeps the place of who rang at the partner whose phone is gone after a gap, and no line after a restart', () => {
    const line = scene();
    const legs = callers(line, 4);
    const third = legs[2] as LegId;
    const gone = partnerLeg(line, third);
    const existing = [...line.state.legs.keys()]
      .filter((leg) => leg !== gone)
      .map((leg) => ({ leg, up: true, caller: null }));
    line.take({ kind: 'telephony-lost' });
    line.take({ kind: 'telephony-back', existing: { legs: existing, bridges: [], restarted: false } });
    assert.deepEqual(order(line).slice(0, 3), legs.slice(0, 3), 'the old place');
    assert.equal(line.doing(third), 'waiting');
    line.take({ kind: 'telephony-lost' });
    line.take({ kind: 'telephony-back', existing: { legs: [], bridges: [], restarted: true } });
    assert.deepEqual([order(line), atPartner(line)], [[], []]);
    const lines = [...line.state.agents.keys()].filter((id) => id.startsWith('partner:'));
    assert.deepEqual(lines, [], 'no line is in use for ever');
  });

  it('gives a free line to the oldest of all queues of the partner, as their priorities and weights say', () => {
    for (const [priority, weight, whose] of [
      [0, 1, 'second'],
      [2, 1, 'first'],
      [0, 3, 'first'],
    ] as const) {
      const line = new Scene(twoQueues(1, weight));
      line.signIn('anna');
      line.call();
      line.talk('anna');
      const held = line.call('100');
      const leg = partnerLeg(line, held);
      const second = line.call('200');
      line.wait(5_000);
      const first = line.call('100');
      line.wait(5_000);
      if (priority > 0) {
        const call = [...line.state.calls.values()].find((one) => one.leg === first)?.id ?? '';
        line.mustAsk({ ask: 'set-priority', call, priority });
      }
      line.ends(held);
      line.ends(leg, 'cancelled');
      assert.deepEqual(atPartner(line), [whose === 'first' ? first : second], `${priority}, ${weight}`);
    }
  });

  it('gives the lines to the oldest of all queues when the partner has rested', () => {
    const line = new Scene(twoQueues(1));
    line.signIn('anna');
    line.call();
    line.talk('anna');
    const first = line.call('200');
    line.wait(1_000);
    line.call('100');
    line.ends(partnerLeg(line, first), 'busy');
    line.wait(30_000);
    assert.deepEqual(atPartner(line), [first]);
  });

  it('lets those ring there whom a priority puts behind the limit', () => {
    const line = scene();
    const legs = callers(line, 4);
    assert.deepEqual(atPartner(line), [legs[2], legs[3]]);
    line.ends(partnerLeg(line, legs[3] as LegId), 'cancelled');
    const call = [...line.state.calls.values()].find(({ leg }) => leg === legs[3])?.id ?? '';
    line.state.partnerRests.clear();
    line.mustAsk({ ask: 'set-priority', call, priority: 5 });
    assert.deepEqual(order(line), [legs[3], legs[0], legs[1], legs[2]]);
    assert.deepEqual(atPartner(line).sort(), [legs[1], legs[2]].sort());
  });
});

/** Whoever waits in one of two queues goes to the partner at once. */
function twoQueues(lines: number, weight = 1): Plan {
  const overflow = { ...BY_COUNT, opens: NOBODY, closes: NOBODY };
  return plan({
    version: `lines-${lines}`,
    agents: ['anna'],
    queues: [queue('sales', ['anna'], { overflow, weight }), queue('support', ['anna'], { overflow })],
    blocks: { other: [{ do: 'queue', queue: 'support' }] },
    numbers: { '100': 'entry', '200': 'other' },
    dialPolicy: { ...POLICY, allow: ['+49'] },
    partners: { 'night-desk': { ...DESK, lines } },
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan } from '../../src/core/plan.js';
import { inReach } from '../../src/story/in-reach.js';
import { renderStory } from '../../src/story/render.js';
import { tellStory } from '../../src/story/tell-story.js';
import { plan, queue, ring } from '../core/plan-builder.js';
import { callers, office, partnerLeg, scene as crowd } from '../core/overflow-scene.js';
import { Scene } from '../core/scene.js';
import { recordOf } from './record-of.js';

function scene(): { readonly scene: Scene; readonly known: Plan } {
  const agents = ['anna', 'boris', 'vera', 'georgi'];
  const known = plan({
    agents,
    queues: [
      queue('sales', agents, { strategy: 'least-calls' }),
      queue('support', ['georgi'], { strategy: 'sequential' }),
    ],
    blocks: { help: [{ do: 'queue', queue: 'support' }] },
    numbers: { '100': 'entry', '200': 'help' },
  });
  const made = new Scene(known);
  made.signIn('anna', 'boris', 'vera');
  return { scene: made, known };
}

test('the story of a call tells each step in the order of time, why whose phone rang and why nobody else', () => {
  const { scene: line, known } = scene();
  line.mustAsk({ ask: 'pause', agent: 'vera', reason: 'lunch' });
  const first = line.call('100', '+359888000001');
  line.wait(2_000);
  line.talk('anna');
  line.wait(65_000);
  line.ends(first);
  line.obeyHangUps();
  line.wait(60_000);
  const leg = line.call('100', '+359888000002');
  const { call } = line.lastTold('call-arrived');
  line.wait(15_000);
  line.obeyHangUps();
  line.wait(3_250);
  line.talk('anna');
  line.wait(125_000);
  line.ends(leg);
  const text = renderStory(tellStory(recordOf(line.milestones, call), known));
  assert.equal(
    text,
    [
      `Call ${call}`,
      '2026-03-04 (UTC)',
      '  10:02:07.0  +359888000002 calls 100',
      '  10:02:07.0  enters the queue sales',
      '  10:02:07.0  Callplane answers',
      '  10:02:07.0  boris is rung (least-calls)',
      '                why: the fewest conversations today (0; next anna with 1)',
      '                could have been rung too: anna with 1',
      '                not vera: paused',
      '                not georgi: signed out',
      '  10:02:22.0  boris does not answer within 15 s',
      '  10:02:22.0  anna is rung (least-calls)',
      '                why: nobody else could be rung',
      '                not boris: phone not free yet after the last call',
      '                not vera: paused',
      '                not georgi: signed out',
      '  10:02:25.2  anna answers after 3.3 s',
      '  10:02:25.2  talks with anna after waiting 18 s',
      '  10:04:30.2  the conversation with anna is over after 2 min 5 s',
      '  10:04:30.2  the caller hangs up: the call is over',
      '',
    ].join('\n'),
  );
});

test('a call that is not over tells what has happened until now', () => {
  const { scene: line, known } = scene();
  line.mustAsk({ ask: 'sign-in', agent: 'georgi' });
  line.call('200', null);
  const { call } = line.lastTold('call-arrived');
  const { steps, endedAt, from } = tellStory(recordOf(line.milestones, call), known);
  assert.deepEqual([endedAt, from], [null, null]);
  assert.deepEqual(
    steps.map(({ text }) => text),
    [
      'a hidden number calls 200',
      'enters the queue support',
      'Callplane answers',
      'georgi is rung (sequential)',
      'the call is not over',
    ],
  );
});

test('of a call with two teams each supervisor sees what his had to do with it, and of others nothing', () => {
  const { scene: line, known } = scene();
  line.mustAsk({ ask: 'sign-in', agent: 'georgi' });
  const leg = line.call('100');
  const { call } = line.lastTold('call-arrived');
  line.mustAsk({ ask: 'move-call', call, queue: 'support' });
  line.obeyHangUps();
  line.wait(1_000);
  line.talk('georgi');
  line.ends(leg);
  const record = recordOf(line.milestones, call);
  const told = (queues: readonly string[], agents: readonly string[]): string | null => {
    const his = inReach(record, { queues, agents });
    return his === null ? null : renderStory(tellStory(his, known));
  };
  assert.match(told(['sales'], ['anna']) ?? '', /enters the queue sales/);
  assert.doesNotMatch(told(['sales'], ['anna']) ?? '', /support|georgi is rung|talks with/);
  assert.match(told(['support'], ['georgi']) ?? '', /talks with georgi/);
  assert.doesNotMatch(told(['support'], ['georgi']) ?? '', /queue sales|is rung \(least-calls\)/);
  assert.equal(told(['other'], ['nobody']), null);
  assert.deepEqual(inReach(record, 'everything'), record);
});

test('a wave of many names the first and counts the others; without a plan agents have their ids', () => {
  const crowd = Array.from({ length: 40 }, (_, index) => `agent-${index}`);
  const line = new Scene(plan({ agents: crowd, queues: [queue('sales', crowd, { strategy: 'parallel' })] }));
  line.signIn(...crowd.slice(0, 20));
  line.call();
  const { call } = line.lastTold('call-arrived');
  const { steps } = tellStory(recordOf(line.milestones, call), null);
  const rung = steps.filter(({ text }) => / rung /.test(text));
  assert.equal(rung.length, 1);
  for (const { text } of rung) assert.match(text, /^agent-0, .*agent-11 and 8 more are rung \(parallel\)$/);
  const [why = '', not = ''] = rung.flatMap(({ more }) => more);
  assert.equal(why, 'why: all who could be rung ring together');
  assert.match(not, /^not agent-20, .*agent-31 and 8 more: signed out$/);
});

/** Anna is of one team, boris, vera and georgi of another; all serve the queue. */
const OF_ANNA = { queues: ['sales'], agents: ['anna'] };

test('of other teams in his queue a supervisor sees who was rung, and how many could have been or could not', () => {
  const { scene: line, known } = scene();
  line.mustAsk({ ask: 'pause', agent: 'vera', reason: 'lunch' });
  const first = line.call();
  line.talk('anna');
  line.wait(65_000);
  line.ends(first);
  line.obeyHangUps();
  line.wait(60_000);
  line.call();
  const { call } = line.lastTold('call-arrived');
  const told = inReach(recordOf(line.milestones, call), OF_ANNA);
  assert.ok(told !== null);
  const { steps, decisions } = tellStory(told, known);
  assert.deepEqual(
    steps.filter(({ text }) => /rung/.test(text)),
    [
      {
        at: line.now,
        text: 'boris is rung (least-calls)',
        more: [
          'why: the fewest conversations today',
          'could have been rung too: anna with 1',
          'not 1 of other teams: paused',
          'not 1 of other teams: signed out',
        ],
      },
    ],
  );
  assert.deepEqual(decisions[0]?.detail.ranked[0], { agent: 'boris' });
  assert.doesNotMatch(JSON.stringify(decisions), /vera|georgi/);
  const others = inReach(recordOf(line.milestones, call), { queues: ['sales'], agents: ['boris', 'vera'] });
  assert.ok(others !== null);
  const [why = '', passedOver = '', ...not] = tellStory(others, known).steps.flatMap(({ more }) => more);
  assert.deepEqual(
    [why, passedOver, ...not],
    [
      ...['why: the fewest conversations today', 'could have been rung too: 1 of other teams'],
      ...['not vera: paused', 'not 1 of other teams: signed out'],
    ],
  );
});

test('of a call that rings just now a supervisor sees who of another team is rung in his queue, and why', () => {
  const { scene: line, known } = scene();
  line.mustAsk({ ask: 'sign-out', agent: 'anna' });
  line.call();
  const { call } = line.lastTold('call-arrived');
  const told = inReach(recordOf(line.milestones, call), OF_ANNA);
  assert.ok(told !== null);
  const texts = tellStory(told, known).steps.map(({ text }) => text);
  assert.deepEqual(texts.slice(-2), ['boris is rung (least-calls)', 'the call is not over']);
});

test('whose agents a ring step rings is told where only they could be', () => {
  const client = '+359888000001';
  const known = plan({
    agents: ['anna'],
    blocks: { entry: [ring('entry[0]', [], { whose: 'manager' })] },
    callers: { [client]: { manager: 'anna' } },
  });
  const line = new Scene(known);
  line.signIn('anna');
  line.call('100', client);
  const { call } = line.lastTold('call-arrived');
  const { steps } = tellStory(recordOf(line.milestones, call), known);
  const [more] = steps.flatMap((step) => (step.text.startsWith('anna is rung') ? [step.more] : []));
  assert.deepEqual(more, ["rung here: the caller's manager", 'why: nobody else could be rung']);
});

test('a call that is not over says so behind everything that has happened in it', () => {
  const { scene: line, known } = scene();
  line.call();
  const { call } = line.lastTold('call-arrived');
  line.ends(line.ringingLeg('anna'), 'declined');
  for (const agent of ['boris', 'vera']) {
    line.wait(2_000);
    line.ends(line.ringingLeg(agent), 'declined');
  }
  const { steps } = tellStory(recordOf(line.milestones, call), known);
  const last = steps.slice(-2).map(({ text }) => text);
  assert.equal(last[1], 'the call is not over');
  assert.deepEqual(
    steps.map(({ at }) => at),
    steps.map(({ at }) => at).sort((a, b) => a - b),
  );
});

test('where the number of a caller is not kept any more his story does not say that he hid it', () => {
  const { scene: line, known } = scene();
  const leg = line.call('100', '+359888000001');
  const { call } = line.lastTold('call-arrived');
  line.ends(leg);
  const record = recordOf(line.milestones, call);
  assert.ok(record.over !== null);
  const { steps } = tellStory({ ...record, over: { ...record.over, from: null } }, known);
  assert.equal(steps[0]?.text, 'a number that is hidden or no longer kept calls 100');
});

test('the story of a call tells of the partner at which it rang and who talked there', () => {
  const line = crowd({ partner: { lines: 1 } });
  const third = callers(line, 4)[2] ?? '';
  const call = [...line.state.calls.values()].find(({ leg }) => leg === third)?.id ?? '';
  line.wait(2_000);
  line.ends(partnerLeg(line, third), 'busy');
  line.wait(34_000);
  const leg = partnerLeg(line, third);
  line.answers(leg);
  line.join();
  line.wait(65_000);
  line.ends(leg);
  line.obeyHangUps();
  const desk = 'the partner Night Desk Ltd (night-desk)';
  assert.deepEqual(
    renderStory(tellStory(recordOf(line.milestones, call), office({})))
      .split('\n')
      .slice(5, 12),
    [
      `  10:00:00.0  rings at ${desk}, and waits on where he is`,
      `  10:00:02.0  ${desk}: the phone is busy`,
      `  10:00:32.0  rings at ${desk}, and waits on where he is`,
      `  10:00:36.0  ${desk} answers after 4 s`,
      `  10:00:36.0  talks with ${desk} after waiting 36 s`,
      `  10:01:41.0  the conversation with ${desk} is over after 1 min 5 s`,
      '  10:01:41.0  the partner hangs up: the call is over',
    ],
  );
  const reach = { queues: ['support'], agents: [] };
  assert.equal(inReach(recordOf(line.milestones, call), reach), null, "nothing of it is another team's");
  const stages = inReach(recordOf(line.milestones, call), { ...reach, queues: ['sales'] })?.stages ?? [];
  assert.equal(stages.filter(({ event }) => event === 'overflowed').length, 2);
  assert.ok(
    stages.every(({ event, detail }) => event !== 'overflowed' || detail['queue'] === 'sales'),
    'it is told whose queue it was',
  );
});

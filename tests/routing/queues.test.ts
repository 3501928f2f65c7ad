import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan } from '../../src/core/plan.js';
import { loadPlan } from '../../src/routing/load.js';
import { GOOD, load } from './expectation.js';

async function inFull(): Promise<Plan> {
  const loaded = await load(`${GOOD}/queues-in-full.yml`);
  assert.ok(loaded.ok, JSON.stringify(loaded.ok ? '' : loaded.faults));
  return loaded.plan;
}

test('a skill that is only named has level 1, and who has none says nothing', async () => {
  const { agents } = await inFull();
  assert.deepEqual(
    Object.values(agents).map(({ id, skills }) => [id, skills]),
    [
      ['anna', undefined],
      ['boris', { ru: 5, en: 3 }],
      ['head', { ru: 1, en: 1 }],
      ['vera', { ru: 1 }],
    ],
  );
});

test('groups of agents open one after another, and everybody belongs to the first that names him', async () => {
  const { queues } = await inFull();
  assert.deepEqual(queues['tiered']?.agents, ['boris', 'anna', 'head']);
  assert.deepEqual(queues['tiered'].opensAfterMs, { anna: 30_000, head: 60_000 });
  assert.deepEqual(queues['skilled']?.agents, ['boris', 'head', 'vera']);
  assert.equal(queues['skilled'].opensAfterMs, undefined);
});

test('of agents in several teams the plan says of which each is in a queue or ring step: the one that is named there', () => {
  const crews = ['[anna]', '{ team: en }', '{ team: ru }', '{ skill: de }'];
  const tiers = '{ tiers: [[anna], { team: vip }, { team: en }], next_after: 30s }';
  const queues = [...crews, '[boris]', tiers].map(
    (agents, index) => `  q${index}: { agents: ${agents}, exits: { nobody: hangup } }`,
  );
  const text = `callplane: 1
company: { name: Two teams, timezone: UTC, language: en }
agents:
  anna: { phone: PJSIP/101, teams: [ru, en], skills: [de] }
  boris: { phone: PJSIP/102, teams: [en] }
  vera: { phone: PJSIP/103, teams: [vip, en] }
people: { both: { team: en }, two: [vera, anna] }
queues:
${queues.join('\n')}
flows:
  main:
${['team: en', 'people: both', 'people: two', 'agent: boris'].map((who) => `    - ring: { ${who} }`).join('\n')}
    - hangup
numbers:
  '99': main
${queues.map((_queue, index) => `  '10${index}': { queue: q${index} }`).join('\n')}
`;
  const loaded = loadPlan([{ path: 'routing.yml', text }]);
  assert.ok(loaded.ok, JSON.stringify(loaded.ok ? '' : loaded.faults));
  const { queues: planned, blocks } = loaded.plan;
  assert.deepEqual(
    Object.values(planned).map(({ teamOf }) => teamOf),
    [
      { anna: 'ru' },
      { anna: 'en', vera: 'en' },
      { anna: 'ru' },
      { anna: 'ru' },
      undefined,
      { anna: 'en', vera: 'vip' },
    ],
  );
  assert.deepEqual(
    (blocks['flows.main'] ?? []).flatMap((step) => (step.do === 'ring' ? [step.teamOf] : [])),
    [{ anna: 'en', vera: 'en' }, { anna: 'en', vera: 'en' }, { anna: 'ru', vera: 'vip' }, undefined],
  );
});

test('requirements of queues and calls have their level and their end', async () => {
  const { queues, blocks } = await inFull();
  assert.deepEqual(queues['tiered']?.needs, [
    { skill: 'en', least: 3, untilMs: 10_000 },
    { skill: 'en', least: 1, untilMs: 60_000 },
    { skill: 'ru', least: 1, untilMs: null },
  ]);
  assert.deepEqual(queues['skilled']?.needs, [{ skill: 'en', least: 1, untilMs: null }]);
  const [needs, people, skill] = blocks['flows.main'] ?? [];
  assert.deepEqual(needs, {
    do: 'needs',
    needs: [
      { skill: 'ru', least: 2, untilMs: null },
      { skill: 'en', least: 1, untilMs: 20_000 },
    ],
  });
  assert.deepEqual(blocks['numbers.101']?.[0], { do: 'needs', needs: [] });
  assert.deepEqual(people?.do === 'ring' ? people.agents : [], ['boris']);
  assert.deepEqual(skill?.do === 'ring' ? skill.agents : [], ['boris']);
});

test('a weight stands in the plan when it is another than 1', async () => {
  const { queues } = await inFull();
  assert.deepEqual([queues['skilled']?.weight, queues['tiered']?.weight], [3, undefined]);
});

test('how many ring at once, and the rank after a missed offer, stand in the plan where they are said', async () => {
  const { queues, blocks } = await inFull();
  assert.deepEqual(queues['skilled']?.atOnce, { first: 3, more: 2, everyMs: 5000 });
  assert.equal(queues['tiered']?.atOnce, undefined);
  const ring = blocks['flows.main']?.[2];
  assert.equal(ring?.do === 'ring' ? ring.atOnce?.first : null, 2);
  assert.deepEqual(queues['skilled'].offers['no-answer'], {
    restMs: 0,
    pauseAfterMissed: null,
    rank: 'last',
  });
  assert.deepEqual(queues['skilled'].offers.declined, { restMs: 1000, pauseAfterMissed: null });
});

test('who takes calls by key, and what agents hear first, stand in the plan where they are said', async () => {
  const { agents, queues } = await inFull();
  assert.deepEqual(agents['head']?.confirm, { prompt: null, withinMs: 10_000 });
  assert.deepEqual(agents['vera']?.confirm, { prompt: 'press-one', withinMs: 8_000 });
  assert.equal('confirm' in (agents['anna'] ?? {}), false);
  assert.deepEqual(queues['skilled']?.whisper, { prompt: 'for-vip', waited: true });
  assert.equal('whisper' in (queues['tiered'] ?? {}), false);
  assert.deepEqual(queues['skilled'].offers['not-confirmed'], { restMs: 120_000, pauseAfterMissed: null });
});

test('limits, their exits, keys and estimates stand in the plan where they are said', async () => {
  const { queues, blocks } = await inFull();
  const skilled = queues['skilled'];
  assert.deepEqual(skilled?.limits, {
    waitMs: 300_000,
    callers: 40,
    callersPerAgent: 4,
    expectedWaitMs: 600_000,
  });
  assert.deepEqual(skilled.exits, {
    wait: 'queues.skilled.exits.wait',
    full: 'queues.skilled.exits.full',
    nobody: 'queues.skilled.exits.nobody',
    crowded: 'queues.skilled.exits.crowded',
    tooLong: 'queues.skilled.exits.too_long',
  });
  assert.deepEqual(skilled.waiting.estimate, { firstAfterMs: 30_000, everyMs: 60_000 });
  assert.deepEqual(queues['tiered']?.waiting.estimate, { firstAfterMs: 20_000, everyMs: 20_000 });
  assert.deepEqual(skilled.waiting.keys, {
    '1': 'queues.skilled.waiting.keys.1',
    '#': 'queues.skilled.waiting.keys.#',
  });
  assert.deepEqual(blocks['queues.skilled.waiting.keys.1'], [{ do: 'queue', queue: 'tiered' }]);
  assert.deepEqual(skilled.nobodyCounts, ['paused', 'talking', 'wrap-up']);
  assert.deepEqual(queues['tiered'].nobodyCounts, ['paused']);
});

test('an age is kept for two minutes where the file does not say otherwise', async () => {
  const { queues } = await inFull();
  assert.deepEqual([queues['skilled']?.redialMs, queues['tiered']?.redialMs], [undefined, 120_000]);
});

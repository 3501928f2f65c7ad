import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildDailyReport, type DailyReport } from '../../src/reports/daily-report.js';
import { renderTable } from '../../src/reports/render-table.js';
import { factsOf, readerOf, stateOf, type Facts } from './day-of-calls.js';

const HOUR = 3_600_000;
const ZONE = 'Europe/Sofia';
const DAY = { from: Date.UTC(2026, 2, 1, 22), to: Date.UTC(2026, 2, 2, 22) };
const MORNING = DAY.from + 9 * HOUR;

/** Two calls answered by anna, the first after vera missed it, one abandoned; anna and vera signed in all day. */
function aDay(): Facts {
  const facts = factsOf([
    { at: MORNING, waitMs: 9_000, answeredBy: 'anna', rungBefore: [['vera', 'no-answer']] },
    { at: MORNING + HOUR, waitMs: 4_000, answeredBy: 'anna' },
    { at: MORNING + 2 * HOUR, waitMs: 30_000 },
  ]);
  facts.states = ['anna', 'vera'].flatMap((agent) => [
    stateOf(agent, 'signed-out', DAY.from - 9 * HOUR, MORNING),
    stateOf(agent, 'available', MORNING, MORNING + HOUR),
    stateOf(agent, 'paused', MORNING + HOUR, DAY.to + HOUR),
  ]);
  return facts;
}

function report(facts: Facts, now = DAY.to + HOUR): Promise<DailyReport> {
  return buildDailyReport(readerOf(facts), { date: '2026-03-02', zone: ZONE, now });
}

async function failing(facts: Facts): Promise<string[]> {
  const shown = await report(facts);
  const names = shown.checks.filter((check) => !check.holds).map((check) => check.name);
  const isAlarm = renderTable(shown).startsWith('THIS REPORT DOES NOT BALANCE');
  assert.equal(isAlarm, names.length > 0);
  assert.equal(shown.balance, names.length > 0 ? 'unbalanced' : 'balanced');
  return names;
}

const OFFERS = 'offers made by visits = offers with a result';
const ANSWERS = 'offers answered = conversations';
const WAITS = "calls' waits = waits of their visits (ms)";
const TALK = "calls' talk = talk of their conversations (ms)";
const CALLS = 'visits, offers and conversations belong to a known call';
const STATES = "agents' states sum to the day";

test('a whole day balances', async () => {
  assert.deepEqual(await failing(aDay()), []);
});

const REMOVALS: readonly (readonly [string, readonly string[], (facts: Facts) => unknown])[] = [
  ['a call', [CALLS], (facts) => facts.calls.pop()],
  ['an answered visit', [OFFERS, ANSWERS, WAITS], (facts) => facts.visits.shift()],
  ['an abandoned visit', [WAITS], (facts) => facts.visits.pop()],
  ['a missed offer', [OFFERS], (facts) => facts.offers.shift()],
  ['an answered offer', [OFFERS, ANSWERS], (facts) => facts.offers.splice(1, 1)],
  ['a conversation', [ANSWERS, TALK], (facts) => facts.conversations.pop()],
  ['a state in the middle of the day', [STATES], (facts) => facts.states.splice(1, 1)],
  ['the last state of an agent', [STATES], (facts) => facts.states.pop()],
  ['all states of an agent who was rung', [STATES], (facts) => facts.states.splice(0, 3)],
];

for (const [what, expected, remove] of REMOVALS) {
  test(`without ${what} the report says that it does not balance, and where`, async () => {
    const facts = aDay();
    remove(facts);
    assert.deepEqual(await failing(facts), expected);
  });
}

test('a check that fails names the calls that break it', async () => {
  const facts = aDay();
  facts.conversations.pop();
  assert.match(renderTable(await report(facts)), /FAILS {2}offers answered = conversations +2 ≠ 1/);
  assert.match(renderTable(await report(facts)), /offers answered = conversations: c2\n/);
});

test('two states at once are found', async () => {
  const facts = aDay();
  facts.states.push(stateOf('anna', 'talking', MORNING, MORNING + 1_000));
  assert.deepEqual(await failing(facts), [STATES]);
});

test('a call that began before midnight and is answered after it breaks neither day', async () => {
  const facts = aDay();
  const late = factsOf([
    { at: DAY.to - 5_000, waitMs: 9_000, answeredBy: 'anna' },
    { at: DAY.from - 5_000, waitMs: 9_000, answeredBy: 'anna' },
  ]);
  const rename = <Fact extends { call: string }>(fact: Fact): Fact => ({
    ...fact,
    call: `late-${fact.call}`,
  });
  facts.calls.push(...late.calls.map(rename));
  facts.visits.push(...late.visits.map(rename));
  facts.offers.push(...late.offers.map(rename));
  facts.conversations.push(...late.conversations.map(rename));
  assert.deepEqual(await failing(facts), []);
  const { calls, agents } = await report(facts);
  assert.equal(calls.answered, 3);
  assert.equal(agents[0]?.conversations, 3);
});

test('a call in progress is counted as such, and what it did so far breaks nothing', async () => {
  const facts = aDay();
  const open = facts.calls.pop();
  assert.ok(open !== undefined);
  const { call, arrivedAt, planVersion } = open;
  facts.openCalls.push({ call, from: null, dialled: '1', arrivedAt, planVersion });
  assert.deepEqual(await failing(facts), []);
  const { calls } = await report(facts);
  assert.deepEqual([calls.entered, calls.dispositions['in-progress'].calls, calls.offered], [3, 1, 2]);
  assert.match(renderTable(await report(facts)), /in-progress +1 +0\n/);
});

test('until the day is over, states that go on count up to now', async () => {
  const facts = aDay();
  const now = MORNING + HOUR;
  facts.states = [stateOf('anna', 'signed-out', DAY.from - 1, MORNING)];
  facts.openStates = [
    {
      kind: 'agent-state-began',
      agent: 'anna',
      state: 'available',
      reason: null,
      from: MORNING,
      conversation: null,
      queue: null,
    },
  ];
  const { agents } = await report(facts, now);
  assert.equal(agents.find((row) => row.agent === 'anna')?.signedInMs, HOUR);
  assert.match(renderTable(await report(facts, now)), /the day is not over/);
});

test('an agent was signed out before his very first state; with a story before it, there is a hole', async () => {
  const facts = aDay();
  facts.states.push(stateOf('new', 'available', MORNING, DAY.to));
  assert.deepEqual(await failing(facts), []);
  const { agents } = await report(facts);
  assert.equal(agents.find((row) => row.agent === 'new')?.stateMs['signed-out'], 9 * HOUR);
  facts.states.push(stateOf('new', 'paused', DAY.from - 2 * HOUR, DAY.from - HOUR));
  assert.deepEqual(await failing(facts), [STATES]);
});

test('a report over a gap says so and counts the ends that are not known', async () => {
  const facts = aDay();
  facts.gaps.push({ kind: 'gap', from: MORNING - 5_000, to: MORNING, cause: 'asterisk-away' });
  facts.calls = facts.calls.map((call, index) =>
    index === 2 ? { ...call, endPlace: 'gap', endedBy: 'unknown', lastExit: 'unknown' } : call,
  );
  facts.visits = facts.visits.map((visit, index) => (index === 2 ? { ...visit, exit: 'unknown' } : visit));
  assert.deepEqual(await failing(facts), []);
  const shown = renderTable(await report(facts));
  assert.match(
    shown,
    /^Events may have been lost; ends not known: 1 calls, 1 visits; bounds: 1 arrivals, 0 answers\. Gaps:$/m,
  );
  assert.match(shown, /from 2026-03-02 08:59 for 5\.0 s: asterisk-away/);
});

test('arrivals and answers that are the end of a gap are counted as bounds, each answer once', async () => {
  const facts = aDay();
  const [missed, answered] = facts.offers;
  assert.equal(missed?.endedAt, answered?.endedAt, 'the phone that was not answered is none');
  const [, second, third] = facts.calls;
  assert.ok(answered !== undefined && second !== undefined && third !== undefined);
  for (const to of [answered.endedAt, second.arrivedAt, third.arrivedAt])
    facts.gaps.push({ kind: 'gap', from: to - 5_000, to, cause: 'asterisk-away' });
  assert.deepEqual((await report(facts)).bounds, { arrivals: 2, answers: 1 });
  facts.conversations = facts.conversations.map((talk) => ({ ...talk, startedAt: talk.startedAt + 1 }));
  assert.deepEqual((await report(facts)).bounds, { arrivals: 2, answers: 1 }, 'they came together later');
  facts.gaps = facts.gaps.map((gap) => ({ ...gap, to: gap.to + 1 }));
  assert.deepEqual((await report(facts)).bounds, { arrivals: 0, answers: 1 }, 'found in the bridge');
});

test('an empty day balances, and empty denominators are a dash', async () => {
  const facts = factsOf([]);
  assert.deepEqual(await failing(facts), []);
  const shown = renderTable(await report(facts));
  assert.match(shown, /service level +— \(0\/0\) +— \(0\/0\) +— \(0\/0\) +— \(0\/0\)/);
  assert.match(shown, /ASA —, median —, 90% —, 95% —, longest —; longest wait of all —/);
});

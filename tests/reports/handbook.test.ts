import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { buildDailyReport, type DailyReport } from '../../src/reports/daily-report.js';
import { duration, mean, percent } from '../../src/reports/formats.js';
import { factsOf, planOf, readerOf, stateOf, type Caller } from './day-of-calls.js';

const NINE = Date.UTC(2026, 2, 2, 7);
const MINUTE = 60_000;

/** The table of calls in docs/metrics.md. */
async function callersOfHandbook(): Promise<{ text: string; callers: Caller[] }> {
  const text = await readFile('docs/metrics.md', 'utf8');
  const rows = [...text.matchAll(/^\| (\d+) \| (\d+) s \| ([a-z ]+) \| (?:(\d+) s )?\|$/gm)];
  const callers = rows.map(([, number, wait, end, talk]): Caller => {
    const common = { at: NINE + Number(number) * 7 * MINUTE, waitMs: Number(wait) * 1000 };
    if (end === 'answered') return { ...common, answeredBy: 'anna', talkMs: Number(talk) * 1000 };
    return { ...common, exit: end === 'full' ? 'full' : 'hung-up' };
  });
  return { text, callers };
}

async function reportOfHandbook(callers: readonly Caller[]): Promise<DailyReport> {
  const facts = factsOf(callers);
  facts.plans.set('plan-1', planOf('sales', { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 }));
  let at = NINE;
  const lasting = [
    ['talking', 720_000],
    ['wrap-up', 120_000],
    ['paused', 600_000],
    ['available', 2_160_000],
    ['signed-out', 24 * 60 * MINUTE],
  ] as const;
  for (const [state, ms] of lasting) facts.states.push(stateOf('anna', state, at, (at += ms)));
  return buildDailyReport(readerOf(facts), {
    date: '2026-03-02',
    zone: 'Europe/Sofia',
    now: NINE + 30 * 60 * MINUTE,
  });
}

test('the example that the handbook works by hand is what the report computes', async () => {
  const { text, callers } = await callersOfHandbook();
  assert.equal(callers.length, 8);
  const { queues, calls, agents, balance } = await reportOfHandbook(callers);
  const [queue] = queues;
  const [anna] = agents;
  assert.ok(queue !== undefined && anna !== undefined);
  const level = queue.serviceLevel;
  const spoken = (ratio: Parameters<typeof percent>[0]): string => percent(ratio).replace('%', ' %');
  const sentences = [
    `entered ${queue.entered}, offered ${calls.offered}, answered ${queue.answered}, short-abandoned ${queue.shortAbandoned}`,
    `abandoned ${queue.abandoned} (calls 6 and 7)`,
    `base = 8 − 1 = ${level.headline.denominator};`,
    `headline ${level.headline.numerator}/7 = ${spoken(level.headline)};`,
    `ignoring abandons 3/(7 − 1) = ${spoken(level.ignoringAbandons)};`,
    `positive (3 + 1)/7 = ${spoken(level.positive)};`,
    `of answered 3/4 = ${spoken(level.ofAnswered)}`,
    `/ 4 = ${mean(queue.waits.averageSpeedOfAnswer)}; longest wait ${duration(queue.waits.longestMs)}`,
    `= 720 s = ${duration(calls.talkMs)}, mean ${mean({ numerator: calls.talkMs, denominator: calls.conversations })};`,
    `abandonment 2/7 = ${spoken(calls.abandonmentRate)}`,
    `load = 840 / (3,600 − 600) = ${spoken(anna.load)}`,
  ];
  for (const sentence of sentences)
    assert.ok(text.includes(sentence), `docs/metrics.md should say: ${sentence}`);
  assert.deepEqual(calls.serviceLevel, level);
  assert.equal(balance, 'balanced');
});

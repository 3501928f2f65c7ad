import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeBetweenMarkers } from '../../bench/report/markers.js';
import { soakDocument, soakFaults, type SoakResult } from '../../bench/soak/document.js';
import { readSoakOptions } from '../../bench/soak/options.js';
import type { Sample } from '../../bench/soak/sampling.js';
import { compareTotals, driftOf } from '../../bench/soak/totals.js';
import { trendOf } from '../../bench/soak/trend.js';

const SECOND = 1_000;
const MEMORY = { share: 0.05, least: 8 };

/** An hour of points, every ten seconds. */
function hour(valueAt: (share: number, index: number) => number): { atMs: number; value: number }[] {
  return Array.from({ length: 360 }, (_, index) => ({
    atMs: index * 10 * SECOND,
    value: valueAt(index / 359, index),
  }));
}

test('the teeth of a garbage collector are flat, whatever the warm-up did', () => {
  const teeth = hour((share, index) => Math.min(share * 4, 1) * 100 + (index % 7) * 6);
  const trend = trendOf(teeth, MEMORY);
  assert.ok(trend.isFlat, JSON.stringify(trend));
  assert.ok(Math.abs(trend.growth) < 2);
});

test('a leak of 20 MB in half an hour under the same teeth is found', () => {
  const leak = hour((share, index) => 100 + share * 40 + (index % 7) * 6);
  const trend = trendOf(leak, MEMORY);
  assert.ok(!trend.isFlat);
  assert.ok(Math.abs(trend.growth - 20) < 2, `${trend.growth}`);
  assert.equal(trend.allowed, 8);
});

test('one outlier, or a step down, is no growth', () => {
  assert.ok(
    trendOf(
      hour((_, index) => (index === 300 ? 900 : 100)),
      MEMORY,
    ).isFlat,
  );
  assert.ok(
    trendOf(
      hour((share) => (share > 0.8 ? 50 : 100)),
      MEMORY,
    ).isFlat,
  );
});

test('handles that go up by three are found, by two they are not', () => {
  const handles = { share: 0, least: 2 };
  assert.ok(
    !trendOf(
      hour((share) => 30 + share * 6.2),
      handles,
    ).isFlat,
  );
  assert.ok(
    trendOf(
      hour((share) => 30 + share * 3.8),
      handles,
    ).isFlat,
  );
});

test('the rate is half of what the benchmark found, or what was asked for', () => {
  const found = [
    '| | app_queue | Callplane | ratio |',
    '| calls/s | 366 (327..366) | 274 (261..309) | 0.75 |',
  ];
  assert.equal(readSoakOptions([], found.join('\n')).rate, 137);
  const kept = readFileSync(join(import.meta.dirname, '../../docs/benchmarks.md'), 'utf8');
  assert.ok(readSoakOptions([], kept).rate > 1, 'the document that is kept says it in this form');
  assert.equal(readSoakOptions(['--rate', '20', '--minutes', '1'], '').rate, 20);
  assert.throws(() => readSoakOptions([], 'nothing'), /names no highest rate/);
  assert.throws(() => readSoakOptions(['--minutes', 'x', '--rate', '1'], ''), /found "x"/);
});

const FACTS = {
  calls: [{ endPlace: 'conversation' }, { endPlace: 'shed' }],
  visits: [{ exit: 'answered' }],
  offers: [{ result: 'answered' }, { result: 'no-answer' }],
  conversations: [{ talkMs: 1_500 }],
};

/** Everything happened in the first of two slices. */
function readerOf(facts: typeof FACTS): Parameters<typeof compareTotals>[1] {
  const slice =
    <Key extends keyof typeof FACTS>(key: Key) =>
    ({ from }: { readonly from: number }) =>
      Promise.resolve(from === 0 ? facts[key] : []);
  return {
    calls: slice('calls'),
    visits: slice('visits'),
    offers: slice('offers'),
    conversations: slice('conversations'),
  } as unknown as Parameters<typeof compareTotals>[1];
}

const LIVE = new Map([
  ['callplane_calls_arrived_total', 2],
  ['callplane_calls_ended_total{place="conversation"}', 1],
  ['callplane_calls_ended_total{place="shed"}', 1],
  ['callplane_calls_ended_total{place="menu"}', 0],
  ['callplane_visits_ended_total{exit="answered"}', 1],
  ['callplane_offers_total{result="answered"}', 1],
  ['callplane_offers_total{result="no-answer"}', 1],
  ['callplane_conversations_total', 1],
  ['callplane_talk_seconds_total', 1.5],
  ['callplane_gaps_total', 7],
]);

const totals = (live: ReadonlyMap<string, number>) =>
  compareTotals(live, readerOf(FACTS), { from: 0, to: 600_000 });

test('totals that are equal do not drift; one offer more, or one call that is nowhere live, does', async () => {
  assert.equal((await totals(LIVE)).length, 8);
  assert.deepEqual(driftOf(await totals(LIVE)), []);
  const changed = new Map(LIVE).set('callplane_offers_total{result="no-answer"}', 2);
  changed.delete('callplane_calls_ended_total{place="shed"}');
  assert.deepEqual(driftOf(await totals(changed)), [
    { what: 'callplane_calls_ended_total{place="shed"}', live: 0, facts: 1 },
    { what: 'callplane_offers_total{result="no-answer"}', live: 2, facts: 1 },
  ]);
});

function sampleAt(atMs: number, lineMemory: number): Sample {
  return {
    atMs,
    lineMemory,
    lineHeap: 40,
    lineHandles: 30,
    booksMemory: 120,
    booksHandles: 20,
    asteriskMemory: 300,
    asteriskHandles: 90,
    loopDelayMs: 12,
    booksBehindSeconds: 0,
    channels: 50,
    bridges: 50,
  };
}

async function resultOf(minutes: number, memoryAt: (share: number) => number): Promise<SoakResult> {
  const samples = hour(memoryAt).map(({ atMs, value }) => sampleAt(atMs, value));
  const callers = { succeeded: 2, failed: 0 };
  return { minutes, rate: 100, callers, samples, totals: await totals(LIVE), leftOver: [] };
}

test('a flat hour has no fault; a line that grows has one, but not in a run that is all warm-up', async () => {
  assert.deepEqual(soakFaults(await resultOf(60, () => 100)), []);
  const [fault] = soakFaults(await resultOf(60, (share) => 100 + share * 60));
  assert.match(String(fault), /line, resident memory, MB: grows by 29\.9/);
  assert.deepEqual(soakFaults(await resultOf(5, (share) => 100 + share * 60)), []);
  assert.match(soakDocument(await resultOf(60, () => 100)), /8 of 8 totals .* facts of 2 calls\./);
});

test('callers whom the books do not have, and what is left over, are faults', async () => {
  const result = await resultOf(60, () => 100);
  const faults = soakFaults({
    ...result,
    callers: { succeeded: 2, failed: 1 },
    leftOver: ['2 channels left'],
  });
  assert.deepEqual(faults, [
    '2 channels left',
    '1 of 3 calls did not end as they should',
    '3 callers came, 2 calls are stored',
  ]);
});

test('the table goes between its own markers, at the end of a document that has none', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-soak-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'document.md');
  writeFileSync(file, '# Title\n');
  writeBetweenMarkers(file, 'soak', 'first');
  writeBetweenMarkers(file, 'chaos', 'other');
  writeBetweenMarkers(file, 'soak', 'second');
  const text = readFileSync(file, 'utf8');
  assert.match(
    text,
    /^# Title\n\n<!-- soak: begin .*-->\n\nsecond\n\n<!-- soak: end -->\n\n<!-- chaos: begin/,
  );
  assert.ok(!text.includes('first'));
});

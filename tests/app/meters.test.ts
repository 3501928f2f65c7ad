import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineFamilies } from '../../src/app/line-metrics.js';
import { StoredLag } from '../../src/app/stored-lag.js';
import type { Command } from '../../src/core/command.js';
import { Histogram, type MetricFamily } from '../../src/ports/metrics.js';
import { office } from '../core/overflow-scene.js';
import { plan, queue } from '../core/plan-builder.js';
import { aRecording, aVoicemail } from '../store/sample-facts.js';
import { LineScene } from './line-scene.js';

/** Every sample as `name{labels} value`, without those that are 0. */
function samplesOf(families: readonly MetricFamily[]): ReadonlyMap<string, number> {
  const found = families.flatMap(({ name, samples }) =>
    samples.map(({ suffix, labels, value }) => {
      const pairs = Object.entries(labels).map(([key, text]) => `${key}=${text}`);
      return [`${name}${suffix ?? ''}{${pairs.join(',')}}`, value] as const;
    }),
  );
  return new Map(found);
}

function figuresOf(scene: LineScene, freeBytes: number | null = null): ReadonlyMap<string, number> {
  const { line, journal, meters, now } = scene;
  const families = lineFamilies({
    version: '1',
    startedAt: 0,
    state: line.state,
    now,
    meters,
    health: {
      telephony: 'connected',
      journalError: null,
      books: 'up',
      undelivered: 0,
      database: 'open',
      stopping: false,
      standby: () => 'none',
      draining: () => [],
      repairs: { 'bridge-alone': 2 },
      disk: { alarm: null, freeBytes },
      overload: { alarm: null, signs: ['in-flight'] },
    },
    loopDelay: { longestMs: 3, p99Ms: 1 },
    lag: new StoredLag(),
    journal: {
      sequence: line.sequence,
      durable: journal.durable,
      backlog: journal.backlog,
      waitingSteps: line.waitingForDisk,
      isRefusing: line.isDiskRefusing,
    },
  });
  return samplesOf(families);
}

test('a histogram counts into buckets whose ends belong to them', () => {
  const histogram = new Histogram([1, 2]);
  for (const value of [0.5, 1, 1.5, 2, 2.5]) histogram.observe(value);
  assert.deepEqual(
    [...samplesOf([histogram.family('h', '')])],
    [
      ['h_bucket{le=1}', 2],
      ['h_bucket{le=2}', 4],
      ['h_bucket{le=+Inf}', 5],
      ['h_sum{}', 7.5],
      ['h_count{}', 5],
    ],
  );
});

test('calls, queue and agents as they are, and what has ended', async () => {
  const scene = new LineScene();
  const signIn = scene.line.ask({ ask: 'sign-in', agent: 'anna' });
  scene.journal.write();
  await signIn;
  scene.take({
    kind: 'phone-changed',
    phone: scene.line.state.agents.get('anna')?.phone ?? '',
    state: 'idle',
  });
  scene.call('first');
  scene.call('second');
  scene.now += 4_000;
  let figures = figuresOf(scene);
  assert.equal(figures.get('callplane_calls_arrived_total{}'), 2);
  assert.equal(figures.get('callplane_queue_waiting{queue=sales}'), 2);
  assert.equal(figures.get('callplane_queue_oldest_wait_seconds{queue=sales}'), 4);
  assert.equal(figures.get('callplane_calls{state=ringing}'), 1);
  assert.equal(figures.get('callplane_calls{state=waiting}'), 1);
  assert.equal(figures.get('callplane_agents{state=offered}'), 1);
  assert.equal(figures.get('callplane_queue_agents{queue=sales,state=signed-in}'), 1);
  assert.equal(figures.get('callplane_dispatch_seconds_count{}'), 1);
  scene.take({ kind: 'leg-ended', leg: 'first', end: 'normal' });
  figures = figuresOf(scene);
  assert.equal(figures.get('callplane_offers_total{result=caller-left}'), 1);
  assert.equal(figures.get('callplane_visits_ended_total{exit=hung-up}'), 1);
  assert.equal(figures.get('callplane_calls_ended_total{place=queue}'), 1);
  assert.equal(figures.get('callplane_repairs_total{what=bridge-alone}'), 2);
});

test('the free space of the disk is told as it was last seen, and not at all when nobody could tell', () => {
  const scene = new LineScene();
  assert.equal(figuresOf(scene, 536_870_912).get('callplane_disk_free_bytes{}'), 536_870_912);
  assert.equal(figuresOf(scene, 0).get('callplane_disk_free_bytes{}'), 0);
  assert.equal(figuresOf(scene).get('callplane_disk_free_bytes{}'), undefined);
});

test('what is not recorded is counted by its reason, messages in voicemail too', () => {
  const scene = new LineScene();
  const ended = { kind: 'voicemail-ended', ...aVoicemail({}) } as const;
  const recorded = { kind: 'recording-ended', ...aRecording({}) } as const;
  scene.meters.took({ kind: 'time-passed' }, [
    { ...ended, failure: null },
    { ...ended, failure: 'broke-off' },
    { ...ended, failure: 'box-full' },
    { ...recorded, failure: null },
    { ...recorded, failure: 'no-bridge' },
    { ...recorded, failure: 'broke-off' },
  ]);
  const failed = [...figuresOf(scene)].filter(
    ([name, value]) => name.startsWith('callplane_recordings_failed') && value > 0,
  );
  assert.deepEqual(failed, [
    ['callplane_recordings_failed_total{reason=broke-off}', 2],
    ['callplane_recordings_failed_total{reason=box-full}', 1],
  ]);
});

test('the dispatch is timed from what made it possible: the wait for the disk counts, and a late timer does', async () => {
  const rests = { restMs: 5_000, pauseAfterMissed: null };
  const offers = { 'no-answer': rests, declined: rests, busy: rests, unreachable: rests };
  const rested = plan({ agents: ['anna'], queues: [queue('sales', ['anna'], { offers })] });
  const scene = new LineScene(undefined, rested);
  const signIn = scene.line.ask({ ask: 'sign-in', agent: 'anna' });
  scene.journal.write();
  await signIn;
  scene.take({
    kind: 'phone-changed',
    phone: scene.line.state.agents.get('anna')?.phone ?? '',
    state: 'idle',
  });
  scene.line.accept({ kind: 'call-arrived', leg: 'first', from: null, fromName: null, dialled: '100' });
  scene.now += 70;
  scene.journal.write();
  const figures = figuresOf(scene);
  assert.equal(figures.get('callplane_dispatch_seconds_sum{}'), 0.07);
  assert.equal(figures.get('callplane_dispatch_seconds_bucket{le=0.05}'), 0);
  assert.equal(figures.get('callplane_dispatch_seconds_bucket{le=0.1}'), 1);
  // Nobody answers; after his rest the agent is rung again, by a timer that goes off 300 ms late.
  const rings = (): readonly Command[] => scene.sent.filter(({ kind }) => kind === 'ring');
  const late = (): void => {
    scene.now = (scene.line.state.deadlines.next() ?? 0) + 300;
    scene.wake();
    scene.journal.write();
  };
  late();
  const [ring] = rings();
  scene.take({ kind: 'leg-ended', leg: ring?.kind === 'ring' ? ring.leg : '', end: 'cancelled' });
  for (let wakes = 0; rings().length < 2 && wakes < 20; wakes += 1) late();
  assert.equal(figuresOf(scene).get('callplane_dispatch_seconds_count{}'), 2);
  assert.equal(figuresOf(scene).get('callplane_dispatch_seconds_sum{}'), 0.37);
});

test('the age of what is not stored: exact while short, rough and small in memory when long', () => {
  const lag = new StoredLag();
  assert.deepEqual([lag.stored, lag.ageMs(5_000)], [null, 0]);
  for (let sequence = 1; sequence <= 100; sequence += 1) lag.written(sequence, 1_000 + 10 * sequence);
  assert.equal(lag.ageMs(3_010), 2_000);
  lag.storedUpTo(100);
  assert.deepEqual([lag.stored, lag.ageMs(9_000)], [100, 0]);
  // A day without a database, a record every 100 ms.
  for (let sequence = 101; sequence <= 864_100; sequence += 1) lag.written(sequence, 10_000 + 100 * sequence);
  const end = 10_000 + 86_410_000;
  assert.equal(lag.ageMs(end), end - (10_000 + 10_100));
  lag.storedUpTo(432_100);
  const half = lag.ageMs(end);
  assert.ok(half <= 43_200_000 && half > 43_200_000 - 600_000, `${half} ms`);
  lag.storedUpTo(864_100);
  assert.equal(lag.ageMs(end), 0);
});

test('whether callers of a queue go to a partner, and how many of its lines are in use', async () => {
  const scene = new LineScene();
  assert.equal(figuresOf(scene).get('callplane_partner_lines{partner=night-desk}'), undefined);
  scene.take({ kind: 'plan-loaded', plan: office({}), by: 'test' });
  const signIn = scene.line.ask({ ask: 'sign-in', agent: 'anna' });
  scene.journal.write();
  await signIn;
  scene.call('first');
  const before = figuresOf(scene);
  assert.equal(before.get('callplane_queue_overflow_open{queue=sales}'), 0);
  for (const leg of ['second', 'third', 'fourth', 'fifth']) scene.call(leg);
  const figures = figuresOf(scene);
  assert.equal(figures.get('callplane_queue_overflow_open{queue=sales}'), 1);
  assert.equal(figures.get('callplane_partner_lines{partner=night-desk}'), 2);
  assert.equal(figures.get('callplane_partner_lines_in_use{partner=night-desk}'), 2);
  const [offer] = [...scene.line.state.offers.values()].filter(({ agent }) => agent.startsWith('partner:'));
  scene.take({ kind: 'leg-ended', leg: offer?.leg ?? '', end: 'busy' });
  const after = figuresOf(scene);
  assert.equal(after.get('callplane_partner_offers_total{result=busy}'), 1);
  assert.equal(after.get('callplane_offers_total{result=busy}'), 0, 'those are of agents');
});

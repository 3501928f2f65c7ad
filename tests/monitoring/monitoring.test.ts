import assert from 'node:assert/strict';
import { readFileSync, statfsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import type { Callplane } from '../support/callplane/callplane.js';
import { agentIs, readinessIs, Stage } from '../system/support/stage.js';
import { until } from '../system/support/until.js';
import { promtool } from './promtool.js';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const RULES = join(REPOSITORY, 'deploy/prometheus/callplane.rules.yml');
const DASHBOARD = join(REPOSITORY, 'deploy/grafana/callplane.json');
const GUIDE = join(REPOSITORY, 'docs/monitoring.md');

/** What only shows when something fails, by chance (events that came before the filter held), or where the plan has such. */
const NOT_ALWAYS_PRINTED = [
  'callplane_ari_failures_total',
  'callplane_repairs_total',
  'callplane_ari_events_ignored_total',
  'callplane_callbacks',
  'callplane_voicemails_unheard',
  'callplane_queue_overflow_open',
  'callplane_partner_lines',
  'callplane_partner_lines_in_use',
];

let stage: Stage;
/** What /metrics says after one call with talk and one that was given up. */
let printed: string;
before(async () => {
  stage = await Stage.open('monitoring');
});
after(() => stage.close());

async function scrape(callplane: Callplane): Promise<string> {
  const token = callplane.environment['CALLPLANE_API_TOKEN'] ?? '';
  const answer = await fetch(`${callplane.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200);
  return answer.text();
}

/** The value of one sample, as it is written before its value. */
function valueOf(text: string, sample: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${sample} `));
  assert.ok(line !== undefined, `${sample} is not in\n${text}`);
  return Number(line.slice(sample.length + 1));
}

const namesIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name ?? ''));

test('the figures of a real call, in a form that promtool has nothing against', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start();
  const talk = await stage.talkTo(callplane, 'anna');
  await readinessIs(callplane, 'ready');
  const during = await scrape(callplane);
  assert.equal(valueOf(during, 'callplane_calls{state="talking"}'), 1);
  assert.equal(valueOf(during, 'callplane_agents{state="talking"}'), 1);
  assert.equal(valueOf(during, 'callplane_agents{state="signed-out"}'), 1);
  assert.equal(valueOf(during, 'callplane_queue_agents{queue="main",state="signed-in"}'), 1);
  assert.equal(valueOf(during, 'callplane_readiness{state="ready"}'), 1);
  // Nobody is free for the second.
  const second = await stage.callIn();
  await until(
    'the second caller to wait',
    async () => valueOf(await scrape(callplane), 'callplane_queue_waiting{queue="main"}') === 1,
  );
  await stage.hangUp(second);
  await stage.hangUp(talk);
  await agentIs(callplane, 'anna', 'available');
  await until('the facts to be stored', async () => {
    printed = await scrape(callplane);
    const sequence = valueOf(printed, 'callplane_journal_sequence');
    // Absent until the books have said it for the first time.
    return printed.includes(`\ncallplane_database_stored_sequence ${sequence}\n`);
  });
  assert.equal(valueOf(printed, 'callplane_database_lag_seconds'), 0);
  assert.equal(valueOf(printed, 'callplane_calls_arrived_total'), 2);
  assert.equal(valueOf(printed, 'callplane_calls_ended_total{place="conversation"}'), 1);
  assert.equal(valueOf(printed, 'callplane_calls_ended_total{place="queue"}'), 1);
  assert.equal(valueOf(printed, 'callplane_offers_total{result="answered"}'), 1);
  assert.equal(valueOf(printed, 'callplane_visits_ended_total{exit="hung-up"}'), 1);
  assert.equal(valueOf(printed, 'callplane_dispatch_seconds_count'), 1);
  assert.ok(valueOf(printed, 'callplane_dispatch_seconds_sum') < 0.5);
  assert.equal(valueOf(printed, 'callplane_ari_requests_total{request="ring"}'), 1);
  assert.equal(valueOf(printed, 'callplane_ari_event_streams_total'), 1);
  assert.ok(valueOf(printed, 'callplane_ari_round_trip_seconds_count') >= 5);
  const { bavail, bsize } = statfsSync(site.data);
  const free = valueOf(printed, 'callplane_disk_free_bytes');
  assert.ok(Math.abs(free - bavail * bsize) < 2e9, `${free} bytes of ${bavail * bsize}`);
  assert.ok(valueOf(printed, 'process_resident_memory_bytes') > 10_000_000);
  await promtool(['check', 'metrics'], printed);
});

test('labels hold names of the plan and words of the code, nothing of a call', () => {
  const labels = [...printed.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => `${name}=${value}`);
  const strangers = labels.filter(
    (label) => /\d{3,}|cp[0-9a-f]{8}/.test(label) && !/^(le|version)=/.test(label),
  );
  assert.deepEqual(strangers, []);
  assert.ok(new Set(labels).size < 150, `${new Set(labels).size} different labels`);
});

test('dashboard and alerts use what is printed, and the guide tells all of it', async () => {
  const names = namesIn(printed);
  const known = new Set([...names, ...NOT_ALWAYS_PRINTED]);
  const isKnown = (name: string): boolean =>
    known.has(name) || known.has(name.replace(/_(bucket|sum|count)$/, ''));
  for (const file of [RULES, DASHBOARD]) {
    const used = [...readFileSync(file, 'utf8').matchAll(/\b(callplane|process)_[a-z0-9_]+/g)].map(
      ([name]) => name,
    );
    assert.ok(used.length > 10, file);
    assert.deepEqual(
      [...new Set(used)].filter((name) => !isKnown(name)),
      [],
      file,
    );
  }
  const told = new Set(
    [...readFileSync(GUIDE, 'utf8').matchAll(/^\| `([a-z0-9_]+)/gm)].map(([, name]) => name),
  );
  assert.deepEqual(
    [...known].filter((name) => !told.has(name)),
    [],
  );
  assert.deepEqual(
    [...told].filter((name) => !known.has(name ?? '')),
    [],
  );
  await promtool(['check', 'config', '--syntax-only', join(REPOSITORY, 'deploy/prometheus/prometheus.yml')]);
  await promtool(['check', 'rules', RULES]);
});

test('every alert fires when it should, and is silent on a good day', async () => {
  const cases = join(import.meta.dirname, 'alerts.test.yml');
  await promtool(['test', 'rules', cases]);
  const alerts = [...readFileSync(RULES, 'utf8').matchAll(/alert: (\w+)/g)].map(([, name]) => name);
  const tried = new Set(
    [...readFileSync(cases, 'utf8').matchAll(/alertname: (\w+)/g)].map(([, name]) => name),
  );
  assert.deepEqual(
    alerts.filter((name) => !tried.has(name)),
    [],
    'an alert that no case makes fire',
  );
});

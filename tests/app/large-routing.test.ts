import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { test, type TestContext } from 'node:test';
import { readRoutingPlanAside } from '../../src/main-plan-aside.js';
import { readRoutingPlan } from '../../src/main-plan.js';

const AGENTS = 500;

async function largeFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callplane-routing-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'routing.yml');
  const agents = Array.from({ length: AGENTS }, (_, index) => {
    return `  agent-${index}: { name: Agent ${index}, phone: PJSIP/phone-${index}, teams: [all] }`;
  });
  const queue =
    'queues:\n  main: { agents: { team: all }, limits: { wait: 5m }, exits: { wait: hangup, nobody: hangup } }';
  const head = 'callplane: 1\ncompany: { name: Large, timezone: UTC }\nagents:';
  await writeFile(path, [head, ...agents, queue, "numbers:\n  '100': { queue: main }", ''].join('\n'));
  return path;
}

test('while a large routing file is read, the event loop has its time for callers', async (t) => {
  const place = { routing: await largeFile(t), sounds: null, speech: '' };
  const before = performance.eventLoopUtilization();
  const aside = await readRoutingPlanAside(place);
  const { utilization } = performance.eventLoopUtilization(before);
  assert.ok(utilization < 0.5, `busy for ${Math.round(100 * utilization)} % of the time`);
  assert.deepEqual(aside, await readRoutingPlan(place));
});

test('a routing file that is not there is told as a fault, from the other process as well', async () => {
  const read = await readRoutingPlanAside({
    routing: join(tmpdir(), 'no-such.yml'),
    sounds: null,
    speech: '',
  });
  assert.equal(read.ok, false);
});

test('a reader that ends without an answer is told as an error', async () => {
  const nobody = join(import.meta.dirname, 'no-such-reader.js');
  await assert.rejects(
    readRoutingPlanAside({ routing: 'x', sounds: null, speech: '' }, nobody),
    /ended with 1 and no answer/,
  );
});

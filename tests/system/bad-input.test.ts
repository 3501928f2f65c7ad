import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AgentView } from '../../src/ports/live.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { callplaneProgram } from '../support/callplane/program.js';
import { command } from './support/command.js';
import { exitCodeOf, isAlive, logOf, pidOf, ROUTING, Site } from './support/site.js';
import { until } from './support/until.js';

interface BadRouting {
  readonly what: string;
  readonly text: string;
  readonly says: RegExp;
}

const BAD_ROUTINGS: readonly BadRouting[] = [
  {
    what: 'a routing file that is no YAML',
    text: ROUTING.replace('agents:\n', 'agents: [\n'),
    says: /routing\.yml:\d+:\d+: /,
  },
  {
    what: 'an unknown strategy',
    text: ROUTING.replace('strategy: sequential', 'strategy: sequentail'),
    says: /routing\.yml:9:15: found .*sequentail.*; right would be .*sequential/,
  },
  {
    what: 'a prompt whose sound is not there',
    text: `${ROUTING.replace('nobody: [hangup]', 'nobody: [{ play: sorry }, hangup]')}prompts:\n  sorry: { file: callplane/sorry }\n`,
    says: /routing\.yml:19:\d+: found .*callplane\/sorry.*; right would be /,
  },
];

/** An Asterisk's sounds folder in which nothing of ours is. */
function emptySounds(site: Site): string {
  const folder = join(site.folder, 'sounds');
  mkdirSync(join(folder, 'en/callplane'), { recursive: true });
  return folder;
}

test(
  'a routing file with faults ends the start with one message and exit code 1',
  { concurrency: 3 },
  async (t) => {
    await Promise.all(
      BAD_ROUTINGS.map(({ what, text, says }) =>
        t.test(what, async (t) => {
          const site = new Site(t);
          writeFileSync(site.routing, text);
          const callplane = await site.launch({ CALLPLANE_SOUNDS: emptySounds(site) });
          assert.equal(await exitCodeOf(callplane), 1, callplane.logTail());
          const told = logOf(callplane).filter(({ level }) => level === 'error');
          assert.equal(told.length, 1, 'one message');
          assert.match(told[0]?.message ?? '', says);
          assert.match(told[0]?.message ?? '', /nothing was started/);
          assert.ok(!existsSync(join(site.data, 'journal')), 'a journal was begun');
          assert.ok(!existsSync(join(site.data, 'callplane.sqlite')), 'a database was made');
        }),
      ),
    );
  },
);

const IN_THE_DATABASE = [
  ['report', 'daily'],
  ['retention', 'run'],
  ['person', 'export', '+359880000001'],
];

for (const asked of IN_THE_DATABASE)
  test(`${asked.slice(0, 2).join(' ')} without a database says so with exit code 3 and makes none`, (t) => {
    const site = new Site(t);
    const ran = spawnSync(process.execPath, [...callplaneProgram(), ...asked], {
      encoding: 'utf8',
      env: { ...process.env, CALLPLANE_DATA: site.data, DATABASE_URL: '' },
    });
    assert.equal(ran.status, 3, ran.stderr);
    assert.match(ran.stderr, /There are no facts yet: .*callplane\.sqlite is not there/);
    assert.ok(!existsSync(join(site.data, 'callplane.sqlite')), 'a database was made');
  });

test('a command whose output cannot be written says where and why, with exit code 3', async () => {
  const { code, err } = await command({}, 'graph', 'examples/demo.yml', '--out', '/nowhere/graph.svg');
  assert.equal(code, 3, err);
  assert.match(
    err,
    /^\/nowhere\/graph\.svg cannot be written \(ENOENT[^\n]*\)\. Name a file in a folder that exists/,
  );
});

test('a port that another program has ends the start with exit code 3 and its number', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.after(() => other.close());
  const { port } = other.address() as AddressInfo;
  const callplane = await new Site(t).launch({ CALLPLANE_HTTP_PORT: String(port) });
  assert.equal(await exitCodeOf(callplane), 3);
  const told = logOf(callplane).filter(({ level }) => level === 'error');
  assert.equal(told.length, 1, callplane.logTail());
  assert.match(
    told[0]?.message ?? '',
    new RegExp(`Port 127\\.0\\.0\\.1:${port} is in use.*CALLPLANE_HTTP_PORT`),
  );
});

test('two Callplanes cannot use one data folder: the second says so and ends, the first goes on', async (t) => {
  const site = new Site(t);
  const first = await site.launch();
  await answers(first);
  const second = await site.launch({ CALLPLANE_LOG_LEVEL: 'info' });
  assert.equal(await exitCodeOf(second), 3, second.logTail());
  assert.match(second.logTail(), /Another Callplane is writing the journal in .*CALLPLANE_DATA/);
  await answers(first);
  assert.equal(await first.stop(), 0);
});

test('a data folder that cannot be made ends the start with one message and exit code 3', async (t) => {
  const callplane = await new Site(t).launch({ CALLPLANE_DATA: '/sys/callplane' });
  assert.equal(await exitCodeOf(callplane), 3, callplane.logTail());
  assert.match(callplane.logTail(), /folder \/sys\/callplane cannot be written \(E\w+\).*CALLPLANE_DATA/);
});

test('what is asked wrongly over HTTP is refused in one answer, and nothing of it happens', async (t) => {
  const callplane = await new Site(t).launch();
  await answers(callplane);
  const line = pidOf(callplane, 'line');

  const asked = async (
    body: string,
    type = 'application/json',
    token: string | null = tokenOf(callplane),
  ) => {
    const headers = { 'content-type': type, ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${callplane.url}/api/agents/anna/pause`, { method: 'POST', headers, body });
    const problem = (await answer.json()) as { readonly code: string; readonly detail: string };
    assert.notEqual(problem.detail, '');
    return `${answer.status} ${problem.code}`;
  };
  await callplane.api('POST', '/api/agents/anna/sign-in');
  const before = await callplane.api<AgentView>('GET', '/api/agents/anna');

  assert.equal(await asked('{"reason":'), '400 malformed-json');
  assert.equal(await asked('{"reason":"lunch","until":"noon"}'), '400 invalid-body');
  assert.equal(await asked('{"reason":7}'), '400 invalid-body');
  assert.equal(await asked('{}'), '400 invalid-body');
  assert.equal(await asked('reason=lunch', 'text/plain'), '415 not-json');
  assert.equal(await asked(JSON.stringify({ reason: 'x'.repeat(20_000) })), '413 body-too-large');
  assert.equal(await asked('{"reason":"lunch"}', 'application/json', null), '401 token-missing');
  assert.equal(await asked('{"reason":"lunch"}', 'application/json', 'wrong'), '401 token-wrong');

  assert.deepEqual(await callplane.api('GET', '/api/agents/anna'), before);
  assert.ok(isAlive(line), 'the line fell over a request');
  assert.equal(await callplane.stop(), 0);
});

test('a faulty routing file is refused at reload, by request and by signal, and the old one stays', async (t) => {
  const site = new Site(t);
  const callplane = await site.launch();
  await answers(callplane);
  const faulty = ROUTING.replace('anna: {', 'carla: {');
  writeFileSync(site.routing, faulty);

  await assert.rejects(callplane.api('POST', '/api/reload'), /422.*routing\.yml.*anna/s);
  callplane.process.kill('SIGHUP');
  await until('the refusal of the signal in the log', () => refusals(callplane) === 2);
  const { items } = await callplane.api<{ items: AgentView[] }>('GET', '/api/agents');
  assert.deepEqual(
    items.map(({ agent }) => agent),
    ['anna', 'boris'],
  );

  writeFileSync(site.routing, ROUTING.replaceAll('boris', 'carla').replace('Boris', 'Carla'));
  callplane.process.kill('SIGHUP');
  await until('the mended file in force', async () => {
    const agents = await callplane.api<{ items: AgentView[] }>('GET', '/api/agents');
    return agents.items.some(({ agent }) => agent === 'carla');
  });
  assert.equal(await callplane.stop(), 0);
});

function refusals(callplane: Callplane): number {
  return readFileSync(callplane.logFile, 'utf8').split('the plan in force stays').length - 1;
}

function tokenOf(callplane: Callplane): string {
  return callplane.environment['CALLPLANE_API_TOKEN'] ?? '';
}

/** Without Asterisk it is never ready, but it answers. */
async function answers(callplane: Callplane): Promise<void> {
  await until('an answer over HTTP', async () => {
    const answer = await fetch(`${callplane.url}/health`).catch(() => null);
    return answer?.status === 200;
  }).catch((error: unknown) => assert.fail(`${String(error)}\n${callplane.logTail()}`));
}

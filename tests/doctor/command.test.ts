import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import type { Diagnosis } from '../../src/doctor/examine.js';
import { agentIs, Stage } from '../system/support/stage.js';
import { ROUTING } from '../system/support/site.js';
import { callplaneProgram } from '../support/callplane/program.js';
import { scratchFolder } from './scene.js';

const REPOSITORY = resolve(import.meta.dirname, '../..');

interface Run {
  readonly code: number;
  readonly out: string;
}

/** `callplane doctor` as it is given on the command line. */
function doctor(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Run> {
  const words = [...callplaneProgram(), 'doctor', ...args];
  return new Promise((done) => {
    execFile(
      process.execPath,
      words,
      { cwd: REPOSITORY, env: { ...process.env, ...environment } },
      (error, stdout, stderr) => done({ code: Number(error?.code ?? 0), out: stdout + stderr }),
    );
  });
}

let stage: Stage;
before(async () => {
  stage = await Stage.open('doctor-command');
});
after(() => stage.close());

test('while Callplane runs with a talk, and while nothing runs; nothing is changed', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start();
  const talk = await stage.talkTo(callplane, 'anna');
  const running = await doctor(callplane.environment, '--json');
  const { verdict, checks } = JSON.parse(running.out) as { verdict: string; checks: readonly Diagnosis[] };
  const failures = checks.filter((check) => check.verdict === 'failed');
  assert.deepEqual([running.code, verdict, failures], [0, 'warned', []], running.out);
  const found = (area: string, check: string): string =>
    checks.find((each) => each.area === area && each.check === check)?.found ?? '';
  assert.match(found('callplane', 'readiness'), /runs and is ready/);
  assert.match(found('network', 'HTTP port'), /the running Callplane has/);
  assert.match(found('asterisk', 'application'), /the running Callplane has/);
  assert.match(found('routing', 'file'), /loads: 2 agents, 1 queues, 1 numbers/);
  await stage.nobodyHangsUp(talk);
  await agentIs(callplane, 'anna', 'talking');
  await stage.everybodyHangsUp();
  assert.equal(await callplane.stop(), 0);

  const before = traces(site.data);
  const stopped = await doctor(callplane.environment);
  assert.equal(stopped.code, 0, stopped.out);
  assert.match(stopped.out, /^passed {2}callplane readiness +no Callplane runs with these settings$/m);
  assert.match(stopped.out, /^passed {2}database migrations +all \d+ migrations have run$/m);
  assert.match(stopped.out, /^\d+ passed, \d+ warned, 0 failed$/m);
  assert.deepEqual(traces(site.data), before);
});

test('something failed: exit code 1, and every line all the same', async (t) => {
  const folder = scratchFolder(t);
  writeFileSync(join(folder, 'routing.yml'), ROUTING.replace('sequential', 'sequentiel'));
  const run = await doctor({
    CALLPLANE_ARI_URL: 'http://127.0.0.1:9',
    CALLPLANE_ARI_PASSWORD: 'unused',
    CALLPLANE_ROUTING: join(folder, 'routing.yml'),
    CALLPLANE_DATA: join(folder, 'data'),
  });
  assert.equal(run.code, 1);
  assert.match(
    run.out,
    /^failed {2}routing file .*routing\.yml:\d+:\d+: found "sequentiel"; right would be/m,
  );
  assert.match(run.out, /^failed {2}asterisk reachable +nothing answers/m);
  assert.match(run.out, /^passed {2}disk space/m);
  assert.deepEqual(readdirSync(folder), ['routing.yml'], 'looking has made something');
});

test('texts that cannot be spoken are a failed line, and nothing is made', async (t) => {
  const folder = scratchFolder(t);
  mkdirSync(join(folder, 'sounds'));
  const spoken = ROUTING.replace('nobody: [hangup]', 'nobody: [{ say: { text: Nobody is here. } }, hangup]');
  writeFileSync(join(folder, 'routing.yml'), spoken);
  const run = await doctor({
    CALLPLANE_ARI_URL: 'http://127.0.0.1:9',
    CALLPLANE_ARI_PASSWORD: 'unused',
    CALLPLANE_ROUTING: join(folder, 'routing.yml'),
    CALLPLANE_DATA: join(folder, 'data'),
    CALLPLANE_SOUNDS: join(folder, 'sounds'),
    CALLPLANE_SPEECH: 'no-such-engine {file}',
  });
  assert.match(run.out, /^passed {2}routing file +.* loads: 2 agents/m);
  assert.match(
    run.out,
    /^failed {2}routing speech +.*routing\.yml:15:\d+: found the text "Nobody is here\.", which .*no-such-engine cannot be run/m,
  );
  assert.deepEqual(readdirSync(folder).sort(), ['routing.yml', 'sounds']);
  assert.deepEqual(readdirSync(join(folder, 'sounds')), []);
});

test('settings that cannot be read are failed lines', async () => {
  const run = await doctor({ CALLPLANE_HTTP_PORT: 'eighty', CALLPLANE_LOG_LEVEL: 'loud' }, '--json');
  assert.equal(run.code, 1);
  const { checks } = JSON.parse(run.out) as { checks: readonly Diagnosis[] };
  assert.deepEqual(
    checks.map(({ area, verdict }) => `${area} ${verdict}`),
    ['settings failed', 'settings failed'],
  );
});

/** Name, time and content of everything in a folder; `-shm` is memory in which SQLite's readers leave their marks. */
function traces(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/callplane\.log$|-shm$/.test(name))
    .map((name) => {
      const found = statSync(join(folder, name));
      const content = found.isFile() ? readFileSync(join(folder, name)) : '';
      return `${name} ${found.mtimeMs} ${createHash('sha256').update(content).digest('hex')}`;
    });
}

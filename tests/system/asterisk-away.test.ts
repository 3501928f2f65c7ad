import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { exitCodeOf, isAlive, logOf } from './support/site.js';
import { agentIs, callsOf, readinessIs, Stage } from './support/stage.js';
import { until } from './support/until.js';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/asterisk');
const SET = 'system-away';

let stage: Stage;
before(async () => {
  stage = await Stage.open(SET);
});
after(() => stage.close());

/** Asterisk falls, as in a crash; the far end stays. */
async function killAsterisk(): Promise<void> {
  const { pbx } = JSON.parse(
    readFileSync(resolve(import.meta.dirname, `../../.asterisk/sets/${SET}.json`), 'utf8'),
  ) as { readonly pbx: { readonly pid: number } };
  process.kill(pbx.pid, 'SIGKILL');
  await until('Asterisk to be gone', () => !isAlive(pbx.pid));
}

/** The same Asterisk again, on the same ports. */
async function startAgain(): Promise<void> {
  await promisify(execFile)(SCRIPT, ['start', 'pbx', '--set', SET, '--owner', String(process.pid)]);
}

test('a wrong ARI password ends the start with exit code 3 and says where to look', async (t) => {
  const callplane = await stage.site(t).launch({
    CALLPLANE_ARI_PASSWORD: 'not-the-password',
    CALLPLANE_ARI_APPLICATION: 'wrong-password',
  });
  assert.equal(await exitCodeOf(callplane), 3, callplane.logTail());
  const told = logOf(callplane).filter(({ level }) => level === 'error');
  assert.equal(told.length, 1, callplane.logTail());
  assert.match(told[0]?.message ?? '', /refuses the user "callplane" or its password.*ari\.conf/s);
  assert.ok(!callplane.logTail().includes('not-the-password'));
});

test('without Asterisk it waits and says so once; it goes on when Asterisk comes, falls and comes back', async (t) => {
  await killAsterisk();
  const callplane = await stage.site(t).launch();
  assert.match(await readinessIs(callplane, 'not-ready'), /Asterisk has not been reached yet/);
  const mine = (): number =>
    logOf(callplane).filter(({ message }) => /nothing answers at/.test(message)).length;
  await until('the message', () => mine() > 0);
  await callplane.api('POST', '/api/agents/anna/sign-in');

  await startAgain();
  await readinessIs(callplane, 'ready');
  assert.equal(mine(), 1, 'it says so once');
  await agentIs(callplane, 'anna', 'available');
  await stage.callIn();
  await agentIs(callplane, 'anna', 'talking');

  await killAsterisk();
  assert.match(await readinessIs(callplane, 'not-ready'), /event stream of Asterisk is lost/);
  await startAgain();
  await readinessIs(callplane, 'ready');
  await until(
    'the calls of the fallen Asterisk to be over',
    async () => (await callsOf(callplane)).length === 0,
  );
  await stage.everybodyHangsUp();
  await agentIs(callplane, 'anna', 'available');
  await stage.callIn();
  await agentIs(callplane, 'anna', 'talking');
  assert.equal(await callplane.stop(), 0);
});

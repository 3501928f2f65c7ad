import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { logOf } from './support/site.js';
import { storedFacts } from './support/facts.js';
import { agentIs, callsOf, Stage } from './support/stage.js';
import { until } from './support/until.js';

const WAITING = 20;

let stage: Stage;
before(async () => {
  stage = await Stage.open('system-clock');
});
after(() => stage.close());

/** The environment of a process whose wall clock is as far from the true one as the file says, in seconds. */
function clockFrom(file: string): Readonly<Record<string, string>> {
  const script = join(import.meta.dirname, '../../scripts/faketime');
  return {
    LD_PRELOAD: execFileSync(script, { encoding: 'utf8' }).trim(),
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

test('the wall clock jumps by an hour, forwards and back, with twenty waiting: nobody leaves, nobody is skipped', async (t) => {
  const site = stage.site(t);
  const clock = join(site.folder, 'clock');
  writeFileSync(clock, '+0\n');
  const callplane = await site.start(clockFrom(clock));
  for (const deed of ['sign-in', 'pause'] as const)
    await callplane.api(
      'POST',
      `/api/agents/anna/${deed}`,
      deed === 'pause' ? { reason: 'lunch' } : undefined,
    );
  for (let waiting = 1; waiting <= WAITING; waiting++) {
    await stage.callIn();
    await until('the caller to wait', async () => (await callsOf(callplane)).length === waiting);
  }
  const inOrder = await callsOf(callplane);

  for (const [offset, jump] of [
    ['+3600', /jumped by \+3[56]\d\d s/],
    ['-3600', /jumped by -7[12]\d\d s/],
  ] as const) {
    const seen = logOf(callplane).length;
    writeFileSync(clock, `${offset}\n`);
    await until('the jump to be seen', () =>
      logOf(callplane)
        .slice(seen)
        .some(
          (line) => line.message === 'a gap: events may have been lost' && jump.test(JSON.stringify(line)),
        ),
    );
    const waiting = await callsOf(callplane);
    assert.deepEqual(
      waiting.map(({ call, position, state }) => [call, position, state]),
      inOrder.map(({ call, position, state }) => [call, position, state]),
    );
  }

  await callplane.api('POST', '/api/agents/anna/resume');
  await agentIs(callplane, 'anna', 'talking');
  const served = (await callsOf(callplane)).find(({ state }) => state === 'talking');
  assert.equal(served?.call, inOrder[0]?.call);
  await stage.everybodyHangsUp();
  await until('everybody to be gone', async () => (await callsOf(callplane)).length === 0);
  assert.equal(await callplane.stop(), 0);

  const facts = await storedFacts({ sqliteFile: join(site.data, 'callplane.sqlite') });
  assert.deepEqual([facts.calls.length, facts.openCalls], [WAITING, 0]);
  for (const call of facts.calls)
    assert.ok(
      call.endedAt >= call.arrivedAt && call.waitMs >= 0 && call.endPlace !== 'gap',
      JSON.stringify(call),
    );
  assert.equal(facts.gaps.filter(({ cause }) => cause.startsWith('the wall clock jumped')).length, 2);
  for (const { from, to } of facts.gaps) assert.ok(from <= to);
});

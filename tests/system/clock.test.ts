import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { CallView } from '../../src/ports/live.js';
import { askStore } from '../store/ask-store.js';
import { documentedViews } from '../store/documented-views.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { logOf } from './support/site.js';
import { storedFacts } from './support/facts.js';
import { callsOf, Stage } from './support/stage.js';
import { eventually, until } from './support/until.js';

const WAITING = 20;
/** So many of them are served one after another, which is when their order shows. */
const SERVED = 5;
/** The columns at which a row is over; what is put down about it later has no place among its instants. */
const ENDS = ['ended_at', 'to_at', 'settled_at'];
const LATER = ['heard_at'];
/** What happens in this test leaves rows in them: in the others there is nothing to look at. */
const FILLED = ['calls', 'visits', 'offers', 'conversations', 'holds', 'agent_states', 'gaps'];

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

async function waitingIn(callplane: Callplane): Promise<readonly CallView[]> {
  return (await callsOf(callplane)).filter(({ state }) => state === 'waiting');
}

/** The columns of instants of a row that is over: where it begins, and where it ends. */
function instantsOf(columns: readonly string[]): {
  readonly begin: string;
  readonly between: readonly string[];
  readonly end: string;
} | null {
  const [begin, ...others] = columns.filter((column) => column.endsWith('_at') && !LATER.includes(column));
  const end = others.find((column) => ENDS.includes(column));
  return begin === undefined || end === undefined ? null : { begin, between: others, end };
}

/** No row of any view has an end before its beginning, an instant outside of them, or a negative duration. */
async function assertNoNegativeInterval(sqliteFile: string): Promise<void> {
  const filled = new Set<string>();
  for (const [view, columns] of await documentedViews()) {
    const instants = instantsOf(columns);
    const durations = columns.filter((column) => column.endsWith('_ms'));
    for (const row of await askStore({ sqliteFile }, `SELECT * FROM ${view}`)) {
      filled.add(view);
      const told = `${view}: ${JSON.stringify(row)}`;
      for (const duration of durations) assert.ok(row[duration] === null || Number(row[duration]) >= 0, told);
      if (instants === null) continue;
      const [from, to] = [Number(row[instants.begin]), Number(row[instants.end])];
      for (const instant of instants.between.map((column) => row[column]))
        assert.ok(instant === null || (Number(instant) >= from && Number(instant) <= to), told);
    }
  }
  assert.deepEqual(
    FILLED.filter((view) => !filled.has(view)),
    [],
    'nothing stands in these views',
  );
}

/** One after another is served by Anna, in this order. */
async function areServed(
  callplane: Callplane,
  inOrder: readonly CallView[],
  placed: readonly string[],
): Promise<void> {
  const before = new Set<string>();
  for (const [index, next] of inOrder.entries()) {
    const served = await eventually('the next to be served', async () =>
      (await callsOf(callplane)).find(
        ({ call, agent, state }) => agent === 'anna' && state === 'talking' && !before.has(call),
      ),
    );
    assert.equal(served.call, next.call, `number ${index + 1} in the line`);
    before.add(served.call);
    await stage.hangUp(placed[index] ?? '');
  }
}

test('the wall clock jumps by an hour, forwards and back, with twenty waiting: nobody leaves, nobody is skipped', async (t) => {
  const site = stage.site(t);
  const clock = join(site.folder, 'clock');
  writeFileSync(clock, '+0\n');
  const callplane = await site.start(clockFrom(clock));
  await stage.talkTo(callplane, 'boris');
  const [talk] = await callsOf(callplane);
  await callplane.api('POST', `/api/calls/${talk?.call ?? ''}/hold`);
  for (const deed of ['sign-in', 'pause'] as const)
    await callplane.api(
      'POST',
      `/api/agents/anna/${deed}`,
      deed === 'pause' ? { reason: 'lunch' } : undefined,
    );
  const placed: string[] = [];
  for (let waiting = 1; waiting <= WAITING; waiting++) {
    placed.push(await stage.callIn());
    await until('the caller to wait', async () => (await waitingIn(callplane)).length === waiting);
  }
  const inOrder = await waitingIn(callplane);

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
    assert.deepEqual(
      (await waitingIn(callplane)).map(({ call, position, state }) => [call, position, state]),
      inOrder.map(({ call, position, state }) => [call, position, state]),
    );
  }

  await callplane.api('POST', `/api/calls/${talk?.call ?? ''}/resume`);
  await callplane.api('POST', '/api/agents/anna/resume');
  await areServed(callplane, inOrder.slice(0, SERVED), placed);
  await stage.everybodyHangsUp();
  await until('everybody to be gone', async () => (await callsOf(callplane)).length === 0);
  assert.equal(await callplane.stop(), 0);

  const sqliteFile = join(site.data, 'callplane.sqlite');
  const facts = await storedFacts({ sqliteFile });
  assert.deepEqual([facts.calls.length, facts.openCalls], [WAITING + 1, 0]);
  for (const call of facts.calls) assert.notEqual(call.endPlace, 'gap', JSON.stringify(call));
  assert.equal(facts.gaps.filter(({ cause }) => cause.startsWith('the wall clock jumped')).length, 2);
  await assertNoNegativeInterval(sqliteFile);
});

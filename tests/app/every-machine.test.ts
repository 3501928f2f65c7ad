import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { recoverState, type Recovered } from '../../src/app/recovery.js';
import type { Command } from '../../src/core/command.js';
import { assertInvariants } from '../../src/core/invariants.js';
import type { Signal } from '../../src/core/signal.js';
import { freeze } from '../../src/core/snapshot.js';
import type { State } from '../../src/core/step.js';
import type { JournalReader, JournalRecord } from '../../src/ports/journal.js';
import { MORNING } from '../core/scene.js';
import { KeptLog } from '../journal/journal-scene.js';
import { LineScene } from './line-scene.js';
import {
  asBelieved,
  type Beside,
  CASES,
  type MachineCase,
  MARIA,
  officePlan,
  type Played,
  played,
} from './machine-office.js';
import { machineOf, Trap } from './machine-trap.js';

const CORE = join(import.meta.dirname, '../../src/core');
/** How the journal is opened from which it is replayed: as the line of the scene began. */
const FRESH = { prefix: 't', seed: 1 };
/** Every touch up to here throws once, behind it every other one, every fourth … */
const EVERY_TOUCH = 8;

/** Where there is most to take up: a callback, beside a talk and who waits. */
const RICH = CASES.find(({ machine }) => machine === 'callback') ?? assert.fail('there is no such case');
const AWAY_MS = 60_000;

/** Folders and modules of src/core that have a part in steps: they take the work that a step has in hand. */
function machines(): readonly string[] {
  const files = readdirSync(CORE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const working = files.filter((file) =>
    /\bWork\b[^;]*from '(?:\.\.?\/)+work\.js'/.test(readFileSync(join(CORE, file), 'utf8')),
  );
  return [...new Set(working.map(machineOf))].sort();
}

test('every machine of the core has its case', () => {
  assert.deepEqual(CASES.map(({ machine }) => machine).sort(), machines());
});

/** A line that has played the case up to its signal, and the text of the state it began with. */
function lineOf({ lead }: Played): { readonly scene: LineScene; readonly beginning: string } {
  const kept: string[] = [];
  const scene = new LineScene((state) => kept.push(freeze(state)), officePlan());
  for (const { signal, at } of lead) {
    scene.now = at;
    scene.take(signal);
  }
  return { scene, beginning: kept.join('') };
}

/** Gives the signal; what came of a request is waited for later. */
function give(scene: LineScene, signal: Signal): Promise<readonly PromiseSettledResult<unknown>[]> {
  const asked = signal.kind === 'request' ? [scene.line.ask(signal.request)] : [];
  if (signal.kind !== 'request') scene.line.accept(signal);
  scene.journal.write();
  return Promise.allSettled(asked);
}

function after(touch: number): number {
  return touch < EVERY_TOUCH ? touch + 1 : touch * 2;
}

/** Everything that is known of a talk and of who waits behind it. */
function standing(
  { calls, legs, bridges, agents, queues, offers, deadlines }: State,
  beside: Beside,
): object {
  const own = [beside.talker, beside.waiter];
  const ofThem = [...calls.values()].filter(({ leg }) => own.includes(leg));
  const ids = [...own, beside.agentLeg, beside.bridge, 'boris', 'sales', ...ofThem.map(({ id }) => id)];
  return structuredClone([
    ofThem,
    [...own, beside.agentLeg].map((leg) => legs.get(leg)),
    [bridges.get(beside.bridge), agents.get('boris'), queues.get('sales')],
    [...offers.values()].filter(({ call }) => ids.includes(call)),
    deadlines.list().flatMap(({ kind, id, at }) => (ids.includes(id) ? [{ kind, id, at }] : [])),
  ]);
}

/** The calls that are not over and not about to be. */
function openCalls({ calls }: State): readonly string[] {
  return [...calls.values()].filter(({ activity }) => activity.kind !== 'leaving').map(({ id }) => id);
}

function isAbout({ talker, agentLeg, bridge, waiter }: Beside, command: Command): boolean {
  const words = JSON.stringify(command);
  return [talker, agentLeg, bridge, waiter].some((id) => words.includes(`"${id}"`));
}

/** The talk ends, who waits is rung for, served, and leaves. */
function goesOn(scene: LineScene, { talker, agentLeg, waiter }: Beside): void {
  const doing = (): string =>
    [...scene.line.state.calls.values()].find(({ leg }) => leg === waiter)?.activity.kind ?? 'gone';
  for (const leg of [talker, agentLeg]) scene.take({ kind: 'leg-ended', leg, end: 'normal' });
  const ring = scene.sent.findLast((command) => command.kind === 'ring');
  assert.ok(ring?.phone === 'PJSIP/boris', 'nobody is rung for who waits');
  scene.take({ kind: 'leg-answered', leg: ring.leg });
  const connect = scene.sent.findLast((command) => command.kind === 'connect');
  assert.ok(connect !== undefined);
  assert.deepEqual(connect.legs, [waiter, ring.leg]);
  for (const leg of connect.legs) scene.take({ kind: 'leg-joined', leg, bridge: connect.bridge });
  assert.equal(doing(), 'talking');
  for (const leg of [waiter, ring.leg]) scene.take({ kind: 'leg-ended', leg, end: 'normal' });
  assert.equal(doing(), 'gone');
}

/** What the throw has cost, and what of it was kept. */
function assertCosts({ costs, machine }: MachineCase, scene: LineScene, { signal, call }: Played): void {
  const open = openCalls(scene.line.state);
  if (costs === 'its-call') assert.ok(call !== null && !open.includes(call), 'its call goes on');
  if (costs === 'the-newcomer') {
    const hangUp = { kind: 'hang-up', leg: 'newcomer', reason: 'congestion' };
    assert.deepEqual(scene.sent.at(-1), hangUp);
  }
  const [kept, ...others] = scene.failed;
  assert.deepEqual([kept?.during, kept?.signal['kind'], others], ['live', signal.kind, []]);
  assert.ok(kept?.stack.some((frame) => new RegExp(`/src/core/${machine}[./]`).test(frame)));
  assert.ok(scene.log.has('error', /a step failed/));
  const told = JSON.stringify([scene.failed, scene.log.lines.filter(({ level }) => level === 'error')]);
  assert.doesNotMatch(told, new RegExp(`${MARIA.from.slice(1)}|${MARIA.fromName}|"7"`));
}

/** The journal of a line; `beforeLast` is called when its last record is about to be played. */
function journalOf(
  beginning: string,
  records: readonly JournalRecord[],
  beforeLast: () => void = () => undefined,
): JournalReader {
  return {
    read: ({ sequence }) => {
      if (sequence + 1 < records.length) return Promise.resolve(records.slice(sequence, -1));
      if (sequence + 1 === records.length) beforeLast();
      return Promise.resolve(records.slice(sequence));
    },
    newestSnapshot: () => Promise.resolve({ sequence: 0, at: MORNING, state: beginning }),
    isComplete: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
}

/** Throws at this touch, live; null: the step makes no such touch. Otherwise the state behind the throw. */
async function throwsLive(one: MachineCase, story: Played, touch: number): Promise<string | null> {
  const { scene, beginning } = lineOf(story);
  const { beside, signal, at } = story;
  const [before, open, sent] = [
    standing(scene.line.state, beside),
    openCalls(scene.line.state),
    scene.sent.length,
  ];
  scene.now = at;
  const trap = new Trap();
  trap.set(one.machine, touch);
  const given = give(scene, signal);
  if (!trap.clear()) return null;
  const behind = freeze(scene.line.state);
  const spared = open.filter((call) => call !== story.call || one.costs !== 'its-call');
  assert.deepEqual(
    openCalls(scene.line.state).filter((call) => spared.includes(call)),
    spared,
  );
  assert.deepEqual(standing(scene.line.state, beside), before);
  assert.deepEqual(
    scene.sent.slice(sent).filter((command) => isAbout(beside, command)),
    [],
  );
  assertInvariants(scene.line.state);
  assertCosts(one, scene, story);
  for (const { status } of await given) assert.equal(status, 'rejected');
  goesOn(scene, beside);
  assertInvariants(scene.line.state);
  const log = new KeptLog();
  const again = await recoverState(journalOf(beginning, scene.journal.records), FRESH, log);
  assert.deepEqual(again.failed, [], 'the next replay meets it again');
  assert.equal(freeze(again.state), freeze(scene.line.state));
  return behind;
}

/** Throws at this touch in a replay that has the signal as its last record, as an older program may have written it. */
async function throwsInReplay(one: MachineCase, story: Played, touch: number): Promise<Recovered> {
  const { scene, beginning } = lineOf(story);
  const { signal, at } = story;
  const { records } = scene.journal;
  const last = { sequence: records.length + 1, at, signal, milestones: [] };
  const trap = new Trap();
  const journal = journalOf(beginning, [...records, last], () => trap.set(one.machine, touch));
  const log = new KeptLog();
  const found = await recoverState(journal, FRESH, log);
  assert.ok(trap.clear(), 'it throws live only');
  assert.ok(log.has('error', /could not be replayed/));
  return found;
}

for (const one of CASES) {
  test(`a throw anywhere in the machine "${one.machine}" costs ${one.costs}; who talks and who waits beside goes on, live and in a replay`, async () => {
    const story = played(one);
    let thrown = 0;
    for (let touch = 1; ; touch = after(touch)) {
      const behind = await throwsLive(one, story, touch);
      if (behind === null) break;
      thrown += 1;
      const { state, failed } = await throwsInReplay(one, story, touch);
      assert.equal(freeze(state), behind, 'a replay makes of it what the line has made');
      const [kept, ...others] = failed;
      assert.deepEqual([kept?.during, kept?.signal['kind'], others], ['replay', story.signal.kind, []]);
      assert.ok(kept?.stack.some((frame) => new RegExp(`/src/core/${one.machine}[./]`).test(frame)));
    }
    assert.ok(thrown > 0, 'the signal does not come to this machine');
  });
}

/** Throws at this touch as a line begins; false: it makes no such touch. */
function throwsAtBeginning(machine: string, story: Played, touch: number): boolean {
  const { scene } = lineOf(story);
  scene.now = story.at + AWAY_MS;
  const trap = new Trap();
  trap.set(machine, touch);
  scene.take({ kind: 'restarted' });
  if (!trap.clear()) return false;
  const { state } = scene.line;
  assert.deepEqual([state.telephony.kind, state.minted >= scene.now], ['lost', true]);
  const gaps = scene.journal.records
    .flatMap(({ milestones }) => milestones)
    .flatMap((one) => (one.kind === 'gap' ? [one.to - one.from] : []));
  assert.deepEqual(gaps, [AWAY_MS]);
  assertInvariants(state);
  scene.take({ kind: 'telephony-back', existing: asBelieved(state) });
  goesOn(scene, story.beside);
  return true;
}

test('a throw in any machine as a line takes up what was left: it has begun all the same, and calls go on', () => {
  const story = played(RICH);
  const thrown = machines().filter((machine) => {
    let touch = 1;
    while (throwsAtBeginning(machine, story, touch)) touch = after(touch);
    return touch > 1;
  });
  assert.deepEqual(thrown, ['callback', 'partner', 'queue', 'ringing', 'step']);
});

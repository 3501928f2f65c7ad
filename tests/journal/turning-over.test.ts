import { watchingDisk } from './disk-steps.js';
import assert from 'node:assert/strict';
import {
  closeSync,
  cpSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Line } from '../../src/app/line.js';
import { LineMeters } from '../../src/app/line-meters.js';
import { recoverState } from '../../src/app/recovery.js';
import { freeze } from '../../src/core/snapshot.js';
import type { Signal } from '../../src/core/signal.js';
import type { Durability, JournalWriter } from '../../src/ports/journal.js';
import { salesPlan } from '../app/line-scene.js';
import { durable, KeptLog, reader, scratchFolder, until, writer } from './journal-scene.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KEPT_MS = 2 * DAY_MS;
/** What stands in the journal is gone within its time and four days. */
const GONE_AFTER_DAYS = 2 + 4;
const NUMBER = '+359880000001';
/** Long enough ago that all days of a test are over: then a file that is younger than the wall says was written today. */
const START = Date.now() - 100 * DAY_MS;

/** The clock on the wall and of the files, which only the test moves. */
class Wall {
  constructor(
    readonly folder: string,
    public now = START,
  ) {}

  pass(ms: number): void {
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name);
      if (statSync(path).mtimeMs > this.now) utimesSync(path, this.now / 1000, this.now / 1000);
    }
    this.now += ms;
  }

  /** The same in another folder, as a process that is killed now leaves it to the next. */
  left(folder: string): Wall {
    cpSync(this.folder, folder, { recursive: true, preserveTimestamps: true });
    return new Wall(folder, this.now);
  }
}

async function snapshotWritten(line: Line, { folder }: Wall): Promise<void> {
  line.writeSnapshot();
  await snapshotThere(folder, line.sequence);
}

function snapshotThere(folder: string, sequence: number): Promise<void> {
  const name = `state-${String(sequence).padStart(16, '0')}.snapshot`;
  return until(name, () => readdirSync(folder).includes(name));
}

/** What is cleared behind a snapshot has gone: then the clock may go on, or the process be killed. */
function isCleared({ folder, now }: Wall): boolean {
  const names = readdirSync(folder).sort();
  const snapshots = names.filter((name) => name.endsWith('.snapshot')).map(sequenceIn);
  const [first = '', second] = names.filter((name) => name.endsWith('.journal'));
  if (snapshots.length > 2) return false;
  const isNeeded = second === undefined || sequenceIn(second) > (snapshots[0] ?? 0) + 1;
  const writtenAt = statSync(join(folder, first), { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  return snapshots.length < 2 || isNeeded || writtenAt >= now - KEPT_MS;
}

function sequenceIn(name: string): number {
  return Number(/\d{16}/.exec(name)?.[0]);
}

/** A start of the line on a real journal. */
class Run {
  /** What stood when this had come to pass: by the sequence of the record. */
  readonly standings = new Map<number, string>();

  private constructor(
    readonly wall: Wall,
    readonly journal: JournalWriter,
    readonly line: Line,
    /** What it found. */
    readonly found: { readonly sequence: number; readonly standing: string },
  ) {}

  static async start(wall: Wall, durability: Durability = 'process'): Promise<Run> {
    const log = new KeptLog();
    const journal = await writer(wall.folder, { durability, keep: { forMs: KEPT_MS, now: () => wall.now } });
    const reading = reader(wall.folder, log);
    const { state, snapshotAt } = await recoverState(reading, { prefix: 'turn', seed: 7 }, log);
    await reading.close();
    const found = { sequence: journal.next - 1, standing: freeze(state) };
    const line = new Line({
      ...{ state, journal, snapshotAt, log },
      carryOut: () => undefined,
      sendOut: () => undefined,
      clock: { now: () => wall.now },
      timer: { set: () => undefined, clear: () => undefined },
      keepFailed: (step) => assert.fail(JSON.stringify(step)),
      meters: new LineMeters(() => wall.now),
      written: () => undefined,
    });
    if (snapshotAt === null) await snapshotWritten(line, wall);
    const run = new Run(wall, journal, line, found);
    run.accept({ kind: 'restarted' });
    if (state.planInForce === null) run.accept({ kind: 'plan-loaded', plan: salesPlan(), by: 'test' });
    await run.stored();
    return run;
  }

  accept(signal: Signal): void {
    this.line.accept(signal);
    this.standings.set(this.line.sequence, freeze(this.line.state));
  }

  async call(from: string): Promise<void> {
    const leg = `leg-${this.line.sequence}`;
    this.accept({ kind: 'call-arrived', leg, from, fromName: null, dialled: '100' });
    this.accept({ kind: 'leg-ended', leg, end: 'normal' });
    await this.stored();
  }

  /** The look that the line takes every ten minutes. */
  async look(): Promise<void> {
    const before = this.line.sequence;
    this.line.turnOver();
    const { sequence } = this.line;
    if (sequence === before) return;
    this.standings.set(sequence, freeze(this.line.state));
    await this.stored();
    await snapshotThere(this.wall.folder, sequence);
    await until('what nobody needs to be gone', () => isCleared(this.wall));
  }

  async stored(): Promise<void> {
    await durable(this.journal, this.line.sequence);
    this.journal.release(this.line.sequence);
  }

  /** Killed: what is left of it. */
  async killed(t: TestContext): Promise<Wall> {
    const left = this.wall.left(await scratchFolder(t));
    await this.journal.close();
    return left;
  }
}

/** Days on which nothing happens. */
async function quietDays(run: Run, days: number): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    run.wall.pass(DAY_MS);
    await run.look();
  }
}

function stands(folder: string, text: string): boolean {
  return readdirSync(folder).some((name) => readFileSync(join(folder, name), 'latin1').includes(text));
}

/** The files that are no segment, by what they are. */
function beside(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => !name.endsWith('.journal'));
  return names.map((name) => name.replace(/\d{16}/, '#')).sort();
}

/** What a process that was killed has left. */
interface Left {
  readonly at: string;
  readonly wall: Wall;
  /** Records that it had reported as durable, and those that it had begun to write. */
  readonly least: number;
  readonly most: number;
}

/** What would be left of it at each step on the disk, and in the middle of each write, while it works. */
async function leftAtEachStep(t: TestContext, run: Run, work: () => Promise<void>): Promise<readonly Left[]> {
  const folder = await scratchFolder(t);
  const all: Left[] = [];
  await watchingDisk(({ name, writing }) => {
    const leave = (at: string): Wall => {
      const wall = run.wall.left(join(folder, String(all.length)));
      all.push({ at, wall, least: run.journal.durable, most: run.line.sequence });
      return wall;
    };
    leave(`before ${name}`);
    if (writing === null) return;
    const torn = leave(`in the middle of ${name}`);
    const file = openSync(join(torn.folder, writing.file), 'r+');
    writeSync(file, writing.bytes, 0, writing.bytes.length >> 1, writing.position);
    closeSync(file);
  }, work);
  return all;
}

for (const durability of ['process', 'power'] as const)
  test(`killed between any two steps of a new day, or in the middle of a write (${durability}), all is found again`, async (t) => {
    const folder = await scratchFolder(t);
    writeFileSync(join(folder, 'segment-0000000000000001.journal.cut-99'), NUMBER);
    const run = await Run.start(new Wall(folder), durability);
    await run.call(NUMBER);
    await quietDays(run, 3);
    run.wall.pass(DAY_MS);
    const all = await leftAtEachStep(t, run, async () => {
      await run.call('+359880000002');
      await run.look();
      await run.journal.close();
    });
    const steps = new Set(all.map(({ at }) => at));
    for (const step of ['before open', 'before rename', 'before rm', 'in the middle of write'])
      assert.ok(steps.has(step), step);
    for (const { at, wall, least, most } of all) {
      const next = await Run.start(wall, durability);
      const { sequence, standing } = next.found;
      assert.ok(sequence >= least && sequence <= most, `${at}: ${sequence} is not from ${least} to ${most}`);
      assert.equal(standing, run.standings.get(sequence), `${at}: the state as of ${sequence}`);
      await quietDays(next, GONE_AFTER_DAYS);
      await next.journal.close();
      assert.equal(stands(wall.folder, NUMBER), false, at);
      assert.deepEqual(beside(wall.folder), ['state-#.snapshot', 'state-#.snapshot'], at);
      const last = await Run.start(wall, durability);
      assert.equal(last.found.standing, next.standings.get(last.found.sequence), at);
      await last.journal.close();
    }
  });

test('killed before every day is over, what stands in the journal goes all the same', async (t) => {
  let run = await Run.start(new Wall(await scratchFolder(t)));
  await run.call(NUMBER);
  for (let hours = 0; hours < 24 * GONE_AFTER_DAYS; hours += 20) {
    for (let hour = 0; hour < 20; hour += 1) {
      run.wall.pass(HOUR_MS);
      await run.look();
    }
    const { standings } = run;
    run = await Run.start(await run.killed(t));
    assert.equal(run.found.standing, standings.get(run.found.sequence));
  }
  await run.journal.close();
  assert.equal(stands(run.wall.folder, NUMBER), false);
});

test('the journal of a version that knew no days is begun anew at the first look, and goes', async (t) => {
  const folder = await scratchFolder(t);
  cpSync(join(import.meta.dirname, 'recorded-0.1', 'journal'), folder, { recursive: true });
  const before = readdirSync(folder);
  const wall = new Wall(folder);
  wall.pass(0);
  const run = await Run.start(wall);
  await run.look();
  assert.equal(run.standings.size, 2, 'the start, and a new day');
  await quietDays(run, GONE_AFTER_DAYS);
  await run.journal.close();
  const after = readdirSync(folder);
  assert.deepEqual(
    before.filter((name) => after.includes(name)),
    [],
  );
  const next = await Run.start(wall);
  assert.equal(next.found.standing, run.standings.get(next.found.sequence));
  await next.journal.close();
});

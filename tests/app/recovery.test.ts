import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { recoverState } from '../../src/app/recovery.js';
import type { Signal } from '../../src/core/signal.js';
import { freeze } from '../../src/core/snapshot.js';
import { createState, step } from '../../src/core/step.js';
import type { JournalWriter } from '../../src/ports/journal.js';
import { MORNING } from '../core/scene.js';
import { durable, KeptLog, reader, scratchFolder, until, writer } from '../journal/journal-scene.js';
import { arrival, salesPlan } from './line-scene.js';

const FRESH = { prefix: 't', seed: 1 };
/** Whole, with a good checksum, and of a form that no program has written yet, or none has ever. */
const OF_A_NEWER_FORM = '{"form":99}';
const OF_NO_FORM = '{"form":1}';
const NO_JSON = '{"form":';

/** The journal of a line, as it is on the disk, and the state that it must tell. */
class Journaled {
  readonly state = createState(FRESH);

  private constructor(
    readonly folder: string,
    readonly journal: JournalWriter,
  ) {}

  static async open(t: TestContext): Promise<Journaled> {
    const folder = await scratchFolder(t);
    const one = new Journaled(folder, await writer(folder, { segmentBytes: 500 }));
    one.take({ kind: 'plan-loaded', plan: salesPlan(), by: 'test' });
    one.take({ kind: 'request', id: '1', request: { ask: 'sign-in', agent: 'anna' } });
    return one;
  }

  take(signal: Signal): void {
    const sequence = this.journal.next;
    const at = MORNING + sequence;
    const { milestones } = step(this.state, signal, at);
    this.journal.append({ sequence, at, signal, milestones });
  }

  /** Callers come and leave again, one after another; each is two records. */
  callers(count: number): void {
    for (let caller = 0; caller < count; caller += 1) {
      const leg = `caller-${this.journal.next}`;
      this.take(arrival(leg));
      this.take({ kind: 'leg-ended', leg, end: 'normal' });
    }
  }

  /** Writes a snapshot of everything until now; its sequence. */
  async snapshot(text = freeze(this.state)): Promise<number> {
    const sequence = this.journal.next - 1;
    await durable(this.journal, sequence);
    this.journal.snapshot(sequence, this.state.lastAt, [text]);
    await until(`snapshot ${sequence}`, () => this.has(String(sequence).padStart(16, '0')));
    return sequence;
  }

  async has(part: string): Promise<boolean> {
    return (await readdir(this.folder)).some((name) => name.includes(part) && !name.endsWith('.unfinished'));
  }
}

/** What the log says of snapshots that cannot be used, and why. */
function passedOver(log: KeptLog): readonly string[] {
  return log.lines
    .filter(({ level, message }) => level === 'warn' && /a snapshot cannot be used/.test(message))
    .map(({ fields }) => `${String(fields['sequence'])}: ${String(fields['error'])}`);
}

test('a newest snapshot that is whole and of a newer form: the one before it is used, and the records behind that', async (t) => {
  const one = await Journaled.open(t);
  one.callers(3);
  const older = await one.snapshot();
  const { lastAt } = one.state;
  one.callers(2);
  const newest = await one.snapshot(OF_A_NEWER_FORM);
  one.callers(1);
  await one.journal.close();
  const log = new KeptLog();
  const found = await recoverState(reader(one.folder), FRESH, log);
  assert.deepEqual([found.snapshotAt, found.replayed], [lastAt, one.journal.next - 1 - older]);
  assert.equal(freeze(found.state), freeze(one.state));
  const [reason = '', ...others] = passedOver(log);
  assert.match(reason, new RegExp(`^${newest}: NewerForm: The newest snapshot has form 99`));
  assert.deepEqual(others, []);
});

test('no snapshot can be used and the journal is whole: each is named with its reason, and everything is replayed', async (t) => {
  const one = await Journaled.open(t);
  one.callers(3);
  const older = await one.snapshot(NO_JSON);
  one.callers(2);
  const newest = await one.snapshot(OF_A_NEWER_FORM);
  await one.journal.close();
  const log = new KeptLog();
  const found = await recoverState(reader(one.folder), FRESH, log);
  assert.deepEqual([found.snapshotAt, found.replayed], [null, one.journal.next - 1]);
  assert.equal(freeze(found.state), freeze(one.state));
  assert.deepEqual(
    passedOver(log).map((reason) => reason.replace(/(Error|Form): .*/, '$1')),
    [`${newest}: NewerForm`, `${older}: SyntaxError`],
  );
});

/** A journal whose first records are gone, and two snapshots behind them. */
async function withoutBeginning(t: TestContext, older: string, newest: string): Promise<Journaled> {
  const one = await Journaled.open(t);
  one.callers(20);
  one.journal.release(Infinity);
  await one.snapshot(older);
  one.callers(1);
  await one.snapshot(newest);
  const first = `segment-${'1'.padStart(16, '0')}`;
  await until('the first segment to go', async () => !(await one.has(first)));
  await one.journal.close();
  return one;
}

test('no snapshot can be used and the beginning of the journal is gone: it starts as without a journal, and goes on behind it', async (t) => {
  const one = await withoutBeginning(t, NO_JSON, OF_NO_FORM);
  const log = new KeptLog();
  const found = await recoverState(reader(one.folder), FRESH, log);
  assert.equal(passedOver(log).length, 2);
  assert.ok(log.has('error', /the journal has lost its beginning; Asterisk alone tells what exists/));
  assert.deepEqual([found.snapshotAt, found.replayed, found.last, found.failed], [null, 0, null, []]);
  assert.equal(freeze(found.state), freeze(createState(FRESH)));
  const again = await writer(one.folder);
  assert.ok(again.next >= one.journal.next, `${again.next} was written before`);
  await again.close();
});

test('the snapshots are of a newer program and the beginning of the journal is gone: a step back lets no talk go, the start is refused', async (t) => {
  const one = await withoutBeginning(t, NO_JSON, OF_A_NEWER_FORM);
  const log = new KeptLog();
  await assert.rejects(recoverState(reader(one.folder), FRESH, log), {
    name: 'NewerForm',
    message: /has form 99, written by a newer Callplane; this one reads up to form \d+\. Start the newer/,
  });
  assert.equal(passedOver(log).length, 2);
});

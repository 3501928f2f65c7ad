import type { FailedStep } from '../../src/app/failed-step.js';
import { Line, type WakeTimer } from '../../src/app/line.js';
import { LineMeters } from '../../src/app/line-meters.js';
import type { Command } from '../../src/core/command.js';
import type { Plan } from '../../src/core/plan.js';
import type { Signal } from '../../src/core/signal.js';
import { createState, type State, step } from '../../src/core/step.js';
import type { JournalRecord, JournalWriter } from '../../src/ports/journal.js';
import { MORNING } from '../core/scene.js';
import { plan, queue } from '../core/plan-builder.js';
import { KeptLog } from '../journal/journal-scene.js';

/** A journal whose disk does what the test says: `works`, `refuses`, or is `full` in memory as well. */
export class HandJournal implements JournalWriter {
  readonly records: JournalRecord[] = [];
  readonly snapshots: { readonly sequence: number; readonly state: string }[] = [];
  next = 1;
  durable = 0;
  backlog = 0;
  #disk: 'works' | 'refuses' | 'full' = 'works';
  readonly #listeners: ((durable: number, error: Error | null) => void)[] = [];

  append(record: JournalRecord): void {
    if (this.#disk === 'full') throw new Error('no more records fit into memory');
    if (record.sequence !== this.next)
      throw new Error(`record ${record.sequence} where ${this.next} comes next`);
    this.next += 1;
    this.records.push(record);
  }

  onProgress(listener: (durable: number, error: Error | null) => void): void {
    this.#listeners.push(listener);
  }

  leaveOut(next: number): void {
    this.next = next;
  }

  snapshot(sequence: number, _at: number, state: Iterable<string>): void {
    this.snapshots.push({ sequence, state: [...state].join('') });
  }

  release(): void {
    // No segments here.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Everything that waits is written. */
  write(): void {
    this.#disk = 'works';
    this.backlog = 0;
    this.durable = this.next - 1;
    for (const listener of this.#listeners) listener(this.durable, null);
  }

  refuse(disk: 'refuses' | 'full'): void {
    this.#disk = disk;
    this.backlog = disk === 'full' ? 1 : 0.5;
    for (const listener of this.#listeners) listener(this.durable, new Error('no space left on the disk'));
  }
}

/** The line with hands on its clock, its disk and its Asterisk. */
export class LineScene {
  readonly log = new KeptLog();
  readonly journal = new HandJournal();
  readonly sent: Command[] = [];
  readonly failed: FailedStep[] = [];
  readonly line: Line;
  /** Its clock goes with the hand, too. */
  readonly meters = new LineMeters(() => this.now);
  now = MORNING;
  /** The timer goes off. */
  wake: () => void = () => undefined;
  /** Asterisk's part: is called with every command, in the very call that hands it over. */
  onCommand: (command: Command) => void = () => undefined;

  /** `spoil` may break the state, as a fault of ours would. */
  constructor(spoil: (state: State) => void = () => undefined, loaded: Plan = salesPlan()) {
    const state = createState({ prefix: 't', seed: 1 });
    step(state, { kind: 'plan-loaded', plan: loaded, by: 'test' }, this.now);
    spoil(state);
    const timer: WakeTimer = { set: (_delayMs, wake) => (this.wake = wake), clear: () => undefined };
    this.line = new Line({
      state,
      snapshotAt: null,
      journal: this.journal,
      carryOut: (commands) => {
        for (const command of commands) {
          this.sent.push(command);
          this.onCommand(command);
        }
      },
      sendOut: () => undefined,
      clock: { now: () => this.now },
      timer,
      log: this.log,
      keepFailed: (step) => this.failed.push(step),
      meters: this.meters,
      written: () => undefined,
    });
  }

  /** Something happens, and its record is written. */
  take(signal: Signal): void {
    this.line.accept(signal);
    this.journal.write();
  }

  call(leg: string): void {
    this.take(arrival(leg));
  }

  kindsSent(): readonly string[] {
    return this.sent.map(({ kind }) => kind);
  }
}

export function arrival(leg: string): Signal {
  return { kind: 'call-arrived', leg, from: '3590001', fromName: null, dialled: '100' };
}

/** One queue with one agent, who is given in the plan as often as he is needed. */
export function salesPlan(agents: readonly string[] = ['anna']): Plan {
  return plan({ agents: ['anna'], queues: [queue('sales', agents)] });
}

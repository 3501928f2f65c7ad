import { Line } from '../../src/app/line.js';
import { LineMeters } from '../../src/app/line-meters.js';
import { recoverState } from '../../src/app/recovery.js';
import type { Command } from '../../src/core/command.js';
import type { Plan } from '../../src/core/plan.js';
import type { Signal } from '../../src/core/signal.js';
import { openJournalReader, openJournalWriter } from '../../src/journal/open-journal.js';
import type { JournalWriter } from '../../src/ports/journal.js';
import { plan, queue } from '../core/plan-builder.js';
import { KeptLog } from '../journal/journal-scene.js';

const PLAN: Plan = plan({ agents: ['anna', 'boris'], queues: [queue('sales', ['anna', 'boris'])] });

/** The real line on a real journal, over an Asterisk that does at once what it is told; time goes by hand. */
export class Shift {
  #callers = 0;
  readonly #waiting: Signal[] = [];

  private constructor(
    private readonly line: Line,
    private readonly journal: JournalWriter,
    private readonly clock: { now: number },
    private readonly prefix: string,
  ) {}

  /** Goes on where the journal ends; `prefix` tells the callers of this shift from those before. */
  static async begin(folder: string, now: number, prefix: string): Promise<Shift> {
    const log = new KeptLog();
    const journal = await openJournalWriter({
      folder,
      durability: 'process',
      log,
      boot: 'one-boot',
      keep: { forMs: 3_600_000, now: () => Date.now() },
    });
    const reader = openJournalReader(folder, log);
    const { state, snapshotAt } = await recoverState(reader, { prefix: 'drill', seed: 1 }, log);
    await reader.close();
    const clock = { now: Math.max(now, state.lastAt) };
    const sent: Command[] = [];
    const line = new Line({
      state,
      snapshotAt,
      journal,
      carryOut: (commands) => sent.push(...commands),
      sendOut: () => undefined,
      clock: { now: () => clock.now },
      timer: { set: () => undefined, clear: () => undefined },
      log,
      keepFailed: ({ error }) => {
        throw new Error(`a step failed: ${error}`);
      },
      meters: new LineMeters(() => clock.now),
      written: () => undefined,
    });
    const shift = new Shift(line, journal, clock, prefix);
    shift.#sent = sent;
    if (state.planInForce === null) shift.#take({ kind: 'plan-loaded', plan: PLAN, by: 'test' });
    else
      shift.#take(
        { kind: 'restarted' },
        { kind: 'telephony-back', existing: { legs: [], bridges: [], restarted: true } },
      );
    await shift.#settle();
    for (const agent of ['anna', 'boris']) {
      const asked = line.ask({ ask: 'sign-in', agent });
      await shift.#settle();
      await asked;
    }
    return shift;
  }

  #sent: Command[] = [];

  /** So many calls: two talk, every third gives up. */
  async calls(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const leg = `${this.prefix}-caller-${(this.#callers += 1)}`;
      this.#take({ kind: 'call-arrived', leg, from: '+35921234567', fromName: null, dialled: '100' });
      if (index % 3 !== 2) await this.#settle();
      this.clock.now += 7_000 + 311 * (index % 11);
      this.#take({ kind: 'leg-ended', leg, end: 'normal' });
      await this.#settle();
      this.clock.now += 1_000;
      this.#take({ kind: 'time-passed' });
      await this.#settle();
    }
  }

  snapshot(): void {
    this.line.writeSnapshot();
  }

  get sequence(): number {
    return this.line.sequence;
  }

  async end(): Promise<void> {
    this.line.stop();
    this.line.writeSnapshot();
    await this.journal.close();
  }

  #take(...signals: readonly Signal[]): void {
    for (const signal of signals) this.line.accept(signal);
  }

  /** Until nothing is to be done: what is written goes out, and what was sent happens. */
  async #settle(): Promise<void> {
    for (;;) {
      while (this.journal.durable < this.line.sequence) await new Promise((resolve) => setImmediate(resolve));
      this.#waiting.push(...this.#sent.splice(0).flatMap(effectOf));
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.line.accept(next);
    }
  }
}

function effectOf(command: Command): readonly Signal[] {
  if (command.kind === 'answer' || command.kind === 'ring')
    return [{ kind: 'leg-answered', leg: command.leg }];
  if (command.kind === 'connect')
    return command.legs.map((leg) => ({ kind: 'leg-joined', leg, bridge: command.bridge }));
  if (command.kind === 'hang-up') return [{ kind: 'leg-ended', leg: command.leg, end: 'normal' }];
  if (command.kind === 'watch-phone') return [{ kind: 'phone-changed', phone: command.phone, state: 'idle' }];
  return [];
}

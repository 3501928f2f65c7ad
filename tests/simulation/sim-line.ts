import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { withE164 } from '../../src/app/caller-number.js';
import { assertInvariants } from '../../src/core/invariants.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { openCalls } from '../../src/core/state.js';
import type { LookUp } from '../../src/core/web-request.js';
import { nextDeadline, type State, step } from '../../src/core/step.js';
import type { Instant, Signal } from '../../src/core/signal.js';
import { e164Of } from '../../src/routing/callers/e164.js';
import { AsteriskModel } from '../support/model/asterisk.js';
import type { FaultTally } from '../support/model/fault-tally.js';
import { type Answering, OtherSystem } from '../support/model/other-system.js';
import { homeOf } from '../support/virtual/line.js';
import { Auditor } from './auditor.js';
import type { Crash, Day } from './day.js';
import { Dice } from './dice.js';
import { LineJournal, type Taken } from './line-journal.js';
import { must } from './must.js';

/** More turns than this at one instant is a loop. */
const TURNS_AT_ONE_INSTANT = 10_000;
/** Every sound lasts so long; a name that ends in `missing` does not exist. */
const SOUND_MS = 1_500;
/** A power cut takes what the kernel had not written yet. */
const POWER_CUT_TAKES_MS = 5_000;

/** The core and the model of Asterisk in virtual time, with invariants and auditor after every step. */
export class SimLine {
  state: State;
  readonly asterisk: AsteriskModel;
  readonly #otherSystem = new OtherSystem(randomAnswer);
  readonly auditor: Auditor;
  readonly journal: LineJournal;
  /** Every step, also those that a power cut took back; empty when nothing is remembered. */
  readonly taken: Taken[] = [];
  steps = 0;
  #now: Instant;
  #process: Process = { kind: 'runs' };
  #connection: 'open' | 'silent' = 'open';
  readonly #shedding: Day['shedding'];

  constructor(
    day: Day,
    private readonly remembers: 'everything' | 'nothing',
    readonly tally: FaultTally,
  ) {
    this.#now = day.startsAt;
    this.#shedding = day.shedding;
    this.journal = new LineJournal(day.seed);
    this.state = this.journal.newState();
    this.asterisk = new AsteriskModel(
      {
        seed: day.seed,
        commandMs: day.commandMs,
        signalMs: 1,
        setUpMs: 20,
        mediaMs: () => SOUND_MS,
        disobedience: day.disobedience,
        remembers: 'nothing',
        tally,
      },
      day.startsAt,
      (signal, now) => {
        this.#now = now;
        this.take(this.#admit(signal));
      },
    );
    this.auditor = new Auditor(day, this.asterisk);
  }

  get now(): Instant {
    return this.#now;
  }

  /** As the shell does: who comes when there is no place any more is turned away. */
  #admit(signal: Signal): Signal {
    if (signal.kind !== 'call-arrived' || signal.phone !== undefined || this.#shedding === null)
      return signal;
    const { openCalls: limit, answer } = this.#shedding;
    if (openCalls(this.state) < limit) return signal;
    return { ...signal, kind: 'call-shed', sign: 'open-calls', answer };
  }

  /** Carries one signal into the core and its commands out to the model; nothing happens while Callplane is dead. */
  take(signal: Signal): void {
    const process = this.#process;
    if (process.kind === 'dead') return;
    if (process.kind === 'frozen') {
      process.unheard.push(signal);
      return;
    }
    if (process.kind === 'dies-at-next-step' && process.crash.loses === 'torn-record') {
      this.#die(process.crash);
      return;
    }
    this.#step(signal);
  }

  #step(told: Signal): void {
    this.steps += 1;
    const signal = withE164(told, (number) => e164Of(number, homeOf(this.state)));
    const { shown, ...reaction } = step(this.state, signal, this.#now);
    const taken = { at: this.#now, signal: shown ?? signal, reaction };
    this.journal.append(taken);
    if (this.remembers === 'everything') this.taken.push(taken);
    assertInvariants(this.state);
    this.auditor.see(taken);
    const { commands, webRequests } = reaction;
    if (this.#process.kind !== 'dies-at-next-step') {
      this.asterisk.carryOut(commands);
      this.#otherSystem.ask(webRequests, this.#now);
    } else {
      const { crash } = this.#process;
      if (crash.loses === 'half-of-commands') this.asterisk.carryOut(commands.slice(0, commands.length / 2));
      this.#die(crash);
    }
  }

  /** Lets everything happen that is due at `until` or before. */
  runUntil(until: Instant): void {
    let turns = 0;
    for (let at = this.#nextAt(); at !== null && at <= until; at = this.#nextAt()) {
      turns = at > this.#now ? 0 : turns + 1;
      must(turns < TURNS_AT_ONE_INSTANT, `time stands still at ${at}`);
      this.#goTo(at);
    }
    this.#goTo(until);
  }

  /** Runs until nothing happens any more. */
  runToRest(atMostMs: number): void {
    const limit = this.#now + atMostMs;
    for (let at = this.#nextAt(); at !== null; at = this.#nextAt()) {
      must(at <= limit, `something still happens ${atMostMs} ms after everybody has gone`);
      this.runUntil(at);
    }
  }

  // ---------------------------------------------------------------- faults

  crash(crash: Crash): void {
    if (this.#process.kind !== 'runs') return;
    this.tally.happening(`crash that loses ${crash.loses}`);
    this.tally.happening(`recovery from ${crash.from} snapshot`);
    if (crash.loses === 'nothing' || crash.loses === 'records') this.#die(crash);
    else this.#process = { kind: 'dies-at-next-step', crash };
  }

  /** The next process finds what is on disk: without a power cut that is what was, to the last byte. */
  comeBack(): void {
    if (this.#process.kind === 'frozen') this.melt();
    if (this.#process.kind === 'dies-at-next-step') this.#die(this.#process.crash);
    if (this.#process.kind !== 'dead') return;
    const { crash } = this.#process;
    const live = freeze(this.state);
    if (crash.loses === 'records') this.#loseRecords();
    this.state = this.journal.recover(crash.from);
    if (crash.loses !== 'records')
      must(freeze(this.state) === live, 'the state that was recovered is not the one that was');
    this.#process = { kind: 'runs' };
    this.thaw();
    this.take({ kind: 'restarted' });
    this.reconnect();
  }

  snapshot(): void {
    if (this.#process.kind === 'runs') this.journal.snapshot(this.state);
  }

  /** Nothing is heard and nothing done until `melt`. */
  freeze(): void {
    if (this.#process.kind !== 'runs') return;
    this.tally.happening('freeze');
    this.auditor.lost('signals');
    this.#process = { kind: 'frozen', unheard: [] };
  }

  melt(): void {
    if (this.#process.kind !== 'frozen') return;
    const { unheard } = this.#process;
    this.#process = { kind: 'runs' };
    for (const signal of unheard) this.take(signal);
  }

  /** Writes the state and reads it again: what is read writes itself in the same way. */
  thaw(): void {
    const text = freeze(this.state);
    const again = thaw(text);
    must(freeze(again) === text, 'a state that was read again is not what was written');
    // What writing leaves out is left out in both texts.
    must(
      isDeepStrictEqual(plain(again), plain(this.state)),
      'a state that was read again is not what it was before writing',
    );
    this.state = again;
    assertInvariants(this.state);
  }

  /** While the next such signal is on its way, if one comes before the next `reconnect`. */
  fallSilentWith(signal: Signal['kind']): void {
    this.asterisk.whileOnItsWay(signal, () => this.fallSilent());
  }

  fallSilent(): void {
    if (this.#connection === 'silent') return;
    this.#connection = 'silent';
    this.tally.happening('event stream lost');
    this.auditor.lost('signals');
    this.asterisk.disconnect();
  }

  swallowSignals(): void {
    if (this.#connection === 'silent') return;
    this.tally.happening('event stream swallowed');
    this.auditor.lost('signals');
    this.asterisk.swallowSignals();
  }

  restartAsterisk(downMs: number): void {
    this.#connection = 'silent';
    this.tally.happening('asterisk restarts');
    this.auditor.lost('signals');
    this.asterisk.restart(downMs);
  }

  reconnect(): void {
    this.asterisk.callOff();
    if (this.#connection === 'open' || this.#process.kind === 'dead') return;
    this.#connection = 'open';
    this.asterisk.reconnect();
  }

  // ---------------------------------------------------------------- inside

  #die(crash: Crash): void {
    this.#process = { kind: 'dead', crash };
    this.#otherSystem.forgetAll();
    this.fallSilent();
  }

  /** The last seconds of the journal were not on the disk yet. */
  #loseRecords(): void {
    const { records } = this.journal;
    const kept = records.findLastIndex(({ at }) => at < (records.at(-1)?.at ?? 0) - POWER_CUT_TAKES_MS) + 1;
    this.journal.loseEnd(records.length - kept);
    this.auditor.startAgain(this.journal.records);
  }

  #goTo(at: Instant): void {
    this.asterisk.runUntil(at);
    this.#now = Math.max(this.#now, at);
    for (const signal of this.#otherSystem.takeDue(this.#now)) this.take(signal);
    const deadline = this.#deadline();
    if (deadline !== null && deadline <= this.#now) this.take({ kind: 'time-passed' });
  }

  #nextAt(): Instant | null {
    const deadline = this.#deadline();
    const next = [this.asterisk.nextAt(), this.#otherSystem.nextAt(), deadline].filter((at) => at !== null);
    return next.length === 0 ? null : Math.min(...next);
  }

  /** The next deadline that can fire; null: none, or nobody is there who would. */
  #deadline(): Instant | null {
    const { kind } = this.#process;
    return kind === 'dead' || kind === 'frozen' ? null : nextDeadline(this.state);
  }
}

/** Chance by the id of the question: the same day is answered in the same way, whatever is left out of it. */
function randomAnswer({ lookup, names }: LookUp): ReturnType<Answering> {
  const dice = new Dice(createHash('sha256').update(lookup).digest().readInt32BE(0));
  if (dice.falls(0.2)) return null;
  const afterMs = dice.around(800);
  const failure = dice.pick(['unreachable', 'status', 'too-large', 'rubbish'] as const);
  if (dice.falls(0.3)) return { afterMs, outcome: { ok: false, failure } };
  const values = names
    .filter(() => dice.falls(0.7))
    .map((name) => [name, String(dice.between(0, 20))] as const);
  return { afterMs, outcome: { ok: true, values: Object.fromEntries(values) } };
}

/** Deadlines as a list: how they are kept depends on those that were there before. Secrets are never written. */
function plain({ deadlines, secrets: _inMemoryOnly, ...rest }: State): object {
  return { ...rest, deadlines: deadlines.list().map(({ kind, id, at }) => ({ kind, id, at })) };
}

type Process =
  | { readonly kind: 'runs' }
  | { readonly kind: 'frozen'; readonly unheard: Signal[] }
  | { readonly kind: 'dies-at-next-step'; readonly crash: Crash }
  | { readonly kind: 'dead'; readonly crash: Crash };

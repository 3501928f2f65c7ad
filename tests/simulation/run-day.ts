import type { CallId, LegId } from '../../src/core/signal.js';
import type { Day, Happening } from './day.js';
import { type FaultCounts, FaultTally } from '../support/model/fault-tally.js';
import { type Deed, deedsOf } from './deeds.js';
import { pressTransferKey } from './random-transfer-keys.js';
import { replay } from './replay.js';
import { balance } from './balance.js';
import type { Taken } from './line-journal.js';
import { PARTNER_PHONE, PARTNER_TAKES } from './random-partners.js';
import { SimLine } from './sim-line.js';

/** After the last deed everything must come to rest within this time. */
const REST_WITHIN_MS = 3 * 3_600_000;

export interface DayResult {
  readonly steps: number;
  readonly calls: number;
  readonly faults: FaultCounts;
  /** What is on disk when the day is over: a power cut may have taken steps away. */
  readonly journal: readonly Taken[];
}

/** A day that went wrong: what was wrong, and every step up to then. */
export interface DayFailure {
  readonly error: Error;
  readonly taken: readonly Taken[];
}

export interface RunOptions {
  /** Steps are kept for a trace and, at the end, replayed. */
  readonly remembers: 'everything' | 'nothing';
  /** Instead of all of the day's. */
  readonly happenings?: readonly Happening[];
}

/** Runs one day; nothing is thrown, a failure is handed back. */
export function runDay(day: Day, options: RunOptions): DayResult | DayFailure {
  const run = new DayRun(day, options);
  try {
    return run.go();
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)), taken: run.line.taken };
  }
}

class DayRun {
  readonly line: SimLine;
  readonly #legs = new Map<number, LegId>();
  readonly #tally = new FaultTally();
  #requests = 0;

  constructor(
    private readonly day: Day,
    private readonly options: RunOptions,
  ) {
    this.line = new SimLine(day, options.remembers, this.#tally);
  }

  go(): DayResult {
    const { line, day } = this;
    line.asterisk.phone(PARTNER_PHONE).lines = PARTNER_TAKES;
    line.take({ kind: 'plan-loaded', plan: day.plans[0], by: 'simulator' });
    for (const { atMs, deed } of deedsOf(this.options.happenings ?? day.happenings)) {
      line.runUntil(day.startsAt + atMs);
      this.#do(deed);
    }
    this.#goHome();
    balance(line.journal.records, { from: day.startsAt, to: line.now });
    if (this.options.remembers === 'everything') replay(line.journal, line.state);
    return {
      ...{ steps: line.steps, calls: line.auditor.calls },
      ...{ faults: this.#tally.counts, journal: line.journal.records },
    };
  }

  /** Everybody has gone; what was lost on the way is found out by asking Asterisk once more. */
  #goHome(): void {
    const { line } = this;
    line.comeBack();
    line.melt();
    line.reconnect();
    // Whoever hangs up last may still ask for one.
    line.runUntil(line.now + 5_000);
    for (const callback of line.auditor.openCallbacks) this.#ask({ ask: 'cancel-callback', callback });
    for (const agent of this.day.staff.agents) this.#ask({ ask: 'sign-out', agent });
    line.runToRest(REST_WITHIN_MS);
    if (line.auditor.hasLosses) {
      line.asterisk.obey();
      line.fallSilent();
      line.reconnect();
      line.runToRest(REST_WITHIN_MS);
    }
    line.auditor.end(line.state, line.now);
  }

  #do(deed: Deed): void {
    const { line } = this;
    switch (deed.do) {
      case 'call':
        return this.#call(deed);
      case 'press':
        return line.asterisk.pressKey(this.#leg(deed.caller), deed.key);
      case 'hang-up':
        line.auditor.callerHangsUp(this.#leg(deed.caller), line.now);
        return line.asterisk.hangUp(this.#leg(deed.caller));
      case 'dial':
        this.#legs.set(deed.caller, line.asterisk.dialAt(deed.phone, deed.dialled));
        return;
      case 'phone-hangs-up':
        return line.asterisk.hangUp(this.#leg(deed.caller));
      case 'ask':
        return this.#ask(deed.request);
      case 'ask-recording':
        return this.#ask({ ask: deed.ask, call: this.#callAt(deed) });
      case 'cancel-callback': {
        const open = line.auditor.openCallbacks;
        return this.#ask({
          ask: 'cancel-callback',
          callback: open[deed.place % (open.length + 1)] ?? 'none',
        });
      }
      case 'transfer-key':
        return pressTransferKey(line.state, line.asterisk, deed);
      case 'hand-over':
        return this.#handOver(deed);
      case 'mark-voicemail':
        return this.#markVoicemail(deed);
      case 'steer':
        return this.#steer(deed);
      case 'recordings':
        line.asterisk.recordings.folder = deed.folder;
        return line.auditor.folderIs(deed.folder);
      case 'behave':
        return line.asterisk.setBehaviour(deed.phone, deed.behaviour);
      case 'other-call':
        return line.asterisk.changeOtherCalls(deed.phone, deed.by);
      case 'agent-hangs-up':
        return line.asterisk.hangUp(line.asterisk.talkingLegOf(deed.phone) ?? '');
      case 'agent-presses':
        return line.asterisk.pressKey(line.asterisk.talkingLegOf(deed.phone) ?? '', deed.key);
      case 'reload':
        return this.#reload(deed.plan);
      case 'fall-silent':
        return deed.with === null ? line.fallSilent() : line.fallSilentWith(deed.with);
      case 'restart-asterisk':
        return line.restartAsterisk(deed.downMs);
      case 'swallow-signals':
        return line.swallowSignals();
      case 'freeze':
        return line.freeze();
      case 'melt':
        return line.melt();
      case 'snapshot':
        return line.snapshot();
      case 'reconnect':
        return line.reconnect();
      case 'crash':
        return line.crash(deed);
      case 'come-back':
        return line.comeBack();
      case 'thaw':
        return line.thaw();
    }
  }

  #call({ caller, from, dialled }: Extract<Deed, { do: 'call' }>): void {
    const leg = this.line.asterisk.placeCall({ from, fromName: null, dialled });
    this.#legs.set(caller, leg);
    this.line.auditor.callerArrives(leg, this.line.now);
  }

  #ask(request: Extract<Deed, { do: 'ask' }>['request']): void {
    this.#requests += 1;
    this.line.take({ kind: 'request', id: `request-${this.#requests}`, request });
  }

  #markVoicemail({ ask, place }: Extract<Deed, { do: 'mark-voicemail' }>): void {
    const kept = this.line.auditor.keptVoicemails;
    this.#ask({ ask, voicemail: kept[place % (kept.length + 1)] ?? 'none' });
  }

  /** Mostly somebody who waits. */
  #steer({ ask, place, queue, priority }: Extract<Deed, { do: 'steer' }>): void {
    const calls = [...this.line.state.calls.values()];
    const waiting = calls.filter(({ activity }) => activity.kind === 'waiting');
    const among = place < 4 || waiting.length === 0 ? calls : waiting;
    const call = among[place % Math.max(1, among.length)]?.id ?? 'nobody';
    if (ask === 'move-call') this.#ask({ ask, call, queue });
    else if (ask === 'remove-call') this.#ask({ ask, call });
    else this.#ask({ ask, call, priority });
  }

  /** Mostly somebody who talks, and whom it fits. */
  #handOver({ ask, place, target, reason }: Extract<Deed, { do: 'hand-over' }>): void {
    const calls = [...this.line.state.calls.values()];
    const fitting = calls.filter(({ activity }) => {
      if (activity.kind !== 'talking') return false;
      const isAsking = activity.conversation.consultation !== null;
      return isAsking === ask.endsWith('-transfer');
    });
    const among = place < 4 || fitting.length === 0 ? calls : fitting;
    const call = among[place % Math.max(1, among.length)]?.id ?? 'nobody';
    if (ask === 'transfer-call' || ask === 'consult') this.#ask({ ask, call, target, reason });
    else this.#ask({ ask, call });
  }

  /** Mostly one that fits what is asked. */
  #callAt({ ask, place }: Extract<Deed, { do: 'ask-recording' }>): CallId {
    const { recordings, calls } = this.line.state;
    const stage = ask === 'pause-recording' ? 'running' : 'paused';
    const fitting = [...recordings.values()].filter((recording) => recording.stage.kind === stage);
    const among = place < 4 || fitting.length === 0 ? [...calls.keys()] : fitting.map(({ call }) => call);
    return among[place % Math.max(1, among.length)] ?? 'nobody';
  }

  #reload(index: number): void {
    const plan = this.day.plans[index];
    if (plan !== undefined) this.line.take({ kind: 'plan-loaded', plan, by: 'simulator' });
  }

  #leg(caller: number): LegId {
    return this.#legs.get(caller) ?? '';
  }
}

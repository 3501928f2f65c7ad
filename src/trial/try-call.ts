import type { Call } from '../core/call/call.js';
import type { Milestone } from '../core/milestone.js';
import type { Plan } from '../core/plan.js';
import type { Instant, Signal } from '../core/signal.js';
import type { LookUp, SpeechOrder } from '../core/web-request.js';
import { createState, nextDeadline, type Reaction, type State, step } from '../core/step.js';

const LEG = 'caller';
/** A call that has not come to its end after so many steps goes round. */
const STEPS_AT_MOST = 2_000;

/** A call that nobody makes. */
export interface TriedCall {
  readonly plan: Plan;
  readonly to: string;
  /** null: hidden. */
  readonly from: string | null;
  /** The same in E.164, by which a known caller is known; null: it cannot be read so. */
  readonly fromE164: string | null;
  readonly at: Instant;
  /** What is keyed at each menu and each request for digits, in order; after the last the caller is silent. */
  readonly keys: readonly string[];
}

export interface TriedPath {
  readonly milestones: readonly Milestone[];
  /** The call as it is where its path ends. */
  readonly call: Call | null;
  /** `waits`: it stands in a queue; `ends`: it was hung up; `goes-round`: no end was reached. */
  readonly end: 'waits' | 'ends' | 'goes-round';
}

/**
 * Plays a call through the core that routes live ones: everybody is signed in, nobody answers his phone, every prompt
 * is heard to its end. The path ends where the caller waits in a queue or is hung up.
 */
export function tryCall(tried: TriedCall): TriedPath {
  return new Trial(tried).run();
}

class Trial {
  readonly #state: State = createState({ prefix: 'try', seed: 1 });
  readonly #keys: string[];
  readonly #milestones: Milestone[] = [];
  #now: Instant;

  constructor(private readonly tried: TriedCall) {
    this.#now = tried.at;
    this.#keys = [...tried.keys];
  }

  run(): TriedPath {
    this.#prepare();
    this.#milestones.length = 0;
    const { from, fromE164, to } = this.tried;
    this.#take({ kind: 'call-arrived', leg: LEG, from, fromE164, fromName: null, dialled: to });
    for (let taken = 0; taken < STEPS_AT_MOST; taken++) {
      const call = this.#call();
      if (call === null) return this.#path(null, 'ends');
      const { activity } = call;
      if (activity.kind === 'waiting' && activity.visit.queue !== null) return this.#path(call, 'waits');
      if (activity.kind === 'leaving') {
        this.#take({ kind: 'leg-ended', leg: LEG, end: 'normal' });
        return this.#path(call, 'ends');
      }
      this.#goOn(call);
    }
    return this.#path(this.#call(), 'goes-round');
  }

  #prepare(): void {
    const { plan } = this.tried;
    this.#take({ kind: 'plan-loaded', plan, by: 'trial' });
    for (const { id, phone: own } of Object.values(plan.agents)) {
      const phone = own ?? `PJSIP/where-${id}-is`;
      this.#take({ kind: 'phone-changed', phone, state: 'idle' });
      this.#take({ kind: 'request', id, request: { ask: 'sign-in', agent: id, phone } });
      this.#take({ kind: 'phone-changed', phone, state: 'idle' });
    }
  }

  /** What happens next to the call: a key, the end of a sound, or the next deadline. */
  #goOn({ activity }: Call): void {
    const isListening = activity.kind === 'in-menu' || activity.kind === 'collecting';
    const keys = isListening ? this.#keys.shift() : undefined;
    if (keys !== undefined) this.#press(keys);
    else if ((isListening || activity.kind === 'playing') && activity.playback !== null)
      this.#take({ kind: 'playback-ended', playback: activity.playback, complete: true });
    else {
      this.#now = Math.max(this.#now, nextDeadline(this.#state) ?? this.#now);
      this.#take({ kind: 'time-passed' });
    }
  }

  #press(keys: string): void {
    for (const key of keys) this.#take({ kind: 'key-pressed', leg: LEG, key });
  }

  #take(signal: Signal): void {
    const reaction: Reaction = step(this.#state, signal, this.#now);
    this.#milestones.push(...reaction.milestones);
    for (const request of reaction.webRequests) {
      if (request.kind === 'look-up') this.#lookUp(request);
      if (request.kind === 'speak') this.#notSpoken(request);
    }
    for (const command of reaction.commands)
      if (command.kind === 'hang-up' && command.leg !== LEG)
        this.#take({ kind: 'leg-ended', leg: command.leg, end: 'cancelled' });
  }

  /** Nobody is asked in a trial. */
  #lookUp({ lookup, call }: LookUp): void {
    this.#take({ kind: 'looked-up', lookup, call, outcome: { ok: false, failure: 'unreachable' } });
  }

  /** Nor is the speech engine run. */
  #notSpoken({ speech, call }: SpeechOrder): void {
    this.#take({ kind: 'speech-made', speech, call, outcome: { ok: false, failure: 'failed' } });
  }

  #call(): Call | null {
    return [...this.#state.calls.values()][0] ?? null;
  }

  #path(call: Call | null, end: TriedPath['end']): TriedPath {
    return { milestones: this.#milestones, call, end };
  }
}

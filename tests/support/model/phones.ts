import type { ReferAnswer } from '../../../src/core/command.js';
import type { LegId, PhoneState } from '../../../src/core/signal.js';
import type { Behaviour } from '../scenario/scenario.js';

/** A phone of the model, at the far end. */
export interface ModelPhone {
  readonly name: string;
  behaviour: Behaviour;
  /** Legs of Callplane that ring or talk there. */
  readonly legs: Map<LegId, 'ringing' | 'up'>;
  /** So many calls it takes at once. */
  lines: number;
  /** Calls that Callplane did not give. */
  otherCalls: number;
  isWatched: boolean;
  toldState: PhoneState | null;
  readonly rings: PhoneRing[];
  /** Legs of the calls that it has made itself. */
  readonly dials: LegId[];
  /** What it heard of the transfers that it asked for. */
  readonly referAnswers: { readonly leg: LegId; readonly answer: ReferAnswer; readonly at: number }[];
}

/** One ringing of a phone. */
export interface PhoneRing {
  readonly leg: LegId;
  readonly callerNumber: string | null;
  readonly callerName: string | null;
  readonly fromAt: number;
  toAt: number | null;
  isAnswered: boolean;
}

/** All phones by their name in the plan, for instance `PJSIP/101`; one that was never set is not registered. */
export class ModelPhones {
  readonly #phones = new Map<string, ModelPhone>();

  get(name: string): ModelPhone {
    const known = this.#phones.get(name);
    if (known !== undefined) return known;
    const phone: ModelPhone = {
      name,
      behaviour: { kind: 'is-not-registered' },
      legs: new Map(),
      lines: 1,
      otherCalls: 0,
      isWatched: false,
      toldState: null,
      rings: [],
      dials: [],
      referAnswers: [],
    };
    this.#phones.set(name, phone);
    return phone;
  }

  all(): Iterable<ModelPhone> {
    return this.#phones.values();
  }
}

/** Asterisk's device state of the phone as a whole. */
export function phoneState(phone: ModelPhone): PhoneState {
  if (phone.behaviour.kind === 'is-not-registered') return 'unreachable';
  if (phone.otherCalls > 0) return 'in-use';
  const states = [...phone.legs.values()];
  if (states.includes('up')) return 'in-use';
  return states.length > 0 ? 'ringing' : 'idle';
}

import type { Call } from '../call/call.js';
import { type NumberRefusal, refusalInWords, storedRefusalInWords } from '../callback/policy.js';
import type { HangUpReason } from '../command.js';
import type { CallId } from '../signal.js';
import type { State } from '../state.js';
import { isOutgoing } from './ending.js';
import type { OutgoingRefusal } from './facts.js';

const WORDS: Readonly<Record<Exclude<OutgoingRefusal, NumberRefusal>, string>> = {
  closed: 'nobody is called now: it is outside the hours of the dial policy, or new calls go elsewhere',
  'being-called': 'somebody else calls this number just now, or talks with whom he has called there',
  'agent-busy': 'the agent is busy: with a call, or with an outcome that he owes',
  'switched-off': 'agents make no calls: the routing file has no phones: { outgoing: … }',
};

/** The refusal in words. */
export function inWords(refusal: OutgoingRefusal): string {
  return isOurs(refusal) ? WORDS[refusal] : refusalInWords(refusal);
}

/** A stored refusal in words; one of a newer program is told by its name. */
export function storedInWords(refusal: string): string {
  const words: Readonly<Partial<Record<string, string>>> = WORDS;
  return words[refusal] ?? storedRefusalInWords(refusal);
}

function isOurs(refusal: OutgoingRefusal): refusal is keyof typeof WORDS {
  return Object.hasOwn(WORDS, refusal);
}

/** What a phone that has dialled hears. */
export function toneFor(refusal: OutgoingRefusal): HangUpReason {
  if (refusal === 'switched-off') return 'unallocated';
  return refusal === 'agent-busy' || refusal === 'being-called' ? 'busy' : 'congestion';
}

/** Another call is made to this number: an agent's, or one for a callback whose client is rung already. */
export function isBeingCalled({ calls, legs }: State, number: string | null, own: CallId | null): boolean {
  const isMade = (call: Call): boolean => isOutgoing(call) || (call.outbound !== null && legs.has(call.leg));
  return [...calls.values()].some(
    (call) => call.id !== own && call.dialled === number && call.activity.kind !== 'leaving' && isMade(call),
  );
}

/** Of a code only that it was one: what follows its first key may be secret. */
export function withoutCode(number: string): string {
  const [first = ''] = number.replace(/[ ()./-]/g, '');
  return first === '*' || first === '#' ? first : number;
}

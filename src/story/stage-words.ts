import { storedRefusalInWords } from '../core/callback/policy.js';
import type { CallEvent, CallEventName } from '../core/milestone.js';
import { storedInWords } from '../core/outgoing/refusing.js';
import { partnerInFacts } from '../core/partner/partner.js';
import { lasting, type NameOf } from './names.js';

type Detail = CallEvent['detail'];

/** What came of a number outside that was rung for a caller. */
const DIALLED: Readonly<Partial<Record<string, string>>> = {
  answered: 'the talk with the number outside is over',
  busy: 'the number outside is busy',
  'no-answer': 'nobody answers at the number outside',
  refused: 'the number outside declines',
  failed: 'the number outside cannot be reached',
  'caller-left': 'the number outside is rung no more: the caller has left',
  'agent-cancelled': 'the number outside is rung no more: the agent goes back to him',
};

/** Each stage in words; null: it is told by something else, or says nothing to a reader. */
const WORDS: Readonly<Record<CallEventName, (detail: Detail, nameOf: NameOf) => string | null>> = {
  shed: () => 'is turned away: more came than could be handled',
  recognised: ({ name, group, blocked }) =>
    `is known${given(' as ', name)}${given(' of the group ', group)}${blocked === true ? ', and blocked: turned away' : ''}`,
  answered: () => 'Callplane answers',
  'prompt-played': ({ prompt, heardMs, complete }) =>
    `hears ${shown(prompt)}${complete === true ? '' : `, ${lasting(Number(heardMs))} of it`}`,
  'prompt-broke-off': ({ prompt, instead }) =>
    `the sound of ${prompt === null ? 'what is said there' : shown(prompt)} breaks off${given(': instead he hears ', instead)}`,
  'menu-entered': ({ menu }) => `comes to the menu ${shown(menu)}`,
  'menu-key': ({ key }) => `presses ${shown(key)}`,
  'menu-wrong-key': ({ key }) => `presses ${shown(key)}, which the menu does not know`,
  'menu-silence': ({ try: tries }) => `presses nothing (try ${shown(tries)})`,
  'menu-given-up': () => 'has used all tries of the menu',
  'collect-entered': ({ collect }) => `is asked for digits at ${shown(collect)}`,
  collected: ({ as, value, secret }) =>
    secret === true
      ? `has keyed ${shown(as)}, which is secret`
      : `has keyed ${shown(as)}${given(' = ', value)}`,
  'collect-wrong': ({ digits, try: tries }) =>
    `has keyed ${shown(digits)} digits, which do not fit (try ${shown(tries)})`,
  'collect-given-up': () => 'has used all tries to key digits',
  'after-call': () => 'goes on: the agent has hung up',
  'rate-entered': ({ rate }) => `is asked for a rating at ${shown(rate)}`,
  rated: ({ score }) => `rates the conversation ${shown(score)}`,
  'rate-wrong-key': ({ try: tries }) => `presses a key that is no rating (try ${shown(tries)})`,
  'rate-silence': ({ try: tries }) => `gives no rating (try ${shown(tries)})`,
  'rate-given-up': () => 'has given no rating',
  'rate-skipped': () => 'is asked for no rating: there was no conversation',
  'outcome-set': ({ outcome }) => `the agent sets the outcome${given(' ', outcome)}`,
  'lookup-asked': ({ lookup }) => `another system is asked at ${shown(lookup)}`,
  'looked-up': ({ result, missing }) =>
    result === 'answered'
      ? `it answers${missing === 0 || missing === '' || missing === null ? '' : given(', without ', missing)}`
      : `it does not answer (${shown(result)}): the values without an answer hold`,
  notified: () => 'another system is told',
  'variable-set': ({ name, value }) => `${shown(name)} is set${given(' to ', value)}`,
  'language-set': ({ language }) => `hears ${shown(language)} from here on`,
  'record-set': ({ record }) => (record === true ? 'may be recorded' : 'is not to be recorded'),
  'priority-set': ({ priority }) => `has priority ${shown(priority)}`,
  'needs-set': ({ needs }) => `needs ${shown(needs)} of agents`,
  'age-kept': ({ ageMs }) => `keeps ${lasting(Number(ageMs))} of age from the call before`,
  'not-said': ({ as }) => `does not hear a value that is no ${shown(as)}`,
  'text-not-spoken': ({ text, why, missing }) =>
    why === 'no-value'
      ? `does not hear ${shown(text)}: ${shown(missing)} has no value`
      : `does not hear ${shown(text)}: the speech engine has not spoken it (${shown(why)})`,
  'key-ignored': () => 'presses a key that nothing waits for',
  condition: ({ met, because, then }) =>
    `${met === true ? 'takes the way' : 'does not take the way'} ${shown(then)}: ${shown(because)}`,
  'flow-entered': ({ flow }) => `goes to the flow ${shown(flow)}`,
  'queue-entered': ({ queue }) => `enters the queue ${shown(queue)}`,
  'queue-key': ({ key }) => `presses ${shown(key)} while waiting`,
  'not-let-in': ({ queue, limit }) => `is not let into the queue ${shown(queue)} (its limit ${shown(limit)})`,
  'estimate-proved': ({ estimateMs }) => `was estimated to wait ${lasting(Number(estimateMs))}`,
  'ring-entered': ({ step }) => `comes to the ring step ${shown(step)}`,
  'ring-skipped': ({ nobody }) => `has no ${shown(nobody)} to be rung`,
  announced: ({ position, minutes, prompt }) =>
    position !== undefined
      ? `is told the place ${shown(position)}`
      : minutes !== undefined
        ? `is told to wait about ${shown(minutes)} min`
        : `is told ${shown(prompt)}`,
  'callback-asked': ({ queue }) => `will be called back by ${shown(queue)}`,
  'callback-refused': ({ because }) => `cannot be called back: ${storedRefusalInWords(shown(because))}`,
  briefed: ({ prompt }) =>
    `the agent hears ${prompt === null ? 'how long the caller has waited' : shown(prompt)} first`,
  'confirm-asked': ({ agent }, nameOf) =>
    `somebody answers at the phone of ${nameOf(shown(agent))} and is asked for a key`,
  confirmed: ({ agent }, nameOf) => `${nameOf(shown(agent))} takes the call by key`,
  'outgoing-asked': ({ agent, origin }, nameOf) =>
    `${nameOf(shown(agent))} ${origin === 'click' ? 'asks for the call' : 'dials'}`,
  dialled: ({ try: tries }) =>
    `the client's phone is rung${tries === undefined ? '' : ` (try ${shown(tries)})`}`,
  'dial-asked': ({ outgoing }) => `a number outside is rung for him (${shown(outgoing)})`,
  'dial-connected': () => 'talks with the number outside',
  'dial-over': ({ result, talkMs }) =>
    result === 'answered' && talkMs === 0
      ? 'the number outside is asked no more'
      : (DIALLED[shown(result)] ?? `the number outside: ${shown(result)}`),
  'dial-refused': ({ because }) => `a number outside is not called for him: ${storedInWords(shown(because))}`,
  offered: ({ agent }, nameOf) => `${nameOf(shown(agent))} is rung`,
  overflowed: ({ partner }, nameOf) =>
    `rings at ${nameOf(partnerInFacts(shown(partner)))}, and waits on where he is`,
  connected: ({ agent }, nameOf) => `talks with ${nameOf(shown(agent))}`,
  'transfer-asked': ({ way, target, reason }) =>
    `${way === 'consult' ? 'is to be asked about with' : 'is handed over to'} ${shown(target)}${given(', because of ', reason)}`,
  'transfer-refused': ({ why }) => `is not handed over: ${shown(why)}`,
  consulted: ({ agent }, nameOf) =>
    agent === undefined
      ? 'the number outside answers, and is asked about him'
      : `${nameOf(shown(agent))} is asked about him`,
  'handed-over': ({ from, target }, nameOf) => `${nameOf(shown(from))} leaves him to ${shown(target)}`,
  'transfer-over': ({ result, target, level }) =>
    `the transfer to ${shown(target)} is over: ${shown(result)}${given(', at level ', level)}`,
  held: ({ why }) => (why === 'consult' ? 'hears music while somebody is asked' : 'is put on hold'),
  resumed: () => 'is not on hold any more',
  'recording-started': () => 'the recording begins',
  'recording-paused': () => 'the recording is paused',
  'recording-resumed': () => 'the recording goes on',
  'voicemail-entered': ({ box }) => `comes to the voicemail box ${shown(box)}`,
  'voicemail-started': () => 'the message is recorded',
  left: () => null,
};

/** A stage in words; null: there is nothing to be told. */
export function stageText({ event, detail }: CallEvent, nameOf: NameOf): string | null {
  // Stages of a newer program are told by their names.
  const words = (WORDS as Readonly<Partial<typeof WORDS>>)[event];
  return words === undefined ? event : words(detail, nameOf);
}

function given(before: string, value: Detail[string] | undefined): string {
  return value === undefined || value === null || value === '' ? '' : `${before}${String(value)}`;
}

function shown(value: Detail[string] | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}

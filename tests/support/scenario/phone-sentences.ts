import type { Captured, SentenceForm } from './sentence.js';
import type { Behaviour } from './scenario.js';

export interface PhoneLine {
  readonly agents: readonly string[];
  /** A number outside; null: the phones of agents. */
  readonly client: string | null;
  readonly behaviour: Behaviour;
}

const BEHAVIOURS: readonly (readonly [string, (captured: Captured) => Behaviour])[] = [
  ['answer(s) after {after:time}', (c) => answers(c.time('after'), null)],
  [
    'answer(s) after {after:time} and hang(s) up after {talk:time}',
    (c) => answers(c.time('after'), c.time('talk')),
  ],
  ['decline(s) after {after:time}', (c) => ({ kind: 'declines', afterMs: c.time('after') })],
  ['is busy', () => ({ kind: 'is-busy' })],
  ['are busy', () => ({ kind: 'is-busy' })],
  ['never answer(s)', () => ({ kind: 'never-answers' })],
  ['is not registered', () => ({ kind: 'is-not-registered' })],
  ['are not registered', () => ({ kind: 'is-not-registered' })],
];

function answers(afterMs: number, hangsUpAfterMs: number | null): Behaviour {
  return { kind: 'answers', afterMs, hangsUpAfterMs };
}

/** The lines of `phones:`. */
export const PHONE_SENTENCES: readonly SentenceForm<PhoneLine>[] = [
  ...BEHAVIOURS.map(([form, make]): SentenceForm<PhoneLine> => ({
    form: `{client:number} ${form}`,
    make: (c) => ({ agents: [], client: digitsOf(c.text('client')), behaviour: make(c) }),
  })),
  ...BEHAVIOURS.map(([form, make]): SentenceForm<PhoneLine> => ({
    form: `{agents} ${form}`,
    make: (captured) => ({ agents: captured.agents(), client: null, behaviour: make(captured) }),
  })),
];

/** A number outside as Callplane calls it. */
export function digitsOf(number: string): string {
  return number.replaceAll(' ', '');
}

/** `+359 88 700 0001 is busy from now on`, as a line of `when:`. */
export const CLIENT_CHANGES: readonly SentenceForm<{
  readonly number: string;
  readonly behaviour: Behaviour;
}>[] = BEHAVIOURS.map(([form, make]) => ({
  form: `{client:number} ${form} from now on`,
  make: (captured) => ({ number: digitsOf(captured.text('client')), behaviour: make(captured) }),
}));

/** `anna's phone answers after 2s from now on`, as a line of `when:`. */
export const BEHAVIOUR_CHANGES: readonly SentenceForm<{
  readonly agent: string;
  readonly behaviour: Behaviour;
}>[] = BEHAVIOURS.map(([form, make]) => ({
  form: `{agent}'s phone ${form} from now on`,
  make: (captured) => ({ agent: captured.agent(), behaviour: make(captured) }),
}));

/** `welcome lasts 5s`, a line of `prompts:`. */
export const PROMPT_SENTENCES: readonly SentenceForm<{
  readonly prompt: string;
  readonly lengthMs: number;
}>[] = [
  {
    form: '{prompt} lasts {length:time}',
    make: (captured) => ({ prompt: captured.prompt(), lengthMs: captured.time('length') }),
  },
];

/** `anna and boris are signed in`, a line of `given:`. */
export const GIVEN_SENTENCES: readonly SentenceForm<readonly string[]>[] = [
  { form: '{agents} is signed in', make: (captured) => captured.agents() },
  { form: '{agents} are signed in', make: (captured) => captured.agents() },
];

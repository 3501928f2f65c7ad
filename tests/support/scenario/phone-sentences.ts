import type { Captured, SentenceForm } from './sentence.js';
import type { Behaviour } from './scenario.js';

export interface PhoneLine {
  readonly agents: readonly string[];
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
export const PHONE_SENTENCES: readonly SentenceForm<PhoneLine>[] = BEHAVIOURS.map(([form, make]) => ({
  form: `{agents} ${form}`,
  make: (captured) => ({ agents: captured.agents(), behaviour: make(captured) }),
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

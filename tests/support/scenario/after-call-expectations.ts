import type { OutcomeFact, RatingFact } from '../../../src/core/milestone.js';
import { type Check, every } from './check.js';
import { callOf, type Happened } from './happened.js';
import type { SentenceForm } from './sentence.js';

/** What callers say of conversations, and agents of what came of them. */
export const AFTER_CALL_EXPECTATIONS: readonly SentenceForm<Check>[] = [
  {
    form: '{callers} rate(s) {agent} with {score:word}',
    make: (c) => {
      const wanted = `${c.agent()} ${c.text('score')}`;
      return every(c.callers(), (caller) => ratings(caller, wanted));
    },
  },
  {
    form: '{callers} is asked about {agent} and gives no rating: {result:word}',
    make: (c) => {
      const wanted = `${c.agent()} ${c.text('result')}`;
      return every(c.callers(), (caller) => ratings(caller, wanted));
    },
  },
  {
    form: '{callers} get(s) no question for a rating',
    make: (c) => every(c.callers(), (caller) => ratings(caller, '')),
  },
  {
    form: 'the rating of {caller} is stored with its recording',
    make: (c) => {
      const caller = c.caller();
      return (happened) => {
        const [rating] = of(happened, caller, happened.facts.ratings);
        const [recording] = of(happened, caller, happened.facts.recordings);
        const isSame = rating !== undefined && rating.recording === recording?.recording;
        return isSame ? null : `stored are ${String(rating?.recording)} and ${String(recording?.recording)}`;
      };
    },
  },
  {
    form: 'the outcome of {callers} is {outcome:rest}',
    make: (c) => {
      const wanted = c.text('outcome');
      return every(c.callers(), (caller) => outcomes(caller, wanted));
    },
  },
];

function ratings(caller: string, wanted: string): Check {
  return (happened) => {
    const told = of(happened, caller, happened.facts.ratings)
      .map(({ agent, score, result }: RatingFact) => `${agent} ${score ?? result}`)
      .join(', ');
    return told === wanted ? null : `the ratings were: ${told || 'none'}`;
  };
}

function outcomes(caller: string, wanted: string): Check {
  return (happened) => {
    const told = of(happened, caller, happened.facts.outcomes)
      .map(({ outcome, setBy }: OutcomeFact) =>
        outcome === null ? 'not set' : `${outcome} by ${setBy ?? ''}`,
      )
      .join(', ');
    return (told || 'none') === wanted ? null : `the outcomes were: ${told || 'none'}`;
  };
}

function of<T extends { readonly call: string }>(
  happened: Happened,
  caller: string,
  facts: readonly T[],
): readonly T[] {
  const call = callOf(happened, caller)?.call;
  return facts.filter((fact) => fact.call === call);
}

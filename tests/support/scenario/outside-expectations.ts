import { type Check, hasSpan, spokenSpans } from './check.js';
import { callOf } from './happened.js';
import { digitsOf } from './phone-sentences.js';
import type { SentenceForm } from './sentence.js';

/** Callers who are connected with numbers outside. */
export const OUTSIDE_EXPECTATIONS: readonly SentenceForm<Check>[] = [
  {
    form: '{caller} talks with {client:number} from {from:time} to {to:time}',
    make: (c) => {
      const [caller, number] = [c.caller(), digitsOf(c.text('client'))];
      const [from, to] = [c.time('from'), c.time('to')];
      return ({ callers, clients }, toleranceMs) => {
        const there = (callers.get(caller)?.heard ?? []).filter(({ what }) => what === number);
        const here = (clients.get(number)?.heard ?? []).filter(({ what }) => what === caller);
        if (!hasSpan(there, from, to, toleranceMs)) return `${caller} heard ${number}: ${spokenSpans(there)}`;
        return hasSpan(here, from, to, toleranceMs)
          ? null
          : `${number} heard ${caller}: ${spokenSpans(here)}`;
      };
    },
  },
  {
    form: 'numbers called for {caller}: {results:rest}',
    make: (c) => {
      const [caller, wanted] = [c.caller(), c.text('results')];
      return (happened) => {
        const own = callOf(happened, caller)?.call;
        const told = happened.facts.outgoing
          .filter(({ forCall }) => forCall !== null && forCall === own)
          .sort((a, b) => a.askedAt - b.askedAt)
          .map(({ result, refusal }) => refusal ?? result)
          .join(', ');
        return (told || 'none') === wanted ? null : `for ${caller} were called: ${told || 'none'}`;
      };
    },
  },
];

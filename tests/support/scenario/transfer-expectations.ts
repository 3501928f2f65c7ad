import type { TransferFact } from '../../../src/core/milestone.js';
import { type Check, near, ofPhone } from './check.js';
import { spoken } from './duration.js';
import { callOf, type Happened } from './happened.js';
import type { SentenceForm } from './sentence.js';

/** Who was handed over, and who heard music in the middle of a conversation. */
export const TRANSFER_EXPECTATIONS: readonly SentenceForm<Check>[] = [
  {
    form: 'transfers of {caller}: {transfers:rest}',
    make: (c) => {
      const [caller, wanted] = [c.caller(), c.text('transfers')];
      return (happened) => {
        const found = of(happened, caller, happened.facts.transfers).map(told).join(', ');
        return (found || 'none') === wanted ? null : `the transfers were: ${found || 'none'}`;
      };
    },
  },
  {
    form: 'the conversation of {caller} with {agent} lasts from {from:time} to {to:time}',
    make: (c) => {
      const [caller, agent, from, to] = [c.caller(), c.agent(), c.time('from'), c.time('to')];
      return (happened, toleranceMs) => {
        const found = of(happened, caller, happened.facts.conversations).filter(
          (talk) => talk.agent === agent,
        );
        const isThere = found.some(
          ({ startedAt, endedAt }) => near(startedAt, from, toleranceMs) && near(endedAt, to, toleranceMs),
        );
        const all = found.map(({ startedAt, endedAt }) => `${spoken(startedAt)} to ${spoken(endedAt)}`);
        return isThere ? null : `the conversations lasted: ${all.join(', ') || 'none'}`;
      };
    },
  },
  {
    form: '{caller} is on hold from {from:time} to {to:time}',
    make: (c) => {
      const [caller, from, to] = [c.caller(), c.time('from'), c.time('to')];
      return (happened, toleranceMs) => {
        const found = of(happened, caller, happened.facts.holds);
        const isThere = found.some(
          ({ startedAt, endedAt }) => near(startedAt, from, toleranceMs) && near(endedAt, to, toleranceMs),
        );
        const all = found.map(({ startedAt, endedAt }) => `${spoken(startedAt)} to ${spoken(endedAt)}`);
        return isThere ? null : `was on hold: ${all.join(', ') || 'never'}`;
      };
    },
  },
  {
    form: "{agent}'s phone is told {answer:word} at {at:time}",
    make: (c) => {
      const [answer, at] = [c.text('answer'), c.time('at')];
      return ofPhone(c.agent(), ({ referAnswers }, toleranceMs) => {
        const isThere = referAnswers.some((one) => one.answer === answer && near(one.at, at, toleranceMs));
        const all = referAnswers.map((one) => `${one.answer} at ${spoken(one.at)}`);
        return isThere ? null : `of its transfers it was told: ${all.join(', ') || 'nothing'}`;
      });
    },
  },
];

/** `anna to agent:boris connected boris`, with the place in a chain and the reason where there are any. */
function told({ agent, target, result, takenBy, level, reason }: TransferFact): string {
  const taker = takenBy === null || takenBy === agent ? '' : ` ${takenBy}`;
  const words = `${agent} to ${target} ${result}${taker}`;
  return `${words}${level === null ? '' : ` at level ${level}`}${reason === null ? '' : ` because of ${reason}`}`;
}

function of<T extends { readonly call: string }>(
  happened: Happened,
  caller: string,
  facts: readonly T[],
): readonly T[] {
  const call = callOf(happened, caller)?.call;
  return facts.filter((fact) => fact.call === call);
}

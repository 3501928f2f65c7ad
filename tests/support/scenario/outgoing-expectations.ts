import type { OutgoingFact } from '../../../src/core/milestone.js';
import { type Check, near } from './check.js';
import { spoken } from './duration.js';
import { digitsOf } from './phone-sentences.js';
import type { Captured, SentenceForm } from './sentence.js';

/** Calls that agents make, and what came of them. */
export const OUTGOING_EXPECTATIONS: readonly SentenceForm<Check>[] = [
  {
    form: 'calls that {agent} made: {results:rest}',
    make: (c) => {
      const [agent, wanted] = [c.agent(), c.text('results')];
      return ({ facts }) => {
        const told = facts.outgoing
          .filter((one) => one.agent === agent)
          .sort((a, b) => a.askedAt - b.askedAt)
          .map(({ result, refusal }) => refusal ?? result)
          .join(', ');
        return (told || 'none') === wanted ? null : `the calls were: ${told || 'none'}`;
      };
    },
  },
  {
    form: 'the call to {client:number} talked {talk:time}',
    make: (c) => {
      const talk = c.time('talk');
      return ofCall(c, ({ talkMs }, toleranceMs) => near(talkMs, talk, toleranceMs));
    },
  },
  {
    form: 'the call to {client:number} shows {shown:rest}',
    make: (c) => {
      const shown = digitsOf(c.text('shown'));
      return ofCall(c, (call) => call.shown === shown);
    },
  },
  {
    form: 'the call to {client:number} is ended by {who:word} at {at:time}',
    make: (c) => {
      const [who, at] = [c.text('who'), c.time('at')];
      return ofCall(c, (call, toleranceMs) => call.endedBy === who && near(call.endedAt, at, toleranceMs));
    },
  },
  { form: 'the call to {client:number} is recorded', make: (c) => recorded(c, 'recorded') },
  { form: 'the call to {client:number} is never recorded', make: (c) => recorded(c, '') },
];

function ofCall(captured: Captured, holds: (call: OutgoingFact, toleranceMs: number) => boolean): Check {
  const number = digitsOf(captured.text('client'));
  return ({ facts }, toleranceMs) => {
    const calls = facts.outgoing.filter((one) => one.number === number);
    if (calls.some((call) => holds(call, toleranceMs))) return null;
    const told = calls.map(
      ({ result, talkMs, endedBy, endedAt, shown }) =>
        `${result}, talked ${spoken(talkMs)}, ended by ${endedBy} at ${spoken(endedAt)}, showed ${shown ?? 'nothing'}`,
    );
    return `the calls to ${number} were: ${told.join('; ') || 'none'}`;
  };
}

function recorded(captured: Captured, wanted: string): Check {
  const number = digitsOf(captured.text('client'));
  return ({ facts }) => {
    const talks = new Set(
      facts.outgoing.filter((one) => one.number === number).map(({ conversation }) => conversation),
    );
    const told = facts.recordings
      .filter(({ conversation }) => talks.has(conversation))
      .map(({ failure, result }) => failure ?? result)
      .join(', ');
    return told === wanted ? null : `the recordings were: ${told || 'none'}`;
  };
}

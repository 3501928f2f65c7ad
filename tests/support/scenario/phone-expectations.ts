import { beginAt, type Check, every, hasSpan, near, ofPhone, spokenSpans } from './check.js';
import { spoken } from './duration.js';
import type { Happened, Ring } from './happened.js';
import type { SentenceForm } from './sentence.js';

const SINGLE: readonly SentenceForm<Check>[] = [
  {
    form: '{agents} ring(s) from {from:time} to {to:time}',
    make: (c) => {
      const [from, to] = [c.time('from'), c.time('to')];
      return every(c.agents(), (agent) =>
        rings(agent, (spans, toleranceMs) => hasSpan(spans, from, to, toleranceMs)),
      );
    },
  },
  {
    form: '{agents} ring(s) at {at:times}',
    make: (c) => {
      const at = c.times('at');
      return every(c.agents(), (agent) =>
        rings(agent, (spans, toleranceMs) => beginAt(spans, at, toleranceMs)),
      );
    },
  },
  {
    form: '{agents} never ring(s)',
    make: (c) => every(c.agents(), (agent) => rings(agent, (spans) => spans.length === 0)),
  },
  {
    form: '{agents} ring(s) {count} times',
    make: (c) => {
      const count = c.count('count');
      return every(c.agents(), (agent) => rings(agent, (spans) => spans.length === count));
    },
  },
  {
    form: "{agent}'s phone shows the name {shown:rest} at {at:time}",
    make: (c) => {
      const [agent, shown, at] = [c.agent(), c.text('shown'), c.time('at')];
      return ofPhone(agent, ({ rings: spans }, toleranceMs) => {
        const showed = spans.filter(({ fromAt }) => near(fromAt, at, toleranceMs));
        if (showed.some(({ shownName }) => shownName === shown)) return null;
        const told = spans.map(({ shownName, fromAt }) => `${shownName ?? 'no name'} at ${spoken(fromAt)}`);
        return `${agent}'s phone showed: ${told.join(', ') || 'nothing'}`;
      });
    },
  },
];

const TOGETHER: readonly SentenceForm<Check>[] = [
  {
    form: '{agents} ring at {at:time}, all within {within:time}',
    make: (c) => ringTogether(c.agents(), c.time('at'), c.time('within')),
  },
  {
    form: '{agents} stop(s) ringing within {within:time} after {winner:agent} answers',
    make: (c) => stopRinging(c.agents(), c.agent('winner'), c.time('within')),
  },
  {
    form: 'phones ring in this order: {agents}',
    make: (c) => ringInOrder(c.agents(), null),
  },
  {
    form: 'phones ring for {caller} in this order: {agents}',
    make: (c) => ringInOrder(c.agents(), c.caller()),
  },
  {
    form: 'at most {count} phones ring at once',
    make: (c) => atMostAtOnce(c.count('count')),
  },
  {
    form: 'at most {count} phone rings at once',
    make: (c) => atMostAtOnce(c.count('count')),
  },
];

/** What rings when, as the far end saw it. */
export const PHONE_EXPECTATIONS: readonly SentenceForm<Check>[] = [...SINGLE, ...TOGETHER];

function rings(agent: string, holds: (spans: readonly Ring[], toleranceMs: number) => boolean): Check {
  return ofPhone(agent, ({ rings: spans }, toleranceMs) =>
    holds(spans, toleranceMs) ? null : `${agent} rang: ${spokenSpans(spans)}`,
  );
}

function ringTogether(agents: readonly string[], at: number, withinMs: number): Check {
  return (happened, toleranceMs) => {
    const begun = agents.map((agent) =>
      happened.phones.get(agent)?.rings.find(({ fromAt }) => near(fromAt, at, toleranceMs)),
    );
    const instants = begun.flatMap((ring) => (ring === undefined ? [] : [ring.fromAt]));
    const spread = Math.max(...instants) - Math.min(...instants);
    if (instants.length === agents.length && spread <= withinMs) return null;
    const told = begun.map((ring, index) => `${agents[index] ?? ''} ${ring ? spoken(ring.fromAt) : 'never'}`);
    return `they began to ring: ${told.join(', ')}`;
  };
}

/** At one of the winner's answers all of the agents were ringing and stopped in time. */
function stopRinging(agents: readonly string[], winner: string, withinMs: number): Check {
  return ({ phones }) => {
    const answers = (phones.get(winner)?.rings ?? []).filter(({ answered }) => answered);
    const stoppedAfter = (answerAt: number, agent: string): boolean =>
      (phones.get(agent)?.rings ?? []).some(
        ({ fromAt, toAt }) => fromAt <= answerAt && toAt >= answerAt && toAt <= answerAt + withinMs,
      );
    if (answers.some(({ toAt }) => agents.every((agent) => stoppedAfter(toAt, agent)))) return null;
    const told = agents.map((agent) => `${agent} rang: ${spokenSpans(phones.get(agent)?.rings ?? [])}`);
    const instants = answers.map(({ toAt }) => spoken(toAt)).join(', ') || 'never';
    return `${winner} answered: ${instants}; ${told.join('; ')}`;
  };
}

function ringInOrder(agents: readonly string[], caller: string | null): Check {
  return (happened) => {
    const order = allRings(happened)
      .filter(({ ring }) => caller === null || ring.caller === caller)
      .sort((a, b) => a.ring.fromAt - b.ring.fromAt)
      .map(({ agent }) => agent);
    return order.join() === agents.join() ? null : `they rang in this order: ${order.join(', ') || 'none'}`;
  };
}

/** The end of one ringing and the beginning of the next may cross on their ways. */
const CROSSING_MS = 200;

function atMostAtOnce(count: number): Check {
  return (happened, toleranceMs) => {
    const crossingMs = Math.min(CROSSING_MS, toleranceMs);
    const all = allRings(happened);
    for (const { ring } of all) {
      const together = all.filter(
        ({ ring: other }) => other.fromAt <= ring.fromAt && other.toAt > ring.fromAt + crossingMs,
      );
      if (together.length > count)
        return `${together.map(({ agent }) => agent).join(', ')} rang together at ${spoken(ring.fromAt)}`;
    }
    return null;
  };
}

function allRings(happened: Happened): readonly { readonly agent: string; readonly ring: Ring }[] {
  return [...happened.phones].flatMap(([agent, { rings: spans }]) => spans.map((ring) => ({ agent, ring })));
}

import { sidesOf } from '../../src/reports/check.js';
import type { Instant } from '../../src/core/signal.js';
import { callFigures } from '../../src/reports/call-figures.js';
import { checksOf } from '../../src/reports/checks.js';
import type { DayFacts } from '../../src/reports/day-facts.js';
import { queueFigures } from '../../src/reports/queue-figures.js';
import { USUAL_SERVICE_LEVEL } from '../../src/reports/thresholds.js';
import { factBatch } from '../../src/store/fact-batch.js';
import type { Taken } from './line-journal.js';
import { must } from './must.js';

/** The facts that the books make of the journal, and the figures of the report: every identity of metrics.md holds. */
export function balance(
  journal: readonly Taken[],
  day: { readonly from: Instant; readonly to: Instant },
): void {
  const facts = dayFacts(journal, day);
  const usual = (): typeof USUAL_SERVICE_LEVEL => USUAL_SERVICE_LEVEL;
  for (const check of checksOf(facts, callFigures(facts, usual), queueFigures(facts, usual)))
    must(
      check.holds,
      `the report does not balance: ${check.name}: ${sidesOf(check)} ${check.faults.join(', ')}`,
    );
  must(
    facts.openCalls.length === 0,
    `call ${facts.openCalls[0]?.call ?? ''} is open for ever in the database`,
  );
}

function dayFacts(journal: readonly Taken[], { from, to }: { from: Instant; to: Instant }): DayFacts {
  const batch = factBatch(
    journal.map(({ signal, at, reaction }, index) => ({
      sequence: index + 1,
      at,
      signal,
      milestones: reaction.milestones,
    })),
  );
  const ended = new Set(batch.calls.map(({ call }) => call));
  return {
    period: { from, to: to + 1 },
    until: to,
    calls: batch.calls.filter(({ direction }) => direction === 'inbound'),
    openCalls: [...batch.arrived.values()]
      .filter(({ call }) => !ended.has(call))
      .map((open) => ({ ...open, arrivedAt: open.at })),
    visits: batch.visits,
    offers: batch.offers,
    conversations: batch.conversations,
    transfers: batch.transfers,
    outcomes: batch.outcomes,
    states: batch.agentStates,
    openStates: [...batch.openStates.values()],
    gaps: [],
    beyond: {
      visits: [],
      offers: [],
      conversations: [],
      transfers: [],
      outcomes: [],
      earlierCalls: new Map(),
      earlierAgents: new Set(),
    },
  };
}

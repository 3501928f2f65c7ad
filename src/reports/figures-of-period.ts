import type { Gap } from '../core/milestone.js';
import { agentFigures, type AgentFigures } from './agent-figures.js';
import { type Bounds, boundsOf } from './bounds.js';
import { callFigures, type CallFigures } from './call-figures.js';
import type { Check } from './check.js';
import { checksOf } from './checks.js';
import type { DayFacts } from './day-facts.js';
import { queueFigures, type QueueFigures } from './queue-figures.js';
import { countOf } from './ratio.js';
import type { ThresholdsOf } from './thresholds.js';

/** The figures of a period, with what proves them. */
export interface Figures {
  readonly queues: readonly QueueFigures[];
  readonly calls: CallFigures;
  readonly agents: readonly AgentFigures[];
  readonly checks: readonly Check[];
  /** Times in which events may have been lost. */
  readonly gaps: readonly Gap[];
  /** Calls and visits whose end is not known. */
  readonly unknownEnds: { readonly calls: number; readonly visits: number };
  readonly bounds: Bounds;
}

/** The figures of any period. Pure. */
export function figuresOf(facts: DayFacts, thresholds: ThresholdsOf): Figures {
  const queues = queueFigures(facts, thresholds);
  const calls = callFigures(facts, thresholds);
  return {
    queues,
    calls,
    agents: agentFigures(facts),
    checks: checksOf(facts, calls, queues),
    gaps: facts.gaps,
    unknownEnds: unknownEndsOf(facts, calls),
    bounds: boundsOf(facts),
  };
}

/** How much ended nobody knows how. Pure. */
export function unknownEndsOf(facts: DayFacts, calls: CallFigures): Figures['unknownEnds'] {
  return {
    calls: calls.dispositions.unknown.calls,
    visits: countOf(facts.visits, (visit) => visit.exit === 'unknown'),
  };
}

/** The plans by which these facts are judged. */
export function versionsOf(facts: DayFacts): Set<string> {
  return new Set([...facts.calls, ...facts.visits, ...facts.beyond.visits].map((fact) => fact.planVersion));
}

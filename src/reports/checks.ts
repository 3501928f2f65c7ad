import type { CallFact } from '../core/milestone.js';
import { isPartner } from '../core/partner/partner.js';
import { type CallInProgress, IMPORTED } from '../ports/facts.js';
import { stateTimesOf } from './agent-time.js';
import { callFactChecks } from './call-checks.js';
import type { CallFigures } from './call-figures.js';
import { allSound, equality, type Check } from './check.js';
import type { DayFacts } from './day-facts.js';
import { EXITS, type QueueFigures } from './queue-figures.js';
import { sumOf } from './ratio.js';

/** Everything that must be true of a day's facts and figures. Pure. */
export function checksOf(
  facts: DayFacts,
  calls: CallFigures,
  queues: readonly QueueFigures[],
): readonly Check[] {
  return [...checksOfCalls(facts, calls, queues), agentCheck(facts)];
}

/** The same where nothing was read of agents' time. Pure. */
export function checksOfCalls(
  facts: DayFacts,
  calls: CallFigures,
  queues: readonly QueueFigures[],
): readonly Check[] {
  return [...figureChecks(facts, calls, queues), ...callFactChecks(facts)];
}

function figureChecks(facts: DayFacts, calls: CallFigures, queues: readonly QueueFigures[]): Check[] {
  const dispositions = Object.values(calls.dispositions);
  const broken = queues.filter((row) => row.entered !== exitsOf(row)).map((row) => row.queue ?? 'ring steps');
  return [
    equality(
      'calls entered = sum of dispositions',
      facts.calls.length + facts.openCalls.length,
      sumOf(dispositions, (one) => one.calls),
    ),
    equality(
      'calls offered = sum of offered by disposition',
      calls.offered,
      sumOf(dispositions, (one) => one.offered),
    ),
    equality('visits = sum of exits, per queue', facts.visits.length, sumOf(queues, exitsOf), broken),
  ];
}

function exitsOf(row: QueueFigures): number {
  return sumOf(EXITS, (exit) => row.exits[exit]);
}

/**
 * An agent who was rung or talked has states, and the states of each sum to the time that has passed. What was imported
 * tells of no states, and a partner has none.
 */
function agentCheck(facts: DayFacts): Check {
  const times = stateTimesOf(facts);
  const known = [...facts.calls, ...facts.beyond.earlierCalls.values()];
  const imported = new Set(known.filter(isImported).map(({ call }) => call));
  const ours = [...facts.offers, ...facts.conversations].filter(({ call }) => !imported.has(call));
  const busy = new Set(ours.map((fact) => fact.agent));
  const stateless = [...busy].filter((agent) => !times.has(agent) && !isPartner(agent));
  const broken = [...times].filter(([, time]) => time.holeMs !== 0 || time.overlapMs !== 0);
  return allSound("agents' states sum to the day", times.size + stateless.length, [
    ...stateless.map((agent) => `${agent} (no state at all)`),
    ...broken.map(([agent, time]) => `${agent} (${time.holeMs} ms in no state, ${time.overlapMs} ms in two)`),
  ]);
}

function isImported(call: CallFact | CallInProgress): boolean {
  return 'marks' in call && call.marks.includes(IMPORTED);
}

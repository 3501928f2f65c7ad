import type { Plan } from '../../src/core/plan.js';
import { loadPlan } from '../../src/routing/load.js';
import { ZONE, type Shape } from './shape.js';

/** Names of the queues. */
export function queueNames({ queues }: Pick<Shape, 'queues'>): string[] {
  return Array.from({ length: queues }, (_, index) => `queue-${String(index + 1).padStart(2, '0')}`);
}

/** Names of the agents. */
export function agentNames({ agents }: Pick<Shape, 'agents'>): string[] {
  return Array.from({ length: agents }, (_, index) => `agent-${String(index + 1).padStart(3, '0')}`);
}

/** The number that leads to the queue. */
export function numberOf(queue: number): string {
  return `+3592${String(7_000_001 + queue)}`;
}

/** The queues of an agent, by their places: three beside one another. */
export function queuesOf(agent: number, { queues }: Pick<Shape, 'queues'>): number[] {
  return [...new Set([0, 1, 2].map((step) => (agent + step) % queues))];
}

/** The plan of the company whose past is made up: a number, a menu and a queue for each kind of caller. */
export function companyPlan(shape: Shape): Plan {
  const loaded = loadPlan([{ path: 'routing.yml', text: routingOf(shape) }]);
  if (loaded.ok) return loaded.plan;
  throw new Error(`The routing file of the made-up company is wrong: ${JSON.stringify(loaded.faults)}`);
}

function routingOf(shape: Shape): string {
  const agents = agentNames(shape);
  const inQueue = (queue: number): string =>
    agents.filter((_, agent) => queuesOf(agent, shape).includes(queue)).join(', ');
  const queues = queueNames(shape);
  return [
    'callplane: 1',
    `company: { name: Past, timezone: ${ZONE}, language: en, country: BG }`,
    'agents:',
    ...agents.map((name) => `  ${name}: { name: ${name}, phone: PJSIP/${name} }`),
    'queues:',
    ...queues.map(
      (name, index) =>
        `  ${name}: { agents: [${inQueue(index)}], ring_for: 15s, wrap_up: 30s, exits: { nobody: hangup } }`,
    ),
    'flows:',
    ...queues.map((name) => `  to-${name}: [queue: ${name}]`),
    'numbers:',
    ...queues.map(
      (name, index) => `  '${numberOf(index)}': { tags: [source-${index % 7}], flow: to-${name} }`,
    ),
    '',
  ].join('\n');
}

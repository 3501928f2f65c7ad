import { type Check, failed, type Finding, passed, warned } from '../ports/diagnosis.js';

/** What reading the routing file came to, a line per fault or warning. */
export interface RoutingRead {
  readonly path: string;
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
  /** How many there are of each. */
  readonly size: { readonly agents: number; readonly queues: number; readonly numbers: number };
}

/** The routing file loads. */
export function routingCheck(read: () => Promise<RoutingRead>): Check {
  return { area: 'routing', name: 'file', look: async () => look(await read()) };
}

function look({ path, faults, warnings, size }: RoutingRead): readonly Finding[] {
  if (faults.length > 0) {
    return faults.flatMap((fault) => failed(fault, `mend it, then try: callplane check ${path}`));
  }
  const { agents, queues, numbers } = size;
  return [
    ...passed(`${path} loads: ${agents} agents, ${queues} queues, ${numbers} numbers`),
    ...warnings.flatMap((warning) => warned(warning, 'docs/routing.md explains it')),
  ];
}

import { parse, parseDocument } from 'yaml';
import type { Plan } from '../../../src/core/plan.js';
import { formatFault } from '../../../src/routing/fault.js';
import { loadPlan } from '../../../src/routing/load.js';

/** The routing text with one value changed; `path` is its keys, the value is read as YAML. */
export function withValue(routing: string, path: readonly string[], value: string): string {
  const document = parseDocument(routing);
  document.setIn(path, parse(value));
  return document.toString();
}

/** The plan of a routing text. Throws with every fault that was found. */
export function planOf(routing: string): Plan {
  const loaded = loadPlan([{ path: 'routing', text: routing }]);
  if (loaded.ok) return loaded.plan;
  throw new Error(`the routing does not load:\n${loaded.faults.map(formatFault).join('\n')}`);
}

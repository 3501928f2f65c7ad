import type { AgentId, QueueId } from '../../core/plan.js';
import type { FactReader, Period } from '../../ports/facts.js';
import type { ReportContext } from '../catalogue/report.js';
import { isSameNumber } from '../telephone-number.js';
import type { Filters } from './filters.js';

export const NO_CALLBACKS: ReportContext['callbacks'] = { over: [], open: [] };

/**
 * Callbacks that were asked for in the period and fit: by queue, by the number that is called, and by the agent who reached
 * him. No number was dialled for them, and they have no tag and no disposition: who asks for one gets none.
 */
export async function callbacksIn(
  reader: FactReader,
  period: Period,
  filters: Filters,
): Promise<ReportContext['callbacks']> {
  const { numbers, tags, dispositions, agents } = filters;
  if (numbers.length + tags.length + dispositions.length > 0) return NO_CALLBACKS;
  const over = (await reader.callbacks(period)).filter((one) => fits(filters, one, one.agent));
  const open = (await reader.openCallbacks()).filter(
    (one) =>
      one.askedAt >= period.from &&
      one.askedAt < period.to &&
      agents.length === 0 &&
      fits(filters, one, null),
  );
  return { over, open };
}

function fits(
  { queues, agents, caller }: Filters,
  { queue, number }: { readonly queue: QueueId; readonly number: string | null },
  agent: AgentId | null,
): boolean {
  return (
    (queues.length === 0 || queues.includes(queue)) &&
    (agents.length === 0 || (agent !== null && agents.includes(agent))) &&
    (caller === null || isSameNumber(caller, number))
  );
}

import { isOpen } from '../../core/calendar.js';
import type { Plan, QueueId } from '../../core/plan.js';
import type { Instant } from '../../core/signal.js';
import type { PresentReader } from '../../ports/alerts.js';
import type { Alert } from './alert.js';
import { callersWaiting } from './conditions/callers-waiting.js';
import { longestWait } from './conditions/longest-wait.js';
import { nobodySignedIn } from './conditions/nobody-signed-in.js';
import { recentServiceLevel } from './conditions/service-level.js';
import { unusualLoad } from './conditions/unusual-load.js';
import type { Present, Reading } from './reading.js';
import type { UsualHours } from './usual-hours.js';

/** What the alerts came to at one moment. */
export interface Seen {
  readonly plan: Plan;
  readonly readings: ReadonlyMap<Alert, readonly Reading[]>;
}

/** Looks at everything that the alerts name. null: no plan has been in force yet. */
export async function lookAt(
  reader: PresentReader,
  alerts: readonly Alert[],
  usual: UsualHours,
  now: Instant,
): Promise<Seen | null> {
  const text = await reader.newestPlan();
  if (text === null) return null;
  const plan = JSON.parse(text) as Plan;
  const waiting = await reader.waiting();
  const readings = new Map<Alert, readonly Reading[]>();
  for (const alert of alerts) {
    const queues = queuesOf(alert, plan);
    const found = await readingsOf(alert, { reader, plan, now, waiting, queues, usual });
    const isOff = !isLookedAt(alert, plan, now);
    readings.set(alert, isOff ? found.map(({ subject }) => ({ kind: 'off', subject })) : found);
  }
  return { plan, readings };
}

/** Names of queues and hours that the routing file does not have. */
export function strangersOf({ queues, hours }: Alert, plan: Plan): readonly string[] {
  const unknown = queues.filter((queue) => plan.queues[queue] === undefined);
  const isUnknown = hours.kind === 'calendar' && plan.calendars[hours.name] === undefined;
  return isUnknown ? [...unknown, hours.name] : unknown;
}

function queuesOf({ queues }: Alert, plan: Plan): readonly QueueId[] {
  const known = Object.keys(plan.queues);
  return queues.length === 0 ? known : queues.filter((queue) => known.includes(queue));
}

/** Hours that are not in the routing file hinder nothing: an alert too many is better than one too few. */
function isLookedAt({ hours }: Alert, plan: Plan, now: Instant): boolean {
  if (hours.kind === 'always') return true;
  const name = hours.kind === 'company' ? plan.company.hours : hours.name;
  const calendar = name === null ? undefined : plan.calendars[name];
  return calendar === undefined || isOpen(calendar, now);
}

async function readingsOf({ condition }: Alert, present: Present): Promise<readonly Reading[]> {
  switch (condition.kind) {
    case 'longest-wait':
      return longestWait(condition, present);
    case 'callers-waiting':
      return callersWaiting(condition, present);
    case 'service-level':
      return recentServiceLevel(condition, present);
    case 'nobody-signed-in':
      return nobodySignedIn(present);
    case 'unusual-load':
      return unusualLoad(condition, present);
  }
}

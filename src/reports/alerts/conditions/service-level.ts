import type { QueueId } from '../../../core/plan.js';
import { waitOf } from '../../queue-figures.js';
import { fraction, type Ratio } from '../../ratio.js';
import { serviceLevelOf, type Wait } from '../../service-level.js';
import { readThresholds, USUAL_SERVICE_LEVEL } from '../../thresholds.js';
import type { Condition } from '../alert.js';
import type { Present, Reading } from '../reading.js';

/**
 * The headline service level (metrics.md) of the visits that began lately: of those that are over, and of those still waiting
 * whose T has passed, which can only be late. Others may still be answered in time, so they are not counted yet.
 */
export async function recentServiceLevel(
  condition: Extract<Condition, { kind: 'service-level' }>,
  present: Present,
): Promise<readonly Reading[]> {
  const { queues, reader, now } = present;
  const from = now - condition.overMs;
  const visits = await reader.visits({ from, to: now + 1 });
  const thresholds = await readThresholds(reader, new Set(visits.map(({ planVersion }) => planVersion)));
  const ended = visits.map((visit) => ({ queue: visit.queue, wait: waitOf(visit, thresholds) }));
  const late = lateOnes(present, from);
  return queues.map((queue) => {
    const waits = [...ended, ...late].filter((each) => each.queue === queue).map(({ wait }) => wait);
    return readingOf(queue, serviceLevelOf(waits).headline, condition);
  });
}

function lateOnes(
  { waiting, plan, now }: Present,
  from: number,
): readonly { readonly queue: QueueId; readonly wait: Wait }[] {
  return waiting
    .filter(({ enteredAt }) => enteredAt >= from)
    .map(({ queue, enteredAt }) => {
      const rule = plan.queues[queue]?.serviceLevel ?? USUAL_SERVICE_LEVEL;
      return { queue, wait: { waitMs: now - enteredAt, end: 'other', rule } as const };
    })
    .filter(({ wait }) => wait.waitMs > wait.rule.withinMs);
}

function readingOf(
  subject: QueueId,
  headline: Ratio,
  { below, atLeast }: Extract<Condition, { kind: 'service-level' }>,
): Reading {
  const figure = fraction(headline);
  if (figure === null || headline.denominator < atLeast)
    return { kind: 'calm', subject, figure: null, limit: below };
  return { kind: figure < below ? 'holds' : 'calm', subject, figure, limit: below };
}

import type { OverflowRule, PlannedPartner } from '../../src/core/partner/partner.js';
import type { Plan, PlannedQueue } from '../../src/core/plan.js';
import type { Dice } from './dice.js';
import { DIAL } from './random-callbacks.js';

/** At which a partner takes calls, and so many at once. */
export const PARTNER_NUMBER = '+359888000009';
export const PARTNER_PHONE = DIAL.replace('{number}', PARTNER_NUMBER);
export const PARTNER_TAKES = 3;
/** Two, who answer at the same number: a reload may send callers to the other one. */
const PARTNERS = ['desk', 'annex'] as const;

/** Callers of some queues go to a partner now and then; without a dial policy nobody does. */
export function withPartners(dice: Dice, plan: Plan): Plan {
  if (plan.dialPolicy === undefined || dice.falls(0.4)) return plan;
  const queues = Object.entries(plan.queues).map(([id, queue]): [string, PlannedQueue] => [
    id,
    dice.falls(0.6) ? { ...queue, overflow: randomOverflow(dice) } : queue,
  ]);
  const partners = PARTNERS.map((id) => [id, randomPartner(dice, id, plan.dialPolicy?.show ?? null)]);
  return {
    ...plan,
    partners: Object.fromEntries(partners) as Readonly<Record<string, PlannedPartner>>,
    queues: Object.fromEntries(queues),
  };
}

function randomPartner(dice: Dice, id: string, shown: string | null): PlannedPartner {
  return {
    ...{ id, name: id, number: PARTNER_NUMBER, phone: PARTNER_PHONE, shown },
    lines: dice.between(1, PARTNER_TAKES + 1),
    ringMs: dice.between(2, 12) * 1000,
    restMs: dice.between(1, 20) * 1000,
  };
}

function randomOverflow(dice: Dice): OverflowRule {
  const by = dice.pick(['waiting', 'waiting', 'longest', 'both']);
  const [most, longest] = [dice.between(0, 4), dice.between(2, 40) * 1000];
  const waiting = by === 'longest' ? null : most;
  const longestMs = by === 'waiting' ? null : longest;
  return {
    to: dice.pick(PARTNERS),
    opens: { waiting, longestMs },
    closes: {
      waiting: waiting === null ? null : dice.between(0, waiting),
      longestMs: longestMs === null ? null : dice.pick([longestMs, longestMs / 2]),
    },
  };
}

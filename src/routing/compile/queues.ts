import type { OutcomeRule } from '../../core/afterwards.js';
import type {
  CallbackRule,
  MissedResult,
  OfferPolicies,
  OfferPolicy,
  PlannedQueue,
  QueueId,
} from '../../core/plan.js';
import type { OverflowLimits, OverflowRule } from '../../core/partner/partner.js';
import type { LimitsDraft } from '../language/partners.js';
import type { QueueDraft } from '../language/queues.js';
import type { BlockBook } from './blocks.js';
import { type Crews, requirement } from './crews.js';

/** A queue of the plan; its exits become blocks `queues.<name>.exits.<cause>`. */
export function compileQueue(id: QueueId, queue: QueueDraft, crews: Crews, blocks: BlockBook): PlannedQueue {
  const { wait, full, nobody, crowded, too_long: tooLong } = queue.exits;
  const { callers_per_agent: callersPerAgent, expected_wait: expectedWaitMs } = queue.limits;
  const path = `queues.${id}.exits`;
  const opensAfterMs = crews.openings(queue.agents);
  const teamOf = crews.teamsIn(queue.agents);
  return {
    id,
    agents: crews.membersOfQueue(queue.agents),
    ...(opensAfterMs === null ? {} : { opensAfterMs }),
    ...(teamOf === null ? {} : { teamOf }),
    ...(queue.weight === 1 ? {} : { weight: queue.weight }),
    ...(queue.needs === null ? {} : { needs: queue.needs.map(requirement) }),
    strategy: queue.strategy,
    ...(queue.at_once === null ? {} : { atOnce: queue.at_once }),
    counting: queue.counting,
    offerMs: queue.ring_for,
    answer: queue.answer,
    hear: queue.hear,
    offers: offerPolicies(queue.offers),
    ...(queue.whisper === null
      ? {}
      : { whisper: { prompt: queue.whisper.play?.name ?? null, waited: queue.whisper.waited } }),
    wrapUp: queue.wrap_up,
    serviceLevel: {
      target: queue.service_level.target,
      withinMs: queue.service_level.within,
      shortAbandonMs: queue.service_level.short_abandon,
    },
    waiting: waiting(queue.waiting, `queues.${id}.waiting`, blocks),
    limits: {
      waitMs: queue.limits.wait,
      callers: queue.limits.callers,
      ...(callersPerAgent === null ? {} : { callersPerAgent }),
      ...(expectedWaitMs === null ? {} : { expectedWaitMs }),
    },
    exits: {
      wait: wait === null ? null : blocks.add(`${path}.wait`, wait),
      full: full === null ? null : blocks.add(`${path}.full`, full),
      nobody: blocks.add(`${path}.nobody`, nobody),
      ...(crowded === null ? {} : { crowded: blocks.add(`${path}.crowded`, crowded) }),
      ...(tooLong === null ? {} : { tooLong: blocks.add(`${path}.too_long`, tooLong) }),
    },
    ...(queue.nobody_counts === null ? {} : { nobodyCounts: queue.nobody_counts }),
    nobodyGraceMs: queue.nobody_grace,
    ...(queue.redial_within === 0 ? {} : { redialMs: queue.redial_within }),
    record: queue.record,
    ...(queue.outcomes === null ? {} : { outcomes: outcomes(queue.outcomes) }),
    ...(queue.after_call === null
      ? {}
      : { afterCall: blocks.add(`queues.${id}.after_call`, queue.after_call) }),
    ...(queue.callback === null ? {} : { callback: callbackRule(queue.callback) }),
    ...(queue.overflow === null ? {} : { overflow: overflowRule(queue.overflow) }),
  };
}

function callbackRule(read: NonNullable<QueueDraft['callback']>): CallbackRule {
  const { notice, ring_for: ringMs, tries, every, expire, hours, open, after_abandon: afterAbandonMs } = read;
  return {
    ...{ notice: notice?.name ?? null, ringMs, tries, everyMs: every, expireMs: expire },
    ...{ hours: hours?.name ?? null, openAtMost: open, afterAbandonMs },
  };
}

function overflowRule({ to, opens, closes }: NonNullable<QueueDraft['overflow']>): OverflowRule {
  return { to: to.name, opens: overflowLimits(opens), closes: overflowLimits(closes) };
}

function overflowLimits({ waiting, longest_wait: longestMs }: LimitsDraft): OverflowLimits {
  return { waiting, longestMs };
}

function outcomes({ codes, required }: NonNullable<QueueDraft['outcomes']>): OutcomeRule {
  const read = codes.map(({ key: code, value }) => {
    if (value === null) throw new Error(`an outcome with a fault was compiled: ${code}`);
    return [code, value] as const;
  });
  return { codes: Object.fromEntries(read), required };
}

function offerPolicies(offers: QueueDraft['offers']): OfferPolicies {
  return {
    'no-answer': offerPolicy(offers['no-answer']),
    declined: offerPolicy(offers.declined),
    busy: offerPolicy(offers.busy),
    unreachable: offerPolicy(offers.unreachable),
    'not-confirmed': offerPolicy(offers['not-confirmed']),
  };
}

function offerPolicy(offer: QueueDraft['offers'][MissedResult]): OfferPolicy {
  const { rest, rank, pause_after_missed: pauseAfterMissed } = offer;
  return { restMs: rest, pauseAfterMissed, ...(rank === 'last' ? { rank } : {}) };
}

function waiting(
  { music, position, estimate, keys, messages }: QueueDraft['waiting'],
  path: string,
  blocks: BlockBook,
): PlannedQueue['waiting'] {
  return {
    music,
    position,
    ...(estimate === null ? {} : { estimate }),
    ...(keys === null ? {} : { keys: blocks.addKeys(path, keys) }),
    messages: (messages ?? []).map(({ prompt, firstAfterMs, everyMs }) => ({
      prompt: prompt.name,
      firstAfterMs,
      everyMs,
    })),
  };
}

import type { CallFact } from '../core/milestone.js';
import type { QueueId, ServiceLevelRule } from '../core/plan.js';
import type { CallId } from '../core/signal.js';
import type { DayFacts } from './day-facts.js';
import { DISPOSITIONS, dispositionOf, type Disposition } from './disposition.js';
import { isMisdirected } from './misdirected.js';
import { countOf, sumOf, type Ratio } from './ratio.js';
import {
  serviceLevelOf,
  waitFiguresOf,
  type ServiceLevel,
  type Wait,
  type WaitFigures,
} from './service-level.js';
import type { ThresholdsOf } from './thresholds.js';

/** How many calls had a disposition, and how many of these reached a queue or a ring step. */
export interface DispositionCount {
  readonly calls: number;
  readonly offered: number;
}

/** The calls that arrived in the period; one that is not over counts as entered and in progress only. */
export interface CallFigures {
  readonly entered: number;
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly shortAbandoned: number;
  /** Calls that were for nobody here. */
  readonly misdirected: number;
  readonly dispositions: Readonly<Record<Disposition, DispositionCount>>;
  readonly serviceLevel: ServiceLevel;
  readonly waits: WaitFigures;
  /** Of the conversations that began in the period. */
  readonly talkMs: number;
  readonly conversations: number;
  /** Answered / (entered − misdirected − blocked), of the calls that are left. */
  readonly answerRate: Ratio;
  /** Answered / offered. */
  readonly answeredOfOffered: Ratio;
  /** Abandoned / (offered − short-abandoned). */
  readonly abandonmentRate: Ratio;
}

/** A call that is over with its verdict. */
export interface Judged {
  readonly call: CallFact;
  readonly rule: ServiceLevelRule;
  readonly disposition: Disposition;
}

/** Pure. */
export function callFigures(facts: DayFacts, thresholds: ThresholdsOf): CallFigures {
  const judged = judge(facts, thresholds);
  const offered = judged.filter((one) => one.call.firstOfferedAt !== null);
  const dispositions = countDispositions(judged, facts.openCalls.length);
  const waits = offered.map(waitOf);
  const base = offered.length - dispositions['short-abandoned'].calls;
  const entered = facts.calls.length + facts.openCalls.length;
  const answered = dispositions.answered.calls;
  return {
    entered,
    offered: offered.length,
    answered,
    abandoned: dispositions.abandoned.calls,
    shortAbandoned: dispositions['short-abandoned'].calls,
    misdirected: countOf(facts.calls, (call) => isMisdirected(call, facts)),
    dispositions,
    serviceLevel: serviceLevelOf(waits),
    waits: waitFiguresOf(waits),
    talkMs: sumOf(facts.conversations, (talk) => talk.talkMs),
    conversations: facts.conversations.length,
    answerRate: answerRateOf(judged, facts),
    answeredOfOffered: { numerator: answered, denominator: offered.length },
    abandonmentRate: { numerator: dispositions.abandoned.calls, denominator: base },
  };
}

/** Of those with whom somebody here should have talked; a call that is not over is one of them. */
function answerRateOf(judged: readonly Judged[], facts: DayFacts): Ratio {
  const expected = judged.filter(
    ({ call, disposition }) => disposition !== 'blocked' && !isMisdirected(call, facts),
  );
  return {
    numerator: countOf(expected, ({ disposition }) => disposition === 'answered'),
    denominator: expected.length + facts.openCalls.length,
  };
}

/** Every call of the period that is over, with the rule and the disposition that hold for it. */
export function judge(facts: DayFacts, thresholds: ThresholdsOf): Judged[] {
  const lastQueue = lastQueues(facts);
  return facts.calls.map((call) => {
    const rule = thresholds(lastQueue.get(call.call) ?? null, call.planVersion);
    return { call, rule, disposition: dispositionOf(call, rule) };
  });
}

/** The queue each call was in last: its rule judges the call's whole wait. */
function lastQueues(facts: DayFacts): Map<CallId, QueueId | null> {
  const visits = [...facts.visits, ...facts.beyond.visits].sort((a, b) => a.enteredAt - b.enteredAt);
  return new Map(visits.map((visit) => [visit.call, visit.queue]));
}

function countDispositions(judged: readonly Judged[], open: number): Record<Disposition, DispositionCount> {
  const counts = new Map<Disposition, DispositionCount>();
  for (const disposition of DISPOSITIONS) {
    const these = judged.filter((one) => one.disposition === disposition);
    counts.set(disposition, {
      calls: these.length,
      offered: countOf(these, (one) => one.call.firstOfferedAt !== null),
    });
  }
  counts.set('in-progress', { calls: open, offered: 0 });
  return Object.fromEntries(counts) as Record<Disposition, DispositionCount>;
}

function waitOf({ call, rule, disposition }: Judged): Wait {
  const isHungUp = disposition === 'abandoned' || disposition === 'short-abandoned';
  return {
    waitMs: call.waitMs,
    end: disposition === 'answered' ? 'answered' : isHungUp ? 'hung-up' : 'other',
    rule,
  };
}

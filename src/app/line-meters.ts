import type { EndPlace, Milestone, OfferResult, RecordingFailure, VisitExit } from '../core/milestone.js';
import { isPartner } from '../core/partner/partner.js';
import type { OverloadSign, Signal } from '../core/signal.js';
import type { VoicemailFailure } from '../core/voicemail/facts.js';
import { Histogram } from '../ports/metrics.js';

/** Seconds; the goal of a dispatch is some milliseconds. */
const DISPATCH_BOUNDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

type Count<Name extends string> = Record<Name, number>;

function noOffers(): Count<OfferResult> {
  return {
    ...{ answered: 0, 'no-answer': 0, busy: 0, declined: 0, unreachable: 0, 'not-confirmed': 0 },
    ...{ 'caller-left': 0, 'lost-race': 0, withdrawn: 0, failed: 0 },
  };
}

/**
 * What the line counts while it works: numbers in places of their own, so that a step costs some additions and no
 * memory. They begin at 0 with the process, as Prometheus expects.
 */
export class LineMeters {
  /** From what made an offer possible to its ring command on the way to Asterisk, in seconds. */
  readonly dispatch = new Histogram(DISPATCH_BOUNDS);
  /** To agents. */
  readonly offers: Count<OfferResult> = noOffers();
  readonly partnerOffers: Count<OfferResult> = noOffers();
  readonly visits: Count<VisitExit> = {
    answered: 0,
    'hung-up': 0,
    'wait-limit': 0,
    key: 0,
    full: 0,
    nobody: 0,
    callback: 0,
    voicemail: 0,
    removed: 0,
    failed: 0,
    unknown: 0,
    'ran-out': 0,
  };
  readonly callsEnded: Count<EndPlace> = {
    conversation: 0,
    queue: 0,
    ring: 0,
    menu: 0,
    rating: 0,
    outside: 0,
    voicemail: 0,
    prompt: 0,
    message: 0,
    flow: 0,
    unallocated: 0,
    blocked: 0,
    shed: 0,
    failed: 0,
    dialplan: 0,
    gap: 0,
  };
  readonly callsShed: Count<OverloadSign> = { 'open-calls': 0, 'in-flight': 0, 'loop-delay': 0, memory: 0 };
  /** A conversation that was over before its recording began is none. */
  readonly recordingsFailed: Count<Exclude<RecordingFailure, 'no-bridge'> | VoicemailFailure> = {
    refused: 0,
    exists: 0,
    'broke-off': 0,
    'not-paused': 0,
    'not-resumed': 0,
    'not-found': 0,
    'no-answer': 0,
    'box-full': 0,
  };
  callsArrived = 0;
  conversations = 0;
  talkMs = 0;
  gaps = 0;
  gapMs = 0;
  reconciliations = 0;
  failedSteps = 0;

  /** `now`: milliseconds, never backwards, as fine as the machine has them. */
  constructor(readonly now: () => number) {}

  /** A step has been taken. */
  took(signal: Signal, milestones: readonly Milestone[]): void {
    if (signal.kind === 'telephony-back') this.reconciliations += 1;
    if (signal.kind === 'call-shed') this.callsShed[signal.sign] += 1;
    for (const milestone of milestones) this.#count(milestone);
  }

  /** A ring command has been handed over; `beganAt` (of `now`): when what made it possible was known. */
  rang(beganAt: number): void {
    this.dispatch.observe((this.now() - beganAt) / 1000);
  }

  #count(milestone: Milestone): void {
    switch (milestone.kind) {
      case 'call-arrived':
        this.callsArrived += 1;
        return;
      case 'call-ended':
        this.callsEnded[milestone.endPlace] += 1;
        return;
      case 'visit-ended':
        this.visits[milestone.exit] += 1;
        return;
      case 'offer-ended':
        (isPartner(milestone.agent) ? this.partnerOffers : this.offers)[milestone.result] += 1;
        return;
      case 'conversation-ended':
        this.conversations += 1;
        this.talkMs += milestone.talkMs;
        return;
      case 'gap':
        this.gaps += 1;
        this.gapMs += milestone.to - milestone.from;
        return;
      case 'recording-ended':
      case 'voicemail-ended':
        if (milestone.failure !== null && milestone.failure !== 'no-bridge')
          this.recordingsFailed[milestone.failure] += 1;
        return;
      case 'changed':
      case 'call-reviewed':
      case 'rating-ended':
      case 'outcome-settled':
      case 'offer-decided':
      case 'hold-ended':
      case 'transfer-ended':
      case 'callback-asked':
      case 'callback-attempt-ended':
      case 'callback-ended':
      case 'outgoing-ended':
      case 'voicemail-marked':
      case 'agent-state-began':
      case 'agent-state-ended':
      case 'call-event':
      case 'plan-in-force':
        return;
    }
  }
}

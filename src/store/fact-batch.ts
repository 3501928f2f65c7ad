import type {
  AgentStateBegan,
  AgentStateFact,
  CallbackAsked,
  CallbackAttemptFact,
  CallbackFact,
  CallFact,
  ConversationFact,
  HoldFact,
  DecisionFact,
  Milestone,
  OfferFact,
  OutcomeFact,
  OutgoingFact,
  RatingFact,
  RecordingFact,
  ReviewFact,
  TransferFact,
  VisitFact,
  VoicemailFact,
  VoicemailMark,
} from '../core/milestone.js';
import type { CallbackId, CallId, VoicemailId } from '../core/signal.js';
import type { JournalRecord } from '../ports/journal.js';
import { type ChangeRow, changeRow } from './entities/changes.js';
import type { GapRow, PlanLoadRow, PlanVersionRow } from './entities/bookkeeping.js';
import type { CallEventRow, OpenCall } from './entities/calls.js';
import type { OutgoingRow } from './entities/outgoing.js';
import { callOfOutgoing } from './outgoing-calls.js';

/** What some journal records have to tell, sorted by table. */
export interface FactBatch {
  readonly arrived: Map<CallId, OpenCall>;
  readonly calls: CallFact[];
  readonly events: CallEventRow[];
  readonly visits: VisitFact[];
  readonly offers: OfferFact[];
  readonly decisions: DecisionFact[];
  readonly conversations: ConversationFact[];
  readonly recordings: RecordingFact[];
  readonly voicemails: VoicemailFact[];
  /** The newest per message. */
  readonly voicemailMarks: Map<VoicemailId, VoicemailMark>;
  readonly ratings: RatingFact[];
  readonly outcomes: Required<OutcomeFact>[];
  readonly reviews: ReviewFact[];
  readonly transfers: TransferFact[];
  readonly holds: HoldFact[];
  /** The newest per callback. */
  readonly openCallbacks: Map<CallbackId, CallbackAsked>;
  readonly callbacks: CallbackFact[];
  readonly callbackAttempts: CallbackAttemptFact[];
  readonly outgoing: OutgoingRow[];
  readonly agentStates: AgentStateFact[];
  /** The newest per agent. */
  readonly openStates: Map<string, AgentStateBegan>;
  readonly plans: Map<string, PlanVersionRow>;
  readonly planLoads: PlanLoadRow[];
  readonly gaps: GapRow[];
  readonly changes: ChangeRow[];
}

/** Sorts the milestones of the records, which come in the order of the journal. Pure. */
export function factBatch(records: readonly JournalRecord[]): FactBatch {
  const batch: FactBatch = {
    arrived: new Map(),
    calls: [],
    events: [],
    visits: [],
    offers: [],
    decisions: [],
    conversations: [],
    recordings: [],
    voicemails: [],
    voicemailMarks: new Map(),
    ratings: [],
    outcomes: [],
    reviews: [],
    transfers: [],
    holds: [],
    openCallbacks: new Map(),
    callbacks: [],
    callbackAttempts: [],
    outgoing: [],
    agentStates: [],
    openStates: new Map(),
    plans: new Map(),
    planLoads: [],
    gaps: [],
    changes: [],
  };
  for (const record of records) {
    record.milestones.forEach((milestone, item) => {
      put(batch, milestone, record.sequence, item);
    });
  }
  return batch;
}

function put(batch: FactBatch, milestone: Milestone, sequence: number, item: number): void {
  switch (milestone.kind) {
    case 'call-arrived':
      batch.arrived.set(milestone.call, milestone);
      return;
    case 'call-ended':
      batch.calls.push(milestone);
      return;
    case 'call-event':
      batch.events.push({ ...milestone, sequence, item });
      return;
    case 'visit-ended':
      batch.visits.push(milestone);
      return;
    case 'offer-ended':
      batch.offers.push(milestone);
      return;
    case 'offer-decided':
      batch.decisions.push(milestone);
      return;
    case 'conversation-ended':
      batch.conversations.push(milestone);
      return;
    case 'recording-ended':
      batch.recordings.push(milestone);
      return;
    case 'voicemail-ended':
      batch.voicemails.push(milestone);
      return;
    case 'voicemail-marked':
      batch.voicemailMarks.set(milestone.voicemail, milestone);
      return;
    case 'rating-ended':
    case 'outcome-settled':
    case 'call-reviewed':
      return putAfterCall(batch, milestone);
    case 'transfer-ended':
    case 'hold-ended':
      return putTransfer(batch, milestone);
    case 'callback-asked':
      batch.openCallbacks.set(milestone.callback, milestone);
      return;
    case 'callback-attempt-ended':
      batch.callbackAttempts.push(milestone);
      return;
    case 'outgoing-ended':
      return putOutgoing(batch, milestone);
    case 'callback-ended':
      batch.callbacks.push(milestone);
      return;
    case 'agent-state-ended':
      batch.agentStates.push(milestone);
      return;
    case 'agent-state-began':
      batch.openStates.set(milestone.agent, milestone);
      return;
    case 'plan-in-force':
      batch.plans.set(milestone.version, { version: milestone.version, plan: milestone.plan });
      batch.planLoads.push(milestone);
      return;
    case 'gap':
      batch.gaps.push(milestone);
      return;
    case 'changed':
      batch.changes.push(changeRow(milestone));
      return;
  }
}

/** What is thought of a call once it is over, and what came of it. */
function putAfterCall(
  batch: FactBatch,
  milestone: Extract<Milestone, { kind: 'rating-ended' | 'outcome-settled' | 'call-reviewed' }>,
): void {
  if (milestone.kind === 'rating-ended') batch.ratings.push(milestone);
  else if (milestone.kind === 'outcome-settled')
    batch.outcomes.push({ ...milestone, wrongNumber: milestone.wrongNumber === true });
  else batch.reviews.push(milestone);
}

function putTransfer(
  batch: FactBatch,
  milestone: Extract<Milestone, { kind: 'transfer-ended' | 'hold-ended' }>,
): void {
  if (milestone.kind === 'transfer-ended') batch.transfers.push(milestone);
  else batch.holds.push(milestone);
}

function putOutgoing(batch: FactBatch, fact: OutgoingFact): void {
  batch.calls.push(callOfOutgoing(fact));
  batch.outgoing.push(fact);
}

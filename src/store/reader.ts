import { And, LessThan, MoreThan, MoreThanOrEqual, type EntityManager, type FindOperator } from 'typeorm';
import type { Change } from '../core/change.js';
import type {
  AgentStateBegan,
  AgentStateFact,
  AgentStateName,
  CallbackAttemptFact,
  CallbackFact,
  CallEvent,
  CallEventName,
  CallFact,
  ConversationFact,
  DecisionFact,
  Gap,
  OfferFact,
  OutcomeFact,
  OutgoingFact,
  RatingFact,
  HoldFact,
  RecordingFact,
  ReviewFact,
  TransferFact,
  VisitFact,
  VoicemailFact,
  VoicemailMark,
} from '../core/milestone.js';
import type { AgentId } from '../core/plan.js';
import type { CallId, Instant } from '../core/signal.js';
import type { PresentReader, WaitingCaller } from '../ports/alerts.js';
import type { DayStanding, KeptDaysReader, KeptText } from '../ports/kept-days.js';
import type { CallRecord, CallRecordReader } from '../ports/story.js';
import type {
  CalledBack,
  CallParts,
  FactReader,
  NamesInFacts,
  OpenCall,
  OpenCallback,
  Period,
  WantedCalls,
} from '../ports/facts.js';
import { callRecordOf } from './call-record.js';
import { firstCallAt, keptOf, revisionOf, standingOf } from './kept-days.js';
import { OpenAgentStateEntity } from './entities/agents.js';
import { GapEntity, PlanLoadEntity, PlanVersionEntity } from './entities/bookkeeping.js';
import { CallbackAttemptEntity, CallbackEntity, OpenCallbackEntity } from './entities/callbacks.js';
import { CallEventEntity, OpenCallEntity, ShownCallEntity, type CallEventRow } from './entities/calls.js';
import { OutcomeEntity, RatingEntity } from './entities/after-call.js';
import { OutgoingEntity } from './entities/outgoing.js';
import { HoldEntity, TransferEntity } from './entities/transfers.js';
import { DecisionEntity } from './entities/decisions.js';
import { RecordingEntity } from './entities/recordings.js';
import { ReviewEntity } from './entities/reviews.js';
import { ChangeEntity, changeOf } from './entities/changes.js';
import { ConversationEntity, OfferEntity, VisitEntity } from './entities/visits.js';
import { rowsWanted, withCalls } from './outgoing-calls.js';
import { marksOf } from './voicemail-marks.js';
import { VoicemailEntity } from './entities/voicemails.js';
import { deletedBefore, olderKeyBefore } from './retention-marks.js';
import { callsWanted, partsOfCalls } from './wanted-calls.js';
import { NOT_DELETED, placesFor, rowsOf, rowsWithin } from './rows.js';
import { arrivalsIn, firstPlan, waitingCallers } from './present.js';
import { agentsWithin, statesWithin } from './states-within.js';
import { namesWithin } from './names-within.js';

/** A fact reader that also tells the story of one call, and what is going on. */
export interface StoreReader extends FactReader, PresentReader, CallRecordReader, KeptDaysReader {
  /** The stages of a call in the order in which they happened. */
  callEvents(call: CallId): Promise<readonly CallEvent[]>;
  /** Whom waves rang and why, in the period. */
  decisions(period: Period): Promise<readonly DecisionFact[]>;
  /** What was changed in the period, oldest first. */
  changes(period: Period): Promise<readonly Change[]>;
}

/** Runs one question against the database; says what is wrong in teaching words when it fails. */
export type Ask = <Answer>(question: (manager: EntityManager) => Promise<Answer>) => Promise<Answer>;

/** Reads facts through TypeORM. */
export class TypeOrmReader implements StoreReader {
  constructor(private readonly ask: Ask) {}

  calls(period: Period): Promise<readonly CallFact[]> {
    return this.ask((manager) =>
      rowsOf(manager, ShownCallEntity, {
        where: "arrived_at >= ? AND arrived_at < ? AND direction = 'inbound'",
        values: [period.from, period.to],
        order: 'arrived_at, call_id',
      }),
    );
  }

  callsGoingOn({ from, to }: Period): Promise<readonly CallFact[]> {
    return this.ask((manager) =>
      rowsOf(manager, ShownCallEntity, {
        where: "arrived_at >= ? AND arrived_at < ? AND ended_at >= ? AND direction = 'inbound'",
        values: [from, to, to],
        order: 'arrived_at, call_id',
      }),
    );
  }

  callsWanted(wanted: WantedCalls, period: Period): Promise<readonly CallFact[]> {
    return this.ask((manager) => callsWanted(manager, wanted, period));
  }

  partsOf(calls: readonly CallId[]): Promise<CallParts> {
    return this.ask((manager) => partsOfCalls(manager, calls));
  }

  namesIn(period: Period): Promise<NamesInFacts> {
    return this.ask((manager) => namesWithin(manager, period));
  }

  openCalls(period: Period): Promise<readonly OpenCall[]> {
    return this.ask(async (manager) => {
      const rows = await manager.find(OpenCallEntity, {
        where: { at: within(period) },
        order: { at: 'ASC', call: 'ASC' },
      });
      return rows.map(({ call, from, dialled, at, planVersion }) => ({
        ...{ call, from, dialled, planVersion },
        arrivedAt: at,
      }));
    });
  }

  visits(period: Period): Promise<readonly VisitFact[]> {
    return this.ask((manager) => rowsWithin(manager, VisitEntity, ['entered_at', 'visit_id'], period));
  }

  offers(period: Period): Promise<readonly OfferFact[]> {
    return this.ask((manager) => rowsWithin(manager, OfferEntity, ['offered_at', 'offer_id'], period));
  }

  decisions(period: Period): Promise<readonly DecisionFact[]> {
    return this.ask((manager) => rowsWithin(manager, DecisionEntity, ['decided_at', 'decision_id'], period));
  }

  callRecord(call: CallId): Promise<CallRecord | null> {
    return this.ask((manager) => callRecordOf(manager, call));
  }

  conversations(period: Period): Promise<readonly ConversationFact[]> {
    return this.ask((manager) =>
      rowsWithin(manager, ConversationEntity, ['started_at', 'conversation_id'], period),
    );
  }

  recordings(period: Period): Promise<readonly RecordingFact[]> {
    return this.ask((manager) =>
      rowsOf(manager, RecordingEntity, {
        where: `started_at >= ? AND started_at < ? AND ${NOT_DELETED}`,
        values: [period.from, period.to],
        order: 'started_at, recording_id',
      }),
    );
  }

  voicemails(period: Period): Promise<readonly VoicemailFact[]> {
    return this.ask((manager) =>
      rowsWithin(manager, VoicemailEntity, ['entered_at', 'voicemail_id'], period),
    );
  }

  voicemailMarks(period: Period): Promise<readonly VoicemailMark[]> {
    return this.ask(async (manager) => {
      const messages = await manager.find(VoicemailEntity, {
        select: { voicemail: true },
        where: { enteredAt: within(period) },
      });
      return marksOf(
        manager,
        messages.map(({ voicemail }) => voicemail),
      );
    });
  }

  ratings(period: Period): Promise<readonly RatingFact[]> {
    return this.ask((manager) => rowsWithin(manager, RatingEntity, ['asked_at', 'rating_id'], period));
  }

  transfers(period: Period): Promise<readonly TransferFact[]> {
    return this.ask((manager) =>
      manager.find(TransferEntity, {
        where: { askedAt: within(period) },
        order: { askedAt: 'ASC', transfer: 'ASC' },
      }),
    );
  }

  reviews(period: Period): Promise<readonly ReviewFact[]> {
    return this.ask((manager) => rowsWithin(manager, ReviewEntity, ['reviewed_at', 'review_id'], period));
  }

  holds(period: Period): Promise<readonly HoldFact[]> {
    return this.ask((manager) =>
      manager.find(HoldEntity, {
        where: { startedAt: within(period) },
        order: { startedAt: 'ASC', conversation: 'ASC' },
      }),
    );
  }

  callbacks(period: Period): Promise<readonly CallbackFact[]> {
    return this.ask((manager) =>
      manager.find(CallbackEntity, {
        where: { askedAt: within(period) },
        order: { askedAt: 'ASC', callback: 'ASC' },
      }),
    );
  }

  outcomes(period: Period): Promise<readonly OutcomeFact[]> {
    return this.ask((manager) =>
      rowsWithin(manager, OutcomeEntity, ['started_at', 'conversation_id'], period),
    );
  }

  calledBack(period: Period): Promise<readonly CalledBack[]> {
    return this.ask(async (manager) => {
      const rows = await manager.find(CallbackEntity, {
        where: { end: 'reached', endedAt: within(period) },
        order: { endedAt: 'ASC', callback: 'ASC' },
      });
      return rows.flatMap(({ number, endedAt: at }) => (number === null ? [] : [{ number, at }]));
    });
  }

  openCallbacks(): Promise<readonly OpenCallback[]> {
    return this.ask((manager) =>
      manager.find(OpenCallbackEntity, { order: { askedAt: 'ASC', callback: 'ASC' } }),
    );
  }

  callbackAttempts(period: Period): Promise<readonly CallbackAttemptFact[]> {
    return this.ask((manager) =>
      manager.find(CallbackAttemptEntity, {
        where: { offeredAt: within(period) },
        order: { offeredAt: 'ASC', attempt: 'ASC' },
      }),
    );
  }

  outgoing(period: Period): Promise<readonly OutgoingFact[]> {
    return this.ask(async (manager) => {
      const rows = await manager.find(OutgoingEntity, {
        where: { askedAt: within(period) },
        order: { askedAt: 'ASC', call: 'ASC' },
      });
      return withCalls(manager, rows);
    });
  }

  outgoingWanted(wanted: WantedCalls, period: Period): Promise<readonly OutgoingFact[]> {
    return this.ask(async (manager) => withCalls(manager, await rowsWanted(manager, wanted, period)));
  }

  agentStates(
    period: Period,
    only: readonly AgentStateName[] | null = null,
  ): Promise<readonly AgentStateFact[]> {
    return this.ask((manager) => statesWithin(manager, period, only));
  }

  agentsWithStates(period: Period): Promise<readonly AgentId[]> {
    return this.ask((manager) => agentsWithin(manager, period));
  }

  openAgentStates(): Promise<readonly AgentStateBegan[]> {
    return this.ask((manager) =>
      manager.find(OpenAgentStateEntity, { order: { from: 'ASC', agent: 'ASC' } }),
    );
  }

  gaps(period: Period): Promise<readonly Gap[]> {
    return this.ask(async (manager) => {
      const rows = await manager.find(GapEntity, {
        where: { from: LessThan(period.to), to: MoreThan(period.from) },
        order: { from: 'ASC', to: 'ASC', cause: 'ASC' },
      });
      return rows.map((row): Gap => ({ kind: 'gap', ...row }));
    });
  }

  stages(period: Period, kinds: readonly CallEventName[]): Promise<readonly CallEvent[]> {
    return this.ask(async (manager) => {
      const rows = await rowsOf(manager, CallEventEntity, {
        where: `happened_at >= ? AND happened_at < ? AND event IN (${placesFor(kinds)})`,
        values: [period.from, period.to, ...kinds],
        order: 'sequence, item',
      });
      return rows.map(stageOf);
    });
  }

  plan(version: string): Promise<string | null> {
    return this.ask(async (manager) => {
      const row = await manager.findOneBy(PlanVersionEntity, { version });
      return row === null ? null : row.plan;
    });
  }

  async newestPlan(): Promise<string | null> {
    const loads = await this.ask((manager) =>
      manager.find(PlanLoadEntity, { order: { at: 'DESC' }, take: 1 }),
    );
    return loads[0] === undefined ? null : this.plan(loads[0].version);
  }

  keptOf(days: readonly Period[], asked: readonly string[]): Promise<readonly KeptText[]> {
    return this.ask((manager) => keptOf(manager, days, asked));
  }

  standingOf(days: readonly Period[], asked: readonly string[]): Promise<readonly DayStanding[]> {
    return this.ask((manager) => standingOf(manager, days, asked));
  }

  firstCallAt(): Promise<Instant | null> {
    return this.ask(firstCallAt);
  }

  revisionOf(period: Period): Promise<number> {
    return this.ask((manager) => revisionOf(manager, period));
  }

  waiting(): Promise<readonly WaitingCaller[]> {
    return this.ask(waitingCallers);
  }

  arrivals(period: Period): Promise<ReadonlyMap<string, number>> {
    return this.ask((manager) => arrivalsIn(manager, period));
  }

  numbersDeletedBefore(): Promise<Instant | null> {
    return this.ask(deletedBefore);
  }

  olderKeyBefore(): Promise<Instant | null> {
    return this.ask(olderKeyBefore);
  }

  firstPlanAt(): Promise<Instant | null> {
    return this.ask(firstPlan);
  }

  changes(period: Period): Promise<readonly Change[]> {
    return this.ask(async (manager) => {
      const rows = await manager.find(ChangeEntity, {
        where: { at: within(period) },
        order: { at: 'ASC', id: 'ASC' },
      });
      return rows.map(changeOf);
    });
  }

  callEvents(call: CallId): Promise<readonly CallEvent[]> {
    return this.ask(async (manager) => {
      const rows = await manager.find(CallEventEntity, {
        where: { call },
        order: { sequence: 'ASC', item: 'ASC' },
      });
      return rows.map(stageOf);
    });
  }
}

function stageOf({ call, at, event, detail }: CallEventRow): CallEvent {
  return { kind: 'call-event', call, at, event, detail };
}

function within(period: Period): FindOperator<number> {
  return And(MoreThanOrEqual(period.from), LessThan(period.to));
}

import { And, In, LessThan, MoreThan, MoreThanOrEqual, type EntityManager, type FindOperator } from 'typeorm';
import type { Change } from '../core/change.js';
import type {
  AgentStateBegan,
  AgentStateFact,
  CallbackAttemptFact,
  CallbackFact,
  CallEvent,
  CallEventName,
  CallFact,
  ConversationFact,
  Gap,
  OfferFact,
  OutcomeFact,
  RatingFact,
  RecordingFact,
  VisitFact,
} from '../core/milestone.js';
import type { CallId, Instant } from '../core/signal.js';
import type { PresentReader, WaitingCaller } from '../ports/alerts.js';
import type { CalledBack, CallInProgress, FactReader, OpenCallback, Period } from '../ports/facts.js';
import { AgentStateEntity, OpenAgentStateEntity } from './entities/agents.js';
import { GapEntity, PlanLoadEntity, PlanVersionEntity } from './entities/bookkeeping.js';
import { CallbackAttemptEntity, CallbackEntity, OpenCallbackEntity } from './entities/callbacks.js';
import { CallEventEntity, OpenCallEntity, ShownCallEntity, type CallEventRow } from './entities/calls.js';
import { OutcomeEntity, RatingEntity } from './entities/after-call.js';
import { RecordingEntity } from './entities/recordings.js';
import { ChangeEntity, changeOf } from './entities/changes.js';
import { ConversationEntity, OfferEntity, VisitEntity } from './entities/visits.js';
import { deletedBefore, olderKeyBefore } from './retention-marks.js';
import { arrivalsIn, firstPlan, waitingCallers } from './present.js';

/** A fact reader that also tells the story of one call, and what is going on. */
export interface StoreReader extends FactReader, PresentReader {
  /** The stages of a call in the order in which they happened. */
  callEvents(call: CallId): Promise<readonly CallEvent[]>;
  /** Agents rung for callbacks in the period. */
  callbackAttempts(period: Period): Promise<readonly CallbackAttemptFact[]>;
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
      manager.find(ShownCallEntity, {
        where: { arrivedAt: within(period) },
        order: { arrivedAt: 'ASC', call: 'ASC' },
      }),
    );
  }

  openCalls(period: Period): Promise<readonly CallInProgress[]> {
    return this.ask(async (manager) => {
      const rows = await manager.find(OpenCallEntity, {
        where: { at: within(period) },
        order: { at: 'ASC', call: 'ASC' },
      });
      return rows.map(({ call, from, dialled, at }) => ({ call, from, dialled, arrivedAt: at }));
    });
  }

  visits(period: Period): Promise<readonly VisitFact[]> {
    return this.ask((manager) =>
      manager.find(VisitEntity, {
        where: { enteredAt: within(period) },
        order: { enteredAt: 'ASC', visit: 'ASC' },
      }),
    );
  }

  offers(period: Period): Promise<readonly OfferFact[]> {
    return this.ask((manager) =>
      manager.find(OfferEntity, {
        where: { offeredAt: within(period) },
        order: { offeredAt: 'ASC', offer: 'ASC' },
      }),
    );
  }

  conversations(period: Period): Promise<readonly ConversationFact[]> {
    return this.ask((manager) =>
      manager.find(ConversationEntity, {
        where: { startedAt: within(period) },
        order: { startedAt: 'ASC', conversation: 'ASC' },
      }),
    );
  }

  recordings(period: Period): Promise<readonly RecordingFact[]> {
    return this.ask((manager) =>
      manager
        .createQueryBuilder(RecordingEntity, 'one')
        .where({ startedAt: within(period) })
        .andWhere(
          'NOT EXISTS (SELECT 1 FROM recording_places p WHERE p.recording_id = one.recording ' +
            "AND p.place = 'deleted')",
        )
        .orderBy({ 'one.startedAt': 'ASC', 'one.recording': 'ASC' })
        .getMany(),
    );
  }

  ratings(period: Period): Promise<readonly RatingFact[]> {
    return this.ask((manager) =>
      manager.find(RatingEntity, {
        where: { askedAt: within(period) },
        order: { askedAt: 'ASC', rating: 'ASC' },
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
      manager.find(OutcomeEntity, {
        where: { startedAt: within(period) },
        order: { startedAt: 'ASC', conversation: 'ASC' },
      }),
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

  agentStates(period: Period): Promise<readonly AgentStateFact[]> {
    return this.ask((manager) =>
      manager.find(AgentStateEntity, {
        where: { from: LessThan(period.to), to: MoreThan(period.from) },
        order: { from: 'ASC', agent: 'ASC', to: 'ASC' },
      }),
    );
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
      const rows = await manager.find(CallEventEntity, {
        where: { at: within(period), event: In([...kinds]) },
        order: { sequence: 'ASC', item: 'ASC' },
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

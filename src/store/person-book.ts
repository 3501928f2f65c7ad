import {
  And,
  In,
  IsNull,
  LessThan,
  MoreThanOrEqual,
  Not,
  type DataSource,
  type EntityManager,
} from 'typeorm';
import { impersonalDetail, PERSONAL_EVENTS } from '../core/personal.js';
import type {
  CallFact,
  OutcomeFact,
  RatingFact,
  RecordingFact,
  ReviewFact,
  TransferFact,
  VoicemailFact,
} from '../core/milestone.js';
import type { CallId } from '../core/signal.js';
import type { PersonBook, PersonFacts, PersonSearch, Standing } from '../ports/retention.js';
import { OutcomeEntity, RatingEntity } from './entities/after-call.js';
import { CallEntity, CallEventEntity, OpenCallEntity } from './entities/calls.js';
import { CallLegEntity, DialplanCallEntity } from './entities/dialplan.js';
import { QueueLogEntity } from './entities/queue-log.js';
import { OutgoingEntity, type OutgoingRow } from './entities/outgoing.js';
import { RecordingEntity } from './entities/recordings.js';
import { ReviewEntity } from './entities/reviews.js';
import { TransferEntity } from './entities/transfers.js';
import { VoicemailEntity } from './entities/voicemails.js';
import { instantsOfCall, touchDays } from './kept-days.js';
import { callbacksOfPerson, forgetCallbacks } from './person-callbacks.js';
import { chunks, inChunks, numbersLike, stagesOf } from './person-questions.js';
import type { InTurn } from './slot-book.js';
import { inTransaction } from './sqlite-transaction.js';

/** Calls that are looked at at once: what is written meanwhile waits for so many only. */
const CALLS_AT_ONCE = 2_000;

/** Everything that the database has of one person. */
export class DatabasePersonBook implements PersonBook {
  constructor(
    private readonly source: DataSource,
    private readonly alone: InTurn,
  ) {}

  async find(search: PersonSearch): Promise<PersonFacts> {
    const calls = await this.#calls(search);
    const { manager } = this.source;
    const open = (await this.alone(() => manager.find(OpenCallEntity))).filter(
      ({ from }) => from !== null && search.isHis(from),
    );
    const own = [...calls, ...open].map(({ call }) => call);
    const stages = await stagesOf(manager, this.alone, own);
    const called = await callbacksOfPerson(manager, this.alone, search, own);
    const made = [...called.callbacks, ...called.openCallbacks].flatMap(({ attempts }) => attempts);
    const ids = [...new Set([...own, ...made.map(({ call }) => call)])];
    const recordings = await this.#recordings(ids);
    const voicemails = await inChunks<VoicemailFact>(this.alone, ids, (some) =>
      manager.findBy(VoicemailEntity, { call: In(some) }),
    );
    const ratings = await inChunks<RatingFact>(this.alone, ids, (some) =>
      manager.findBy(RatingEntity, { call: In(some) }),
    );
    const outcomes = await inChunks<OutcomeFact>(this.alone, ids, (some) =>
      manager.findBy(OutcomeEntity, { call: In(some) }),
    );
    const transfers = await inChunks<TransferFact>(this.alone, ids, (some) =>
      manager.findBy(TransferEntity, { call: In(some) }),
    );
    const reviews = await inChunks<ReviewFact>(this.alone, ids, (some) =>
      manager.findBy(ReviewEntity, { call: In(some) }),
    );
    const dialplan = await this.alone(() =>
      manager.findBy(DialplanCallEntity, { from: numbersLike(search) }),
    );
    return {
      calls: calls.map((call) => ({ ...call, stages: stages.get(call.call) ?? [] })),
      openCalls: open.map(({ call, from, dialled, at }) => {
        return { call, from, dialled, arrivedAt: at, stages: stages.get(call) ?? [] };
      }),
      dialplan: dialplan
        .filter(({ from }) => from !== null && search.isHis(from))
        .map(({ leg, from, arrivedAt }) => ({ leg, from, arrivedAt })),
      ...called,
      ...{ recordings, voicemails, ratings, outcomes, transfers, reviews },
    };
  }

  /** Also of talks that he had as the number outside, which stand with the caller's call. */
  async #recordings(calls: readonly CallId[]): Promise<readonly RecordingFact[]> {
    const { manager } = this.source;
    const connected = await inChunks<OutgoingRow>(this.alone, calls, (some) =>
      manager.findBy(OutgoingEntity, { call: In(some), forCall: Not(IsNull()) }),
    );
    const talks = connected.flatMap(({ conversation }) => conversation ?? []);
    const own = await inChunks<RecordingFact>(this.alone, calls, (some) =>
      manager.findBy(RecordingEntity, { call: In(some) }),
    );
    const outside = await inChunks<RecordingFact>(this.alone, talks, (some) =>
      manager.findBy(RecordingEntity, { conversation: In(some) }),
    );
    return [...own, ...outside.filter(({ call }) => !calls.includes(call))];
  }

  forget(facts: PersonFacts, { forHim, forNumber }: Standing): Promise<void> {
    const ids = (calls: readonly { readonly call: CallId }[]): readonly string[] =>
      calls.map(({ call }) => call);
    const outbound = facts.calls.filter(isOutbound);
    const inbound = facts.calls.filter((call) => !isOutbound(call));
    return this.alone(() =>
      inTransaction(this.source, async (manager) => {
        await touchDays(manager, instantsIn(facts));
        for (const some of chunks(ids(inbound)))
          await manager.update(CallEntity, { call: In(some) }, { from: forHim, fromName: null });
        for (const some of chunks(ids(outbound)))
          await manager.update(CallEntity, { call: In(some) }, { dialled: forHim, fromName: null });
        for (const some of chunks(ids([...facts.calls, ...facts.openCalls])))
          await forgetStages(manager, some);
        for (const some of chunks(ids(facts.openCalls)))
          await manager.update(OpenCallEntity, { call: In(some) }, { from: forHim });
        for (const some of chunks(facts.dialplan.map(({ leg }) => leg)))
          await manager.update(DialplanCallEntity, { leg: In(some) }, { from: forHim });
        for (const some of chunks(facts.transfers.map(({ transfer }) => transfer)))
          await manager.update(TransferEntity, { transfer: In(some) }, { reason: null });
        for (const some of chunks(facts.reviews.map(({ review }) => review)))
          await manager.update(ReviewEntity, { review: In(some) }, { conclusion: null });
        await forgetCallbacks(manager, facts, forNumber);
        await forgetQueueLog(manager, [...facts.calls, ...facts.openCalls], forHim);
      }),
    );
  }

  /** Piece by piece in the order of their arrival; the numbers in them have no index. */
  async #calls(search: PersonSearch): Promise<readonly CallFact[]> {
    const found: CallFact[] = [];
    const { manager } = this.source;
    for (let from: number | null = 0; from !== null;) {
      const start: number = from;
      const last = await this.alone(() =>
        manager.find(CallEntity, {
          select: { call: true, arrivedAt: true },
          where: { arrivedAt: MoreThanOrEqual(start) },
          order: { arrivedAt: 'ASC' },
          skip: CALLS_AT_ONCE - 1,
          take: 1,
        }),
      );
      const to: number = (last[0]?.arrivedAt ?? Number.MAX_SAFE_INTEGER - 1) + 1;
      const arrivedAt = And(MoreThanOrEqual(start), LessThan(to));
      const numbers = numbersLike(search);
      const likely = await this.alone(() =>
        manager.findBy(CallEntity, [
          { arrivedAt, from: numbers },
          { arrivedAt, direction: Not('inbound'), dialled: numbers },
        ]),
      );
      found.push(...likely.filter((call) => isOf(call, search)));
      from = last[0] === undefined ? null : to;
    }
    return found.sort((a, b) => a.arrivedAt - b.arrivedAt || (a.call < b.call ? -1 : 1));
  }
}

/** What is kept of days may hold his number, too. */
function instantsIn({ calls, openCalls, dialplan }: PersonFacts): readonly number[] {
  return [
    ...calls.flatMap(({ arrivedAt, endedAt }) => instantsOfCall(arrivedAt, endedAt)),
    ...openCalls.map(({ arrivedAt }) => arrivedAt),
    ...dialplan.flatMap(({ arrivedAt }) => arrivedAt ?? []),
  ];
}

/** Who dials out is an agent; then the number dialled is somebody's. */
function isOutbound({ direction }: { readonly direction: string }): boolean {
  return direction !== 'inbound';
}

function isOf(call: CallFact, { isHis }: PersonSearch): boolean {
  const { from, dialled } = call;
  return isOutbound(call) ? isHis(dialled) : from !== null && isHis(from);
}

/** His calls stand there by their channels. */
async function forgetQueueLog(
  manager: EntityManager,
  calls: readonly { readonly call: CallId }[],
  forHim: string,
): Promise<void> {
  for (const some of chunks(calls.map(({ call }) => call))) {
    const legs = await manager.findBy(CallLegEntity, { call: In(some) });
    const callid = In([...legs.map(({ leg }) => leg), ...some]);
    await manager.update(QueueLogEntity, { callid, event: 'ENTERQUEUE', data2: Not('') }, { data2: forHim });
  }
}

async function forgetStages(manager: EntityManager, calls: string[]): Promise<void> {
  const stages = await manager.findBy(CallEventEntity, { call: In(calls), event: In(PERSONAL_EVENTS) });
  for (const stage of stages) {
    const { call, sequence, item } = stage;
    await manager.update(CallEventEntity, { call, sequence, item }, { detail: impersonalDetail(stage) });
  }
}

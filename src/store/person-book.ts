import {
  And,
  In,
  LessThan,
  Like,
  MoreThanOrEqual,
  Not,
  Or,
  type DataSource,
  type EntityManager,
} from 'typeorm';
import { impersonalDetail, PERSONAL_EVENTS } from '../core/personal.js';
import type { CallFact, OutcomeFact, RatingFact, RecordingFact } from '../core/milestone.js';
import { REPLACED_BEGINS, type PersonBook, type PersonFacts, type PersonSearch } from '../ports/retention.js';
import { OutcomeEntity, RatingEntity } from './entities/after-call.js';
import { CallEntity, CallEventEntity, OpenCallEntity } from './entities/calls.js';
import { DialplanCallEntity } from './entities/dialplan.js';
import { RecordingEntity } from './entities/recordings.js';
import type { InTurn } from './slot-book.js';
import { inTransaction } from './sqlite-transaction.js';

/** Calls that are looked at at once: what is written meanwhile waits for so many only. */
const CALLS_AT_ONCE = 2_000;
const IDS_PER_STATEMENT = 250;

/** Everything that the database has of one person. */
export class DatabasePersonBook implements PersonBook {
  constructor(
    private readonly source: DataSource,
    private readonly alone: InTurn,
  ) {}

  async find(search: PersonSearch): Promise<PersonFacts> {
    const calls = await this.#calls(search);
    const ids = calls.map(({ call }) => call);
    const { manager } = this.source;
    const stages = await this.#ofCalls(ids, (some) =>
      manager.find(CallEventEntity, { where: { call: In(some) }, order: { sequence: 'ASC', item: 'ASC' } }),
    );
    const recordings = await this.#ofCalls<RecordingFact>(ids, (some) =>
      manager.findBy(RecordingEntity, { call: In(some) }),
    );
    const ratings = await this.#ofCalls<RatingFact>(ids, (some) =>
      manager.findBy(RatingEntity, { call: In(some) }),
    );
    const outcomes = await this.#ofCalls<OutcomeFact>(ids, (some) =>
      manager.findBy(OutcomeEntity, { call: In(some) }),
    );
    const open = await this.alone(() => manager.find(OpenCallEntity));
    const dialplan = await this.alone(() =>
      manager.findBy(DialplanCallEntity, { from: numbersLike(search) }),
    );
    return {
      calls: calls.map((call) => ({
        ...call,
        stages: stages
          .filter((stage) => stage.call === call.call)
          .map(({ at, event, detail }) => ({
            kind: 'call-event' as const,
            call: call.call,
            at,
            event,
            detail,
          })),
      })),
      openCalls: open
        .filter(({ from }) => from !== null && search.isHis(from))
        .map(({ call, from, dialled, at }) => ({ call, from, dialled, arrivedAt: at })),
      dialplan: dialplan
        .filter(({ from }) => from !== null && search.isHis(from))
        .map(({ leg, from, arrivedAt }) => ({ leg, from, arrivedAt })),
      ...{ recordings, ratings, outcomes },
    };
  }

  forget(facts: PersonFacts, standsFor: string): Promise<void> {
    const ids = (calls: PersonFacts['calls']): readonly string[] => calls.map(({ call }) => call);
    const outbound = facts.calls.filter(isOutbound);
    const inbound = facts.calls.filter((call) => !isOutbound(call));
    return this.alone(() =>
      inTransaction(this.source, async (manager) => {
        for (const some of chunks(ids(inbound)))
          await manager.update(CallEntity, { call: In(some) }, { from: standsFor, fromName: null });
        for (const some of chunks(ids(outbound)))
          await manager.update(CallEntity, { call: In(some) }, { dialled: standsFor, fromName: null });
        for (const some of chunks(ids(facts.calls))) await forgetStages(manager, some);
        for (const some of chunks(facts.openCalls.map(({ call }) => call)))
          await manager.update(OpenCallEntity, { call: In(some) }, { from: standsFor });
        for (const some of chunks(facts.dialplan.map(({ leg }) => leg)))
          await manager.update(DialplanCallEntity, { leg: In(some) }, { from: standsFor });
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

  async #ofCalls<Item>(
    ids: readonly string[],
    ask: (some: string[]) => Promise<readonly Item[]>,
  ): Promise<readonly Item[]> {
    const found: Item[] = [];
    for (const some of chunks(ids)) found.push(...(await this.alone(() => ask(some))));
    return found;
  }
}

/** Who dials out is an agent; then the number dialled is somebody's. */
function isOutbound({ direction }: { readonly direction: string }): boolean {
  return direction !== 'inbound';
}

function isOf(call: CallFact, { isHis }: PersonSearch): boolean {
  const { from, dialled } = call;
  return isOutbound(call) ? isHis(dialled) : from !== null && isHis(from);
}

/** Whatever may be his: the digits in front of the last ones are written in many ways. */
function numbersLike({ lastDigits }: PersonSearch) {
  return Or(Like(`%${lastDigits}`), Like(`${REPLACED_BEGINS}%`));
}

async function forgetStages(manager: EntityManager, calls: string[]): Promise<void> {
  const stages = await manager.findBy(CallEventEntity, { call: In(calls), event: In(PERSONAL_EVENTS) });
  for (const stage of stages) {
    const { call, sequence, item } = stage;
    await manager.update(CallEventEntity, { call, sequence, item }, { detail: impersonalDetail(stage) });
  }
}

function* chunks(ids: readonly string[]): Generator<string[]> {
  for (let start = 0; start < ids.length; start += IDS_PER_STATEMENT)
    yield ids.slice(start, start + IDS_PER_STATEMENT);
}

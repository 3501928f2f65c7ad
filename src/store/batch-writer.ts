import {
  In,
  IsNull,
  LessThanOrEqual,
  Not,
  type EntityManager,
  type EntitySchema,
  type ObjectLiteral,
} from 'typeorm';
import { AgentStateEntity, OpenAgentStateEntity } from './entities/agents.js';
import { GapEntity, PlanLoadEntity, PlanVersionEntity } from './entities/bookkeeping.js';
import { CallbackAttemptEntity, CallbackEntity, OpenCallbackEntity } from './entities/callbacks.js';
import { CallEntity, CallEventEntity, type OpenCall, OpenCallEntity } from './entities/calls.js';
import { OutcomeEntity, RatingEntity } from './entities/after-call.js';
import { OutgoingEntity } from './entities/outgoing.js';
import { DecisionEntity } from './entities/decisions.js';
import { RecordingEntity } from './entities/recordings.js';
import { ReviewEntity } from './entities/reviews.js';
import { CallLegEntity } from './entities/dialplan.js';
import { ChangeEntity } from './entities/changes.js';
import { HoldEntity, TransferEntity } from './entities/transfers.js';
import { ConversationEntity, OfferEntity, VisitEntity } from './entities/visits.js';
import {
  VoicemailEntity,
  VoicemailMailEntity,
  VoicemailMarkEntity,
  type VoicemailMailRow,
} from './entities/voicemails.js';
import type { FactBatch } from './fact-batch.js';
import type { VoicemailFact } from '../core/milestone.js';
import { touchDays } from './kept-days.js';
import { lowerMarks } from './retention-marks.js';
import { giveUpSilent } from './silent-messages.js';
import { keepableId } from './text.js';

/** SQLite takes at most 32,766 parameters in one statement; the widest table has 21 columns. */
const ROWS_PER_STATEMENT = 250;

/**
 * Writes a batch inside the transaction of `manager`. Rows that are there already stay as they are: a fact is
 * written once, and writing it again has no effect.
 */
export async function writeBatch(manager: EntityManager, batch: FactBatch): Promise<void> {
  await lowerMarks(manager, ['calls', 'open-calls', 'events'], instantsOf(batch));
  await lowerMarks(manager, ['callbacks', 'open-callbacks'], asksOf(batch));
  await lowerMarks(
    manager,
    ['transfers'],
    batch.transfers.map(({ askedAt }) => askedAt),
  );
  await lowerMarks(
    manager,
    ['reviews'],
    batch.reviews.map(({ reviewedAt }) => reviewedAt),
  );
  await touchDays(manager, [...happenedIn(batch), ...(await belongingTo(manager, batch))]);
  await insertNew(manager, CallEntity, batch.calls);
  await insertNew(manager, CallEventEntity, batch.events);
  await insertNew(manager, VisitEntity, batch.visits);
  await insertNew(manager, OfferEntity, batch.offers);
  await insertNew(manager, DecisionEntity, batch.decisions);
  await insertNew(manager, ConversationEntity, batch.conversations);
  await insertNew(manager, RecordingEntity, batch.recordings);
  await insertNew(manager, VoicemailEntity, batch.voicemails);
  await insertNew(manager, VoicemailMailEntity, batch.voicemails.flatMap(mailsOf));
  await insertNew(manager, RatingEntity, batch.ratings);
  await insertNew(manager, OutcomeEntity, batch.outcomes);
  await insertNew(manager, ReviewEntity, batch.reviews);
  await insertNew(manager, TransferEntity, batch.transfers);
  await insertNew(manager, HoldEntity, batch.holds);
  await insertNew(manager, CallbackEntity, batch.callbacks);
  await insertNew(manager, CallbackAttemptEntity, batch.callbackAttempts);
  await insertNew(manager, OutgoingEntity, batch.outgoing);
  await insertNew(manager, AgentStateEntity, batch.agentStates);
  await insertNew(manager, PlanVersionEntity, [...batch.plans.values()]);
  await insertNew(manager, PlanLoadEntity, batch.planLoads);
  await insertNew(manager, GapEntity, batch.gaps);
  await insertNew(
    manager,
    CallLegEntity,
    [...batch.arrived.values()].map(({ leg, call }) => ({ leg, call })),
  );
  await insertNew(manager, ChangeEntity, batch.changes);
  await leaveByMessage(manager, batch);
  await giveUpSilent(manager, batch.voicemails);
  await writeOpenCalls(manager, batch);
  await writeOpenStates(manager, batch);
  await writeOpenCallbacks(manager, batch);
  await writeVoicemailMarks(manager, batch);
}

/** By which facts are too old to be kept as they are. */
function instantsOf({ calls, events, arrived }: FactBatch): readonly number[] {
  const arrivals = [...arrived.values()].map(({ at }) => at);
  return [...calls.map(({ arrivedAt }) => arrivedAt), ...events.map(({ at }) => at), ...arrivals];
}

/** When anything happened that a figure may be made of. */
function happenedIn(batch: FactBatch): readonly number[] {
  return [
    ...instantsOf(batch),
    ...batch.visits.map(({ enteredAt }) => enteredAt),
    ...batch.offers.map(({ offeredAt }) => offeredAt),
    ...batch.conversations.map(({ startedAt }) => startedAt),
    ...batch.transfers.map(({ askedAt }) => askedAt),
    ...batch.ratings.map(({ askedAt }) => askedAt),
    ...batch.outcomes.map(({ startedAt }) => startedAt),
    ...batch.agentStates.flatMap(({ from, to }) => [from, to]),
    ...[...batch.openStates.values()].map(({ from }) => from),
  ];
}

/** When that happened to which something of the batch belongs, whenever it is told: calls of reviews and wrong numbers, talks of notes. */
async function belongingTo(
  manager: EntityManager,
  { reviews, outcomes, agentStates }: FactBatch,
): Promise<readonly number[]> {
  const talks = agentStates.flatMap(({ state, conversation }) =>
    state === 'wrap-up' && conversation !== null ? [keepableId(conversation)] : [],
  );
  const instants: number[] = [];
  const wrong = outcomes.filter(({ wrongNumber }) => wrongNumber);
  for (const some of chunks([...reviews, ...wrong].map(({ call }) => keepableId(call))))
    for (const { arrivedAt } of await manager.findBy(CallEntity, { call: In(some) }))
      instants.push(arrivedAt);
  for (const some of chunks(talks)) {
    for (const { startedAt } of await manager.findBy(ConversationEntity, { conversation: In(some) }))
      instants.push(startedAt);
    for (const { askedAt } of await manager.findBy(OutgoingEntity, { conversation: In(some) }))
      instants.push(askedAt);
  }
  return instants;
}

/** The same of callbacks: one may end long after it was asked for. */
function asksOf({ callbacks, openCallbacks }: FactBatch): readonly number[] {
  return [...callbacks, ...openCallbacks.values()].map(({ askedAt }) => askedAt);
}

/** Whoever hung up while he spoke has left by his message; that there is one is told when the call is over. */
async function leaveByMessage(manager: EntityManager, { voicemails }: FactBatch): Promise<void> {
  const left = voicemails.filter(({ result }) => result === 'left');
  if (left.length === 0) return;
  const calls = await manager.findBy(CallEntity, { call: In(left.map(({ call }) => keepableId(call))) });
  await touchDays(
    manager,
    calls.map(({ arrivedAt }) => arrivedAt),
  );
  for (const { call, endedAt } of left)
    await manager.update(
      CallEntity,
      [
        { call, endedAt: LessThanOrEqual(endedAt), lastExit: IsNull() },
        { call, endedAt: LessThanOrEqual(endedAt), lastExit: Not('callback') },
      ],
      { lastExit: 'voicemail' },
    );
}

/** A call whose end is known, from this batch or from before, is not open, whatever is told again. */
async function writeOpenCalls(manager: EntityManager, batch: FactBatch): Promise<void> {
  const ended = new Set(batch.calls.map((call) => keepableId(call.call)));
  for (const ids of chunks([...ended])) await manager.delete(OpenCallEntity, { call: In(ids) });
  const isOver = ({ call }: OpenCall): boolean => ended.has(keepableId(call));
  const all = [...batch.arrived.values()];
  await closeLost(manager, all.filter(isOver));
  const arrived = all.filter((call) => !isOver(call));
  for (const some of chunks(arrived)) {
    const known = await manager.find(CallEntity, {
      select: { call: true },
      where: { call: In(some.map((call) => call.call)) },
    });
    const over = new Set(known.map((call) => call.call));
    const open = some.filter((call) => !over.has(keepableId(call.call)));
    // A leg is in one call at a time: an older one that has it was lost at a take-over, and this one is its adoption.
    if (open.length > 0) await manager.delete(OpenCallEntity, { leg: In(open.map((call) => call.leg)) });
    await insertNew(manager, OpenCallEntity, open);
  }
}

/** A leg that came with a call which is over was in no older call any more: such a one was lost at a take-over. */
async function closeLost(manager: EntityManager, over: readonly OpenCall[]): Promise<void> {
  for (const some of chunks(over)) {
    const cameAt = new Map(some.map(({ leg, at }) => [leg, at]));
    const open = await manager.findBy(OpenCallEntity, { leg: In([...cameAt.keys()]) });
    const lost = open.filter(({ leg, at }) => at < (cameAt.get(leg) ?? at));
    if (lost.length > 0) await manager.delete(OpenCallEntity, { call: In(lost.map(({ call }) => call)) });
  }
}

/** A callback whose end is known is not open, whatever is told again; of an open one the newest wish counts. */
async function writeOpenCallbacks(manager: EntityManager, batch: FactBatch): Promise<void> {
  const ended = batch.callbacks.map(({ callback }) => keepableId(callback));
  for (const ids of chunks(ended)) await manager.delete(OpenCallbackEntity, { callback: In(ids) });
  for (const some of chunks([...batch.openCallbacks.values()])) {
    const ids = some.map(({ callback }) => callback);
    const known = await manager.find(CallbackEntity, {
      select: { callback: true },
      where: { callback: In(ids) },
    });
    const over = new Set(known.map(({ callback }) => callback));
    const open = some.filter(({ callback }) => !over.has(keepableId(callback)));
    if (open.length === 0) continue;
    await manager.delete(OpenCallbackEntity, { callback: In(open.map(({ callback }) => callback)) });
    await insertNew(manager, OpenCallbackEntity, open);
  }
}

/** To whom a message is to be mailed: put down with it, so that it is neither forgotten nor mailed twice. */
function mailsOf({ voicemail, result, mail, endedAt }: VoicemailFact): readonly VoicemailMailRow[] {
  if (result !== 'left') return [];
  return [...new Set(mail)].map((to) => ({
    ...{ voicemail, to, state: 'waiting', mark: 'once', handOvers: 0, tries: 0, since: endedAt },
    ...{ nextTryAt: endedAt, acceptedAt: null, said: null, holder: '', claimEndsAt: 0 },
  }));
}

/** The newest mark of a message wins; an older one that is told again changes nothing. */
async function writeVoicemailMarks(manager: EntityManager, batch: FactBatch): Promise<void> {
  for (const marks of chunks([...batch.voicemailMarks.values()])) {
    const ids = marks.map(({ voicemail }) => voicemail);
    const stored = await manager.findBy(VoicemailMarkEntity, { voicemail: In(ids) });
    const markedAt = new Map(stored.map(({ voicemail, at }) => [voicemail, at]));
    const newer = marks.filter(
      ({ voicemail, at }) => at >= (markedAt.get(keepableId(voicemail)) ?? -Infinity),
    );
    if (newer.length === 0) continue;
    await manager.delete(VoicemailMarkEntity, { voicemail: In(newer.map(({ voicemail }) => voicemail)) });
    await insertNew(manager, VoicemailMarkEntity, newer);
  }
}

/** The newest state per agent wins; an older one that is told again changes nothing. */
async function writeOpenStates(manager: EntityManager, batch: FactBatch): Promise<void> {
  for (const states of chunks([...batch.openStates.values()])) {
    const stored = await manager.find(OpenAgentStateEntity, {
      where: { agent: In(states.map((state) => state.agent)) },
    });
    const since = new Map(stored.map((state) => [state.agent, state.from]));
    const newer = states.filter((state) => state.from >= (since.get(keepableId(state.agent)) ?? -Infinity));
    if (newer.length === 0) continue;
    await manager.delete(OpenAgentStateEntity, { agent: In(newer.map((state) => state.agent)) });
    await insertNew(manager, OpenAgentStateEntity, newer);
  }
}

/** Rows that are there already stay as they are. */
export async function insertNew<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const keyColumns = manager.dataSource
    .getMetadata(entity)
    .primaryColumns.map((column) => column.databaseName);
  for (const some of chunks(rows)) {
    // Setting a key to itself where it exists is the one form of "keep the row" that no database
    // stretches to also swallow other errors, as INSERT IGNORE does.
    await manager
      .createQueryBuilder()
      .insert()
      .into(entity)
      .values([...some])
      .orUpdate(keyColumns.slice(0, 1), keyColumns)
      .updateEntity(false)
      .execute();
  }
}

function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += ROWS_PER_STATEMENT) {
    yield items.slice(start, start + ROWS_PER_STATEMENT);
  }
}

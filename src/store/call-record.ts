import type { EntityManager } from 'typeorm';
import type { CallId } from '../core/signal.js';
import type { CallRecord } from '../ports/story.js';
import { OutcomeEntity, RatingEntity } from './entities/after-call.js';
import { CallbackAttemptEntity } from './entities/callbacks.js';
import { CallEventEntity, OpenCallEntity, ShownCallEntity } from './entities/calls.js';
import { DecisionEntity } from './entities/decisions.js';
import { RecordingEntity } from './entities/recordings.js';
import { OutgoingEntity } from './entities/outgoing.js';
import { VoicemailEntity } from './entities/voicemails.js';
import { withCalls } from './outgoing-calls.js';
import { ConversationEntity, OfferEntity, VisitEntity } from './entities/visits.js';

/** Everything that is stored of one call; null: nothing is. */
export async function callRecordOf(manager: EntityManager, call: CallId): Promise<CallRecord | null> {
  const where = { call };
  const over = await manager.findOneBy(ShownCallEntity, where);
  const open = await manager.findOneBy(OpenCallEntity, where);
  const events = await manager.find(CallEventEntity, { where, order: { sequence: 'ASC', item: 'ASC' } });
  if (over === null && open === null && events.length === 0) return null;
  const [outgoing = null] = await withCalls(manager, await manager.findBy(OutgoingEntity, where));
  return {
    ...{ call, over, outgoing },
    open: open === null ? null : { call, from: open.from, dialled: open.dialled, arrivedAt: open.at },
    stages: events.map(({ at, event, detail }) => ({ kind: 'call-event', call, at, event, detail })),
    visits: await manager.find(VisitEntity, { where, order: { enteredAt: 'ASC', visit: 'ASC' } }),
    ...(await ringingOf(manager, call)),
    conversations: await manager.find(ConversationEntity, {
      where,
      order: { startedAt: 'ASC', conversation: 'ASC' },
    }),
    ...(await besidesOf(manager, call)),
  };
}

async function besidesOf(
  manager: EntityManager,
  call: CallId,
): Promise<Pick<CallRecord, 'recordings' | 'ratings' | 'outcomes' | 'voicemails'>> {
  const where = { call };
  return {
    recordings: await manager.find(RecordingEntity, { where, order: { startedAt: 'ASC', recording: 'ASC' } }),
    ratings: await manager.find(RatingEntity, { where, order: { askedAt: 'ASC', rating: 'ASC' } }),
    outcomes: await manager.find(OutcomeEntity, { where, order: { settledAt: 'ASC', conversation: 'ASC' } }),
    voicemails: await manager.find(VoicemailEntity, { where, order: { enteredAt: 'ASC', voicemail: 'ASC' } }),
  };
}

async function ringingOf(
  manager: EntityManager,
  call: CallId,
): Promise<Pick<CallRecord, 'decisions' | 'offers' | 'attempts'>> {
  const where = { call };
  return {
    decisions: await manager.find(DecisionEntity, { where, order: { decidedAt: 'ASC', decision: 'ASC' } }),
    offers: await manager.find(OfferEntity, { where, order: { offeredAt: 'ASC', offer: 'ASC' } }),
    attempts: await manager.find(CallbackAttemptEntity, {
      where,
      order: { offeredAt: 'ASC', attempt: 'ASC' },
    }),
  };
}

import type { EntitySchema } from 'typeorm';
import { AlertNoticeEntity, AlertStandingEntity } from './alerts.js';
import { AgentStateEntity, OpenAgentStateEntity } from './agents.js';
import { GapEntity, JournalPositionEntity, PlanLoadEntity, PlanVersionEntity } from './bookkeeping.js';
import { CallbackAttemptEntity, CallbackEntity, OpenCallbackEntity } from './callbacks.js';
import { CallEntity, CallEventEntity, OpenCallEntity, ShownCallEntity } from './calls.js';
import { OutcomeEntity, RatingEntity } from './after-call.js';
import { OutgoingEntity } from './outgoing.js';
import { FactQuarterEntity, KeptDayEntity } from './kept-days.js';
import { QueueLogEntity } from './queue-log.js';
import { DecisionEntity } from './decisions.js';
import { RecordingEntity } from './recordings.js';
import { CallLegEntity, DialplanCallEntity } from './dialplan.js';
import { ChangeEntity } from './changes.js';
import { RecordingPlaceEntity, RetentionMarkEntity, RetentionRunEntity } from './retention.js';
import { ReportDeliveryEntity, ReportScheduleEntity, ReportSlotEntity } from './reports.js';
import { ReviewEntity } from './reviews.js';
import { HoldEntity, TransferEntity } from './transfers.js';
import { VoicemailEntity, VoicemailMailEntity, VoicemailMarkEntity } from './voicemails.js';
import { ConversationEntity, OfferEntity, VisitEntity } from './visits.js';

/** Every table of the store, and the view that the program itself reads. */
export const ENTITIES: EntitySchema[] = [
  CallEntity,
  ShownCallEntity,
  OpenCallEntity,
  CallEventEntity,
  VisitEntity,
  OfferEntity,
  DecisionEntity,
  ConversationEntity,
  RecordingEntity,
  VoicemailEntity,
  VoicemailMarkEntity,
  VoicemailMailEntity,
  RatingEntity,
  OutcomeEntity,
  ReviewEntity,
  TransferEntity,
  HoldEntity,
  CallbackEntity,
  OpenCallbackEntity,
  CallbackAttemptEntity,
  OutgoingEntity,
  AgentStateEntity,
  OpenAgentStateEntity,
  PlanVersionEntity,
  PlanLoadEntity,
  GapEntity,
  ChangeEntity,
  JournalPositionEntity,
  CallLegEntity,
  DialplanCallEntity,
  ReportScheduleEntity,
  ReportSlotEntity,
  ReportDeliveryEntity,
  AlertStandingEntity,
  AlertNoticeEntity,
  RetentionMarkEntity,
  RecordingPlaceEntity,
  RetentionRunEntity,
  QueueLogEntity,
  FactQuarterEntity,
  KeptDayEntity,
];

import type { MigrationInterface } from 'typeorm';
import { Facts1732000000001 } from './0001-facts.js';
import { AddsRecordings1732000000002 } from './0002-recordings.js';
import { AddsChanges1732000000003 } from './0003-changes.js';
import { AddsDialplan1732000000004 } from './0004-dialplan.js';
import { AddsLease1732000000005 } from './0005-lease.js';
import { Views1732000000006 } from './0006-views.js';
import { AddsDialplanToViews1732000000007 } from './0007-dialplan-in-views.js';
import { AddsReportSlots1732000000008 } from './0008-report-slots.js';
import { AddsAlerts1732000000009 } from './0009-alerts.js';
import { AddsAfterCall1732000000010 } from './0010-after-call.js';
import { AddsCallbacks1732000000011 } from './0011-callbacks.js';
import { AddsRetention1732000000012 } from './0012-retention.js';
import { AddsTransfers1732000000013 } from './0013-transfers.js';
import { AddsOutgoingCalls1732000000014 } from './0014-outgoing-calls.js';
import { AddsDecisions1732000000015 } from './0015-decisions.js';
import { AddsQueueLog1732000000016 } from './0016-queue-log.js';
import { AddsVoicemails1732000000017 } from './0017-voicemails.js';
import { AddsCallerTails1732000000018 } from './0018-caller-tails.js';
import { AddsLongStates1732000000020 } from './0020-long-states.js';
import { AddsWordsInViews1732000000021 } from './0021-words-in-views.js';
import { AddsCalledTails1732000000024 } from './0024-called-tails.js';
import { AddsReviews1732000000025 } from './0025-reviews.js';
import { AddsConnectionsOutside1732000000026 } from './0026-connections-outside.js';
import { AddsOverflowSwitches1732000000029 } from './0029-overflow-switches.js';
import { AddsKeptDays1732000000030 } from './0030-kept-days.js';
import { AddsIndexOfKeptDays1732000000031 } from './0031-index-of-kept-days.js';
import { AddsWrongNumbers1732000000032 } from './0032-wrong-numbers.js';

/** Every migration, oldest first; one that was ever released is never changed. Those that only add are named `Adds…`. */
export const MIGRATIONS: (new () => MigrationInterface)[] = [
  Facts1732000000001,
  AddsRecordings1732000000002,
  AddsChanges1732000000003,
  AddsDialplan1732000000004,
  AddsLease1732000000005,
  Views1732000000006,
  AddsDialplanToViews1732000000007,
  AddsReportSlots1732000000008,
  AddsAlerts1732000000009,
  AddsAfterCall1732000000010,
  AddsCallbacks1732000000011,
  AddsRetention1732000000012,
  AddsTransfers1732000000013,
  AddsOutgoingCalls1732000000014,
  AddsDecisions1732000000015,
  AddsQueueLog1732000000016,
  AddsVoicemails1732000000017,
  AddsCallerTails1732000000018,
  AddsLongStates1732000000020,
  AddsWordsInViews1732000000021,
  AddsCalledTails1732000000024,
  AddsReviews1732000000025,
  AddsConnectionsOutside1732000000026,
  AddsOverflowSwitches1732000000029,
  AddsKeptDays1732000000030,
  AddsIndexOfKeptDays1732000000031,
  AddsWrongNumbers1732000000032,
];

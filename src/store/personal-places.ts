import { In, IsNull, Like, Not, type EntitySchema, type ObjectLiteral } from 'typeorm';
import { impersonalDetail, PERSONAL_EVENTS } from '../core/personal.js';
import {
  isReplaced,
  REPLACED_BEGINS,
  type Clearing,
  type NumberRule,
  type PersonalPlace,
} from '../ports/retention.js';
import { CallbackEntity, OpenCallbackEntity } from './entities/callbacks.js';
import { CallEntity, CallEventEntity, OpenCallEntity, type CallEventRow } from './entities/calls.js';
import { DialplanCallEntity } from './entities/dialplan.js';
import { QueueLogEntity } from './entities/queue-log.js';
import { ReviewEntity } from './entities/reviews.js';
import { TransferEntity } from './entities/transfers.js';

/** A row by the names of its properties. */
export type Row = Readonly<Record<string, unknown>>;

/** A table in which something of a person stands. */
export interface StoredPlace {
  readonly entity: EntitySchema<ObjectLiteral>;
  /** The property by which it is old; it has an index. */
  readonly instant: string;
  readonly keys: readonly string[];
  /** Which rows have something to be cleared: one of these. */
  readonly personal: (rule: NumberRule) => readonly ObjectLiteral[];
  /** What such a row is changed to. */
  readonly cleared: (row: Row, clearing: Pick<Clearing, 'rule' | 'standsFor'>) => Row;
}

/** A caller may well be called `client-7` by his line. */
const REPLACED_LOOKS = `${REPLACED_BEGINS}%-${'_'.repeat(20)}`;

/** Numbers that have not been cleared by this rule. */
function numberIn(property: string, rule: NumberRule, deleted: null | '' = null): ObjectLiteral {
  if (rule === 'replace') return { [property]: Not(Like(REPLACED_LOOKS)) };
  return { [property]: deleted === null ? Not(IsNull()) : Not('') };
}

/** What stands for a number: a replaced one stays as it is where numbers are replaced. */
function standing(number: unknown, { rule, standsFor }: Pick<Clearing, 'rule' | 'standsFor'>): string | null {
  if (typeof number !== 'string' || rule === 'delete') return null;
  return isReplaced(number) ? number : standsFor(number);
}

/** Who is called back, or was to be: by when it was asked for, whenever it ended. */
function toBeCalledBack(entity: EntitySchema<ObjectLiteral>): StoredPlace {
  return {
    entity,
    instant: 'askedAt',
    keys: ['callback'],
    personal: (rule) => [numberIn('number', rule), { name: Not(IsNull()) }],
    cleared: (row, clearing) => ({ number: standing(row['number'], clearing), name: null }),
  };
}

/** The table of each place. Who dials out is an agent; then the number dialled is somebody's. */
export const PLACES: Readonly<Record<PersonalPlace, StoredPlace>> = {
  calls: {
    entity: CallEntity,
    instant: 'arrivedAt',
    keys: ['call'],
    personal: (rule) => [
      { direction: 'inbound', ...numberIn('from', rule) },
      { fromName: Not(IsNull()) },
      { direction: Not('inbound'), ...numberIn('dialled', rule, '') },
    ],
    cleared: (row, clearing) => ({
      fromName: null,
      ...(row['direction'] === 'inbound'
        ? { from: standing(row['from'], clearing) }
        : { dialled: standing(row['dialled'], clearing) ?? '' }),
    }),
  },
  'open-calls': {
    entity: OpenCallEntity,
    instant: 'at',
    keys: ['call'],
    personal: (rule) => [numberIn('from', rule)],
    cleared: (row, clearing) => ({ from: standing(row['from'], clearing) }),
  },
  dialplan: {
    entity: DialplanCallEntity,
    instant: 'arrivedAt',
    keys: ['leg'],
    personal: (rule) => [numberIn('from', rule)],
    cleared: (row, clearing) => ({ from: standing(row['from'], clearing) }),
  },
  rescues: {
    entity: DialplanCallEntity,
    instant: 'leftAt',
    keys: ['leg'],
    personal: (rule) => [numberIn('from', rule)],
    cleared: (row, clearing) => ({ from: standing(row['from'], clearing) }),
  },
  events: {
    entity: CallEventEntity,
    instant: 'at',
    keys: ['call', 'sequence', 'item'],
    personal: () => [{ event: In(PERSONAL_EVENTS) }],
    cleared: (row) => ({ detail: impersonalDetail(row as unknown as CallEventRow) }),
  },
  callbacks: toBeCalledBack(CallbackEntity),
  // What the running line calls is not read here: it keeps whom it is to call until that is over.
  'open-callbacks': toBeCalledBack(OpenCallbackEntity),
  transfers: {
    entity: TransferEntity,
    instant: 'askedAt',
    keys: ['transfer'],
    personal: () => [{ reason: Not(IsNull()) }],
    cleared: () => ({ reason: null }),
  },
  // Free words about a talk with him.
  reviews: {
    entity: ReviewEntity,
    instant: 'reviewedAt',
    keys: ['review'],
    personal: () => [{ conclusion: Not(IsNull()) }],
    cleared: () => ({ conclusion: null }),
  },
  'queue-log': {
    entity: QueueLogEntity,
    instant: 'at',
    keys: ['record', 'place'],
    personal: (rule) => [{ event: 'ENTERQUEUE', ...numberIn('data2', rule, '') }],
    // Of a hidden number nothing stands there.
    cleared: (row, clearing) => ({
      data2: row['data2'] === '' ? '' : (standing(row['data2'], clearing) ?? ''),
    }),
  },
};

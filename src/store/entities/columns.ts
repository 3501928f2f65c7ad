import type { EntitySchemaColumnOptions } from 'typeorm';
import { ID_LENGTH, keepableId, keepableText, TEXT_LENGTH } from '../text.js';

type Presence = 'always' | 'may-be-null';

/** An id that we minted, or the name of something in the routing file. */
export function idColumn(name: string, presence: Presence = 'always'): EntitySchemaColumnOptions {
  return {
    ...column(name, presence),
    type: 'varchar',
    length: ID_LENGTH,
    transformer: { to: whenText(keepableId), from: same },
  };
}

/** The same of an agent where there may be none, in a column that is never empty: then it holds an empty name. */
export function agentOrNobodyColumn(name: string): EntitySchemaColumnOptions {
  return {
    ...column(name, 'always'),
    type: 'varchar',
    length: ID_LENGTH,
    transformer: {
      to: (value: unknown) => (value === null ? '' : whenText(keepableId)(value)),
      from: (value: unknown) => (value === '' ? null : value),
    },
  };
}

/** A number, a name, a reason: text that came from outside. */
export function textColumn(name: string, presence: Presence = 'always'): EntitySchemaColumnOptions {
  return {
    ...column(name, presence),
    type: 'varchar',
    length: TEXT_LENGTH,
    transformer: { to: whenText((text) => keepableText(text)), from: same },
  };
}

/** One of a closed list of words. */
export function wordColumn(name: string, presence: Presence = 'always'): EntitySchemaColumnOptions {
  return { ...column(name, presence), type: 'varchar', length: ID_LENGTH };
}

/** Milliseconds, as an instant (UTC) or a duration; some drivers hand BIGINT back as text. */
export function millisecondsColumn(name: string, presence: Presence = 'always'): EntitySchemaColumnOptions {
  return { ...column(name, presence), type: 'bigint', transformer: { to: same, from: asNumber } };
}

/** A whole number. */
export function countColumn(name: string, presence: Presence = 'always'): EntitySchemaColumnOptions {
  return { ...column(name, presence), type: 'bigint', transformer: { to: same, from: asNumber } };
}

/** A share from 0 to 1. */
export function shareColumn(name: string, presence: Presence = 'always'): EntitySchemaColumnOptions {
  return { ...column(name, presence), type: 'double', transformer: { to: same, from: asNumber } };
}

/** True or false, kept as 1 or 0. */
export function truthColumn(name: string): EntitySchemaColumnOptions {
  return {
    ...column(name, 'always'),
    type: 'smallint',
    // A view may make a BIGINT of it, which some drivers hand back as text.
    transformer: {
      to: (value: unknown) => (value === true ? 1 : 0),
      from: (value: unknown) => Number(value) === 1,
    },
  };
}

/** A list or an object, kept as JSON text. */
export function jsonColumn(name: string): EntitySchemaColumnOptions {
  return {
    ...column(name, 'always'),
    type: 'text',
    transformer: {
      to: (value: unknown) => JSON.stringify(value),
      from: (value: unknown): unknown => JSON.parse(String(value)),
    },
  };
}

/** Text of any length that is stored as it is. */
export function longTextColumn(name: string, presence: Presence = 'always'): EntitySchemaColumnOptions {
  return { ...column(name, presence), type: 'text' };
}

/** The same column as part of the table's key. */
export function key(options: EntitySchemaColumnOptions): EntitySchemaColumnOptions {
  return { ...options, primary: true };
}

function column(name: string, presence: Presence): { name: string; nullable: boolean } {
  return { name, nullable: presence === 'may-be-null' };
}

function whenText(change: (text: string) => string): (value: unknown) => unknown {
  return (value) => (typeof value === 'string' ? change(value) : value);
}

function same(value: unknown): unknown {
  return value;
}

function asNumber(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

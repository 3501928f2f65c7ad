import type { Place } from '../fault.js';
import { valueOf, type MapNode, type ScalarNode } from '../source-node.js';
import { refuseUnknownKeys } from './collections.js';
import { Desk } from './desk.js';
import type { Form } from './form.js';
import type { JsonSchema, SchemaBook } from './schema-book.js';

/** One key of a group: its form, what it is for, and what holds when it is left out. */
export interface Field<T> {
  readonly form: Form<T>;
  readonly about: string;
  readonly whenAbsent: 'fault' | Absent<T>;
}
interface Absent<T> {
  readonly value: T;
  /** As one would write it; undefined when nothing stands for it in the file. */
  readonly written: string | number | boolean | undefined;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type FieldValue<F> = F extends Field<infer T> ? T : never;
/** What a group reads: its fields by key, and where it stands. */
export type Group<F extends Fields> = { readonly [K in keyof F]: FieldValue<F[K]> } & { readonly at: Place };

/** A key that must be there. */
export function required<T>(form: Form<T>, about: string): Field<T> {
  return { form, about, whenAbsent: 'fault' };
}

/** A key that may be left out; null then. */
export function optional<T>(form: Form<T>, about: string): Field<T | null> {
  return { form, about, whenAbsent: { value: null, written: undefined } };
}

/** A key that may be left out, with the value that then holds, as one would write it. */
export function defaulted<T>(form: Form<T>, written: string | number | boolean, about: string): Field<T> {
  const value = form.read(asNode(written), new Desk());
  if (value === null) throw new Error(`the default ${written} does not fit its own form: ${form.right}`);
  return { form, about, whenAbsent: { value, written } };
}

/** A group of keys that may be left out; every key of it then has its own default. */
export function defaultedGroup<T>(form: Form<T>, about: string): Field<T> {
  const empty: MapNode = { kind: 'map', entries: [], at: { file: '', line: 0, column: 0 } };
  const value = form.read(empty, new Desk());
  if (value === null) throw new Error(`not every key has a default: ${form.right}`);
  return { form, about, whenAbsent: { value, written: undefined } };
}

/**
 * A group of known keys. A key with a fault counts as left out where it may be left out, so that
 * everything else is still checked; otherwise the whole group cannot be read.
 */
export function group<F extends Fields>(fields: F, right: string): Form<Group<F>> {
  const keys = Object.keys(fields);
  return {
    right,
    read: (node, desk) => {
      if (node.kind !== 'map') return desk.wrong(node, right);
      refuseUnknownKeys(node, keys, desk);
      return readFields(fields, node, desk);
    },
    schema: (book) => ({
      type: 'object',
      additionalProperties: false,
      required: keys.filter((key) => fields[key]?.whenAbsent === 'fault'),
      properties: Object.fromEntries(keys.map((key) => [key, fieldSchema(fields[key], book)])),
    }),
  };
}

function readFields<F extends Fields>(fields: F, node: MapNode, desk: Desk): Group<F> | null {
  const values: Record<string, unknown> = { at: node.at };
  let isComplete = true;
  for (const [key, field] of Object.entries(fields)) {
    const value = readField(key, field, node, desk);
    if (value === null && field.whenAbsent === 'fault') isComplete = false;
    values[key] = value;
  }
  return isComplete ? (values as Group<F>) : null;
}

function readField(key: string, field: Field<unknown>, node: MapNode, desk: Desk): unknown {
  const written = valueOf(node, key);
  if (written === null && field.whenAbsent === 'fault') {
    desk.add('missing-key', node.at, `no ${key} here`, `${key}: ${field.form.right}`);
    return null;
  }
  const value = written === null ? null : field.form.read(written, desk);
  return value ?? (field.whenAbsent === 'fault' ? null : field.whenAbsent.value);
}

function fieldSchema(field: Field<unknown> | undefined, book: SchemaBook): JsonSchema {
  if (field === undefined) return {};
  const written = field.whenAbsent === 'fault' ? undefined : field.whenAbsent.written;
  const fallback = written === undefined ? {} : { default: written };
  return { description: field.about, ...fallback, ...field.form.schema(book) };
}

function asNode(value: string | number | boolean): ScalarNode {
  return { kind: 'scalar', value, source: String(value), at: { file: '', line: 0, column: 0 } };
}

/** A group of exactly one key, read as that key's value. */
export function single<T>(key: string, form: Form<T>, about: string): Form<T> {
  const right = `${key}: ${form.right}`;
  return {
    right,
    read: (node, desk) => {
      if (node.kind !== 'map') return desk.wrong(node, right);
      const isAlone = refuseUnknownKeys(node, [key], desk);
      const written = valueOf(node, key);
      if (written !== null) {
        const value = form.read(written, desk);
        return isAlone ? value : null;
      }
      desk.add('missing-key', node.at, `no ${key} here`, right);
      return null;
    },
    schema: (book) => ({
      type: 'object',
      additionalProperties: false,
      required: [key],
      properties: { [key]: { description: about, ...form.schema(book) } },
    }),
  };
}

/** A group that may not be empty, though each key for itself may be left out. */
export function notEmpty<T>(form: Form<T>): Form<T> {
  return {
    right: form.right,
    read: (node, desk) =>
      node.kind === 'map' && node.entries.length === 0 ? desk.wrong(node, form.right) : form.read(node, desk),
    schema: (book) => ({ ...form.schema(book), minProperties: 1 }),
  };
}

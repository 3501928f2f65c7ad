import type { Place } from '../fault.js';
import { showText, type MapEntry, type MapNode, type SourceNode } from '../source-node.js';
import { didYouMean, enumerate } from '../suggestion.js';
import type { Desk } from './desk.js';
import type { Form } from './form.js';

/** A list with at least one item. Items that cannot be read are left out, after their faults. */
export function list<T>(item: Form<T>, right: string): Form<T[]> {
  return {
    right,
    read: (node, desk) => {
      if (node.kind !== 'list' || node.items.length === 0) return desk.wrong(node, right);
      return node.items.map((each) => item.read(each, desk)).filter((value) => value !== null);
    },
    schema: (book) => ({ type: 'array', minItems: 1, items: item.schema(book) }),
  };
}

/** Different forms for a text, a list and a group of keys. */
export interface Shapes<T> {
  readonly right: string;
  readonly scalar?: Form<T>;
  readonly list?: Form<T>;
  readonly map?: Form<T>;
}

/** The form is chosen by what stands there, so that faults speak of the form that was meant. */
export function byShape<T>(shapes: Shapes<T>): Form<T> {
  return {
    right: shapes.right,
    read: (node, desk) => {
      const form = node.kind === 'refused' ? undefined : shapes[node.kind];
      const isNothing = node.kind === 'scalar' && node.value === null;
      return form === undefined || isNothing ? desk.wrong(node, shapes.right) : form.read(node, desk);
    },
    schema: (book) => ({
      anyOf: [shapes.scalar, shapes.list, shapes.map].flatMap((form) => (form ? [form.schema(book)] : [])),
    }),
  };
}

/** Another form where something special stands; faults of everything else speak of the usual form. */
export function unless<T>(
  isSpecial: (node: SourceNode) => boolean,
  usual: Form<T>,
  special: Form<T>,
): Form<T> {
  return {
    right: usual.right,
    read: (node, desk) => (isSpecial(node) ? special : usual).read(node, desk),
    schema: (book) => ({ anyOf: [usual.schema(book), special.schema(book)] }),
  };
}

/** A list, or a single item in place of a list of one. The item itself must not be a list. */
export function listOrOne<T>(item: Form<T>, right: string): Form<T[]> {
  const many = list(item, right);
  return {
    right,
    read: (node, desk) => {
      if (node.kind === 'list') return many.read(node, desk);
      const value = item.read(node, desk);
      return value === null ? null : [value];
    },
    schema: (book) => ({ anyOf: [item.schema(book), many.schema(book)] }),
  };
}

/** One entry of a group whose keys are free. `value` is null where it could not be read. */
export interface Entry<T> {
  readonly key: string;
  readonly at: Place;
  readonly value: T | null;
}

export interface KeyRule {
  readonly right: string;
  readonly pattern: RegExp;
  /** What one value is, for the JSON Schema. */
  readonly about: string;
  /** Called for every key that has the right shape. */
  readonly seen?: (entry: MapEntry, desk: Desk) => void;
}

/** A group whose keys the writer chooses, all with values of one form. */
export function entries<T>(keys: KeyRule, value: Form<T>, right: string): Form<Entry<T>[]> {
  return {
    right,
    read: (node, desk) => {
      if (node.kind !== 'map' || node.entries.length === 0) return desk.wrong(node, right);
      return node.entries.map((entry) => {
        if (keys.pattern.test(entry.key)) keys.seen?.(entry, desk);
        else desk.add('wrong-value', entry.keyAt, `the key ${showText(entry.key)}`, keys.right);
        return { key: entry.key, at: entry.keyAt, value: value.read(entry.value, desk) };
      });
    },
    schema: (book) => ({
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: keys.pattern.source },
      additionalProperties: { description: keys.about, ...value.schema(book) },
    }),
  };
}

/** Variants of a group, told apart by the one key that each must have. */
export function byKey<T>(variants: Readonly<Record<string, Form<T>>>, what: string): Form<T> {
  const words = Object.keys(variants);
  const right = `${what}: one of ${words.join(', ')}`;
  return {
    right,
    read: (node, desk) => {
      if (node.kind !== 'map') return desk.wrong(node, right);
      const [first, ...others] = node.entries.filter((entry) => words.includes(entry.key));
      if (first === undefined) return unknownVariant(node, words, right, desk);
      for (const other of others) {
        const found = `the key ${showText(other.key)} beside ${showText(first.key)}`;
        desk.add('too-many-keys', other.keyAt, found, `${what}: only one of ${words.join(', ')}`);
      }
      const alone = { ...node, entries: node.entries.filter((entry) => !others.includes(entry)) };
      const value = variants[first.key]?.read(alone, desk) ?? null;
      return others.length === 0 ? value : null;
    },
    schema: (book) => ({ anyOf: Object.values(variants).map((variant) => variant.schema(book)) }),
  };
}

function unknownVariant(node: MapNode, words: string[], right: string, desk: Desk): null {
  const first = node.entries[0];
  if (first === undefined) return desk.wrong(node, right);
  const found = `the key ${showText(first.key)}`;
  desk.add('unknown-key', first.keyAt, found, `${right}${didYouMean(first.key, words)}`);
  return null;
}

/** Reports keys that the group does not know; true when there was none. */
export function refuseUnknownKeys(node: MapNode, known: readonly string[], desk: Desk): boolean {
  const unknown = node.entries.filter((entry) => !known.includes(entry.key));
  for (const entry of unknown) {
    const right = `one of ${enumerate(known)}${didYouMean(entry.key, known)}`;
    desk.add('unknown-key', entry.keyAt, `the unknown key ${showText(entry.key)}`, right);
  }
  return unknown.length === 0;
}

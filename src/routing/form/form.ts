import type { SourceNode } from '../source-node.js';
import type { Desk } from './desk.js';
import type { JsonSchema, SchemaBook } from './schema-book.js';

/**
 * What may stand at one place of a routing file. The check and the JSON Schema both come from it, so
 * that they cannot disagree about what a schema is able to express.
 */
export interface Form<T> {
  /** Completes "right would be …". */
  readonly right: string;
  /** The value, or null after at least one fault has been put on the desk. Never throws. */
  read(node: SourceNode, desk: Desk): T | null;
  schema(book: SchemaBook): JsonSchema;
}

/** What a form reads. */
export type Read<F> = F extends Form<infer T> ? T : never;

/** The same place in the file, the value made into something else. */
export function mapped<T, U>(form: Form<T>, change: (value: T, node: SourceNode) => U): Form<U> {
  return {
    right: form.right,
    read: (node, desk) => {
      const value = form.read(node, desk);
      return value === null ? null : change(value, node);
    },
    schema: (book) => form.schema(book),
  };
}

/** A further rule that JSON Schema cannot express; it puts its own faults on the desk. */
export function checked<T>(form: Form<T>, check: (value: T, node: SourceNode, desk: Desk) => void): Form<T> {
  return {
    right: form.right,
    read: (node, desk) => {
      const value = form.read(node, desk);
      if (value !== null) check(value, node, desk);
      return value;
    },
    schema: (book) => form.schema(book),
  };
}

/** A form under a name of its own in the JSON Schema; `make` is called late, so forms may contain themselves. */
export function shared<T>(name: string, right: string, make: () => Form<T>): Form<T> {
  let made: Form<T> | null = null;
  const form = (): Form<T> => (made ??= make());
  return {
    right,
    read: (node, desk) => form().read(node, desk),
    schema: (book) => book.share(name, () => form().schema(book)),
  };
}

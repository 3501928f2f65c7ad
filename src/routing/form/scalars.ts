import { didYouMean } from '../suggestion.js';
import type { ScalarNode } from '../source-node.js';
import type { Desk } from './desk.js';
import type { Form } from './form.js';
import type { JsonSchema } from './schema-book.js';

export interface TextRule<T> {
  readonly right: string;
  /** Must match the whole text; it is the same in the JSON Schema, so no flags but `u`. */
  readonly pattern: RegExp;
  /** Puts its own fault on the desk where the pattern lets through what is still wrong. */
  readonly parse: (text: string, node: ScalarNode, desk: Desk) => T | null;
  readonly more?: JsonSchema;
}

/** A text of a certain shape. A number or a truth value, written without quotes, is not a text. */
export function shapedText<T>(rule: TextRule<T>): Form<T> {
  return {
    right: rule.right,
    read: (node, desk) => {
      if (node.kind !== 'scalar' || typeof node.value !== 'string') return desk.wrong(node, rule.right);
      if (!rule.pattern.test(node.value)) return desk.wrong(node, rule.right, 'wrong-value');
      return rule.parse(node.value, node, desk);
    },
    schema: () => ({ type: 'string', pattern: rule.pattern.source, ...rule.more }),
  };
}

/** A text of a certain shape, taken as it is. */
export function text(right: string, pattern: RegExp): Form<string> {
  return shapedText({ right, pattern, parse: (value) => value });
}

/** One of a few words. */
export function oneOf<const W extends string>(words: readonly W[]): Form<W> {
  const right = `one of ${words.join(', ')}`;
  return {
    right,
    read: (node, desk) => {
      if (node.kind !== 'scalar') return desk.wrong(node, right);
      const word = words.find((each) => each === node.value);
      if (word !== undefined) return word;
      const guess = didYouMean(node.source, words);
      return desk.wrong(node, `${right}${guess}`, 'unknown-word');
    },
    schema: () => ({ enum: [...words] }),
  };
}

/** A whole number between two borders, both allowed. */
export function whole(from: number, to: number): Form<number> {
  const right = `a whole number from ${from} to ${to}`;
  return {
    right,
    read: (node, desk) => {
      if (node.kind !== 'scalar' || typeof node.value !== 'number') return desk.wrong(node, right);
      const isRight = Number.isInteger(node.value) && node.value >= from && node.value <= to;
      return isRight ? node.value : desk.wrong(node, right, 'wrong-value');
    },
    schema: () => ({ type: 'integer', minimum: from, maximum: to }),
  };
}

/** true or false. YAML 1.2 knows no yes and no. */
export function flag(): Form<boolean> {
  const right = 'true or false';
  return {
    right,
    read: (node, desk) =>
      node.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : desk.wrong(node, right),
    schema: () => ({ type: 'boolean' }),
  };
}

/** One value and no other. */
export function exactly<const V extends boolean | number | string>(value: V): Form<V> {
  const right = String(value);
  return {
    right,
    read: (node, desk) => (node.kind === 'scalar' && node.value === value ? value : desk.wrong(node, right)),
    schema: () => ({ const: value }),
  };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DAY_MS = 24 * 3_600_000;

export interface DurationRule {
  readonly zero: 'allowed' | 'refused';
  /** Longest, in milliseconds; a day when it is left out. */
  readonly atMostMs?: number;
}

/** A duration with its unit, read as milliseconds. */
export function duration({ zero, atMostMs = DAY_MS }: DurationRule): Form<number> {
  const atLeast = zero === 'refused' ? ' above zero' : '';
  const right = `a duration${atLeast} with its unit ms, s, m or h, such as 15s`;
  const pattern = zero === 'refused' ? /^0*[1-9][0-9]{0,8}(ms|s|m|h)$/ : /^[0-9]{1,9}(ms|s|m|h)$/;
  return shapedText({
    right,
    pattern,
    parse: (value, node, desk) => {
      const digits = /^[0-9]+/.exec(value)?.[0] ?? '';
      const ms = Number(digits) * (UNITS[value.slice(digits.length)] ?? 0);
      if (ms <= atMostMs) return ms;
      return desk.wrong(node, `${right}, at most ${showMs(atMostMs)}`, 'wrong-value');
    },
    more: { examples: ['15s', '5m'] },
  });
}

/** A number of whole days, read as milliseconds. */
export function days(most: number): Form<number> {
  const right = `a number of days from 1d to ${most}d, such as 30d`;
  return shapedText({
    right,
    pattern: /^[1-9][0-9]{0,3}d$/,
    parse: (value, node, desk) => {
      const count = Number(value.slice(0, -1));
      return count <= most ? count * DAY_MS : desk.wrong(node, right, 'wrong-value');
    },
    more: { examples: ['30d'] },
  });
}

/** A duration as one would write it, in the largest unit that fits. */
function showMs(ms: number): string {
  const units = Object.entries(UNITS).filter(([, size]) => ms % size === 0);
  const [unit, size] = units.at(-1) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

/** A percentage from 0% to 100%, read as a fraction. */
export function percentage(): Form<number> {
  return shapedText({
    right: 'a percentage from 0% to 100%, such as 80%',
    pattern: /^(100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?)%$/,
    parse: (value) => Number(value.slice(0, -1)) / 100,
    more: { examples: ['80%'] },
  });
}

/** A free text for people: one line, no control characters. */
export function label(): Form<string> {
  return text('a text of 1 to 100 characters on one line', /^[^\p{Cc}\p{Zl}\p{Zp}]{1,100}$/u);
}

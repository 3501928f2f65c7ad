import type { Dice } from '../simulation/dice.js';

/** Text that has broken readers before. */
const AWKWARD = [
  '',
  ' ',
  '\n',
  '\r\n',
  '\0',
  '\t',
  '"',
  "'",
  '\\',
  '%',
  '%00',
  '%zz',
  '../',
  '{',
  '}',
  '[',
  ']',
  '[]',
  '{}',
  ':',
  ': ',
  '- ',
  '#',
  '&a ',
  '*a',
  '!!',
  '<<',
  '~',
  'null',
  'true',
  '-1',
  '0',
  '1e999',
  '9007199254740993',
  '__proto__',
  'constructor',
  'toString',
  '\u0000',
  '\u2028',
  '\u202e',
  '\ufeff',
  'ü',
  '😀',
] as const;

export function awkward(dice: Dice): string {
  return dice.falls(0.05) ? 'a'.repeat(dice.between(1, 5000)) : dice.pick(AWKWARD);
}

/** Cuts something out of a text and puts something else in: awkward text, or a piece of another text. */
export function editText(dice: Dice, text: string, other: string): string {
  const at = dice.between(0, text.length);
  const cut = dice.falls(0.5) ? 0 : dice.between(0, Math.min(12, text.length - at));
  return wellFormed(text.slice(0, at) + pieceFor(dice, other) + text.slice(at + cut));
}

function pieceFor(dice: Dice, other: string): string {
  const kind = dice.between(0, 3);
  if (kind === 0) return '';
  if (kind === 1) return awkward(dice);
  if (kind === 2)
    return String.fromCharCode(dice.falls(0.8) ? dice.between(0, 127) : dice.between(0, 0xffff));
  const from = dice.between(0, other.length);
  return other.slice(from, from + dice.between(0, 40));
}

/** Leaves out, repeats, moves or borrows whole lines. */
export function editLines(dice: Dice, text: string, other: string): string {
  const lines = text.split('\n');
  const at = dice.between(0, lines.length - 1);
  const many = dice.falls(0.7) ? 1 : dice.between(1, 6);
  const kind = dice.between(0, 4);
  if (kind === 0) lines.splice(at, many);
  else if (kind === 1) lines.splice(at, 0, ...lines.slice(at, at + many));
  else if (kind === 2) lines.splice(dice.between(0, lines.length), 0, ...lines.splice(at, many));
  else if (kind === 3) {
    const theirs = other.split('\n');
    const from = dice.between(0, theirs.length - 1);
    lines.splice(at, dice.falls(0.5) ? many : 0, ...theirs.slice(from, from + many));
  } else lines[at] = indented(dice, lines[at] ?? '');
  return lines.join('\n');
}

function indented(dice: Dice, line: string): string {
  return dice.falls(0.5) ? `${' '.repeat(dice.between(1, 4))}${line}` : line.replace(/^ {1,2}/, '');
}

/** Changes one place inside a JSON value: takes a field away, gives it another kind, or edits its text. */
export function editJson(dice: Dice, value: unknown, other: unknown): unknown {
  const isNested = typeof value === 'object' && value !== null;
  const entries: [string, unknown][] = isNested ? Object.entries(value) : [];
  if (entries.length === 0 || dice.falls(0.15)) return anotherValue(dice, value, other);
  const at = dice.between(0, entries.length - 1);
  const [key, part] = entries[at] ?? ['', null];
  const kind = dice.between(0, 9);
  if (kind === 0) entries.splice(at, 1);
  else if (kind === 1) entries.splice(at, 0, [awkward(dice), part]);
  else entries[at] = [key, editJson(dice, part, other)];
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}

function anotherValue(dice: Dice, value: unknown, other: unknown): unknown {
  if (typeof value === 'string' && dice.falls(0.5)) return editText(dice, value, jsonOf(other));
  if (dice.falls(0.4)) return anyPartOf(dice, other);
  return dice.pick<unknown>([null, true, false, 0, -1, 1e308, 0.5, '', awkward(dice), [], {}, [[]], [null]]);
}

/** Some value that stands somewhere in another one. */
function anyPartOf(dice: Dice, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || dice.falls(0.25)) return value;
  const parts: unknown[] = Object.values(value);
  return parts.length === 0 ? value : anyPartOf(dice, dice.pick(parts));
}

/** Without halves of characters: no file and no socket can hold those. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** As JSON; what JSON cannot hold is nothing. */
export function jsonOf(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}

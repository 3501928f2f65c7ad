import { redacted } from './redaction.js';
import type { LogFields } from '../ports/log.js';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Most urgent first. */
export const LOG_LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];

/** What a line is made of. */
export interface LogEntry {
  readonly at: Date;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

const COLOURS: Readonly<Record<LogLevel, number>> = { error: 31, warn: 33, info: 32, debug: 90 };

/** One JSON object per line, for machines: at, level, message, then the fields. */
export function jsonLine(entry: LogEntry): string {
  const head = { at: entry.at.toISOString(), level: entry.level, message: redacted(entry.message) };
  const fields = Object.entries(shown(entry.fields)).map(([key, value]) => [
    key in head ? `_${key}` : key,
    value,
  ]);
  return JSON.stringify({ ...head, ...Object.fromEntries(fields) });
}

/** One line for people: time of day, level, message, fields as `name=value`. */
export function terminalLine(entry: LogEntry, isColoured: boolean): string {
  const paint = (colour: number, text: string): string =>
    isColoured ? `\u001b[${colour}m${text}\u001b[0m` : text;
  const fields = Object.entries(shown(entry.fields)).map(
    ([key, value]) =>
      paint(90, `${key}=`) + safe(typeof value === 'string' ? quoted(value) : JSON.stringify(value)),
  );
  const level = paint(COLOURS[entry.level], entry.level.padEnd(5));
  const message = safe(String(redacted(entry.message)));
  return [paint(90, timeOfDay(entry.at)), level, message, ...fields].join(' ');
}

function shown(fields: LogFields): Readonly<Record<string, unknown>> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return redacted(Object.fromEntries(present)) as Record<string, unknown>;
}

function quoted(text: string): string {
  return /^[^\s"=\p{Cc}]+$/u.test(text) ? text : JSON.stringify(text);
}

/** A caller's name must not be able to paint the terminal, begin a line, or turn round what follows it. */
function safe(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function timeOfDay(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
  return `${clock}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

import { isScalar, type Node } from 'yaml';
import { readTime } from '../own/limit.js';
import { shown, type OwnFile } from '../own/yaml-place.js';
import { CONDITION_NAMES, type Condition, type ConditionName } from './alert.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Keys that say how much, by condition. */
const KEYS_OF: Readonly<Record<ConditionName, readonly string[]>> = {
  'longest-wait': ['above', 'queues'],
  'callers-waiting': ['above', 'queues'],
  'service-level': ['below', 'over', 'at-least', 'queues'],
  'nobody-signed-in': ['queues'],
  'unusual-load': ['deviations', 'weeks', 'at-least', 'numbers'],
};
export const CONDITION_KEYS = [
  'above',
  'below',
  'over',
  'at-least',
  'deviations',
  'weeks',
  'numbers',
  'queues',
] as const;
export type ConditionParts = Partial<Record<(typeof CONDITION_KEYS)[number] | 'when', Node>>;

/** What the alert looks for; null: faults have been put down. */
export function conditionOf(file: OwnFile, place: Node, parts: ConditionParts): Condition | null {
  const right = `when: one of ${CONDITION_NAMES.join(', ')}`;
  if (parts.when === undefined) return file.refuse(place, 'no when here', right);
  const kind = file.word(parts.when, CONDITION_NAMES);
  if (kind === null) return null;
  for (const key of CONDITION_KEYS) {
    const written = parts[key];
    if (written !== undefined && !KEYS_OF[kind].includes(key))
      file.refuse(written, `${key} beside when: ${kind}`, `of these only ${KEYS_OF[kind].join(', ')}`);
  }
  return limitsOf(file, place, kind, parts);
}

function limitsOf(file: OwnFile, place: Node, kind: ConditionName, parts: ConditionParts): Condition | null {
  switch (kind) {
    case 'longest-wait': {
      const aboveMs = timeOf(file, parts.above ?? place, parts.above, { from: 1_000, to: DAY_MS });
      return aboveMs === null ? null : { kind, aboveMs };
    }
    case 'callers-waiting': {
      const above = wholeOf(file, parts.above ?? place, parts.above, { from: 0, to: 100_000 });
      return above === null ? null : { kind, above };
    }
    case 'service-level':
      return serviceLevelOf(file, place, parts);
    case 'nobody-signed-in':
      return { kind };
    case 'unusual-load':
      return unusualLoadOf(file, place, parts);
  }
}

function serviceLevelOf(file: OwnFile, place: Node, parts: ConditionParts): Condition | null {
  const below = shareOf(file, place, parts.below);
  const overMs = timeOf(file, place, parts.over, { from: 5 * MINUTE_MS, to: DAY_MS, usual: 30 * MINUTE_MS });
  const atLeast = wholeOf(file, place, parts['at-least'], { from: 1, to: 100_000, usual: 10 });
  return below === null || overMs === null || atLeast === null
    ? null
    : { kind: 'service-level', below, overMs, atLeast };
}

function unusualLoadOf(file: OwnFile, place: Node, parts: ConditionParts): Condition | null {
  const deviations = numberOf(file, parts.deviations, { from: 1, to: 10, usual: 3 });
  const weeks = wholeOf(file, place, parts.weeks, { from: 3, to: 52, usual: 4 });
  const atLeast = wholeOf(file, place, parts['at-least'], { from: 1, to: 100_000, usual: 10 });
  const numbers = file.list(parts.numbers, (item) => file.text(item));
  return deviations === null || weeks === null || atLeast === null
    ? null
    : { kind: 'unusual-load', deviations, weeks, atLeast, numbers };
}

interface Bounds {
  readonly from: number;
  readonly to: number;
  /** Where nothing is written; none: it must be. */
  readonly usual?: number;
}

/** A time such as `90s`, in milliseconds; null: a fault has been put down. */
export function timeOf(
  file: OwnFile,
  place: Node,
  node: Node | undefined,
  { from, to, usual }: Bounds,
): number | null {
  const right = `a time from ${from / 1000}s to ${to / 3_600_000}h`;
  if (node === undefined) return usual ?? file.refuse(place, 'no above here', `above: ${right}`);
  const ms = readTime(isScalar(node) ? String(node.value) : '');
  return ms !== null && ms >= from && ms <= to ? ms : file.refuse(node, shown(node), right);
}

function wholeOf(file: OwnFile, place: Node, node: Node | undefined, bounds: Bounds): number | null {
  const { from, to, usual } = bounds;
  const right = `a whole number from ${from} to ${to}`;
  if (node === undefined) return usual ?? file.refuse(place, 'no above here', `above: ${right}`);
  const value = isScalar(node) ? node.value : null;
  const isRight = typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
  return isRight ? value : file.refuse(node, shown(node), right);
}

function numberOf(file: OwnFile, node: Node | undefined, { from, to, usual = from }: Bounds): number | null {
  if (node === undefined) return usual;
  const value = isScalar(node) ? node.value : null;
  const isRight = typeof value === 'number' && value >= from && value <= to;
  return isRight ? value : file.refuse(node, shown(node), `a number from ${from} to ${to}`);
}

function shareOf(file: OwnFile, place: Node, node: Node | undefined): number | null {
  const right = 'a share such as 80%';
  if (node === undefined) return file.refuse(place, 'no below here', `below: ${right}`);
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(isScalar(node) ? String(node.value) : '') ?? [];
  const share = percent === undefined ? NaN : Number(percent) / 100;
  return share > 0 && share <= 1 ? share : file.refuse(node, shown(node), right);
}

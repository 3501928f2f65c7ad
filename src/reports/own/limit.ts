import { isScalar, type Node } from 'yaml';
import { indicatorOf } from '../grid.js';
import type { IndicatorName } from '../indicators/all.js';
import { shown, type OwnFile } from './yaml-place.js';

const MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** A limit in the unit of its column: `80%` for a share, `15s` for a time, a number for a count. */
export function readLimit(file: OwnFile, node: Node, column: IndicatorName): number | null {
  const { unit } = indicatorOf(column);
  if (unit === 'instant')
    return file.refuse(node, `a limit for ${column}, which is a moment`, 'a column that is a number');
  const text = isScalar(node) ? String(node.value) : '';
  const right = {
    count: 'a number',
    share: 'a share such as 80%',
    duration: 'a time such as 15s',
    mean: 'a time such as 15s',
    score: 'a number',
  };
  return parsed(text, unit) ?? file.refuse(node, shown(node), right[unit]);
}

/** A time as it is written in files and on the command line: `15s`, `10m`, `1.5h`, `300ms`; null: it is none. */
export function readTime(text: string): number | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  return number === undefined || unit === undefined ? null : Number(number) * (MS[unit] ?? NaN);
}

function parsed(text: string, unit: 'count' | 'share' | 'duration' | 'mean' | 'score'): number | null {
  if (unit === 'duration' || unit === 'mean') return readTime(text);
  const [, number, sign] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  if (number === undefined || (sign === '%') !== (unit === 'share')) return null;
  return unit === 'share' ? Number(number) / 100 : Number(number);
}

import { failed, type Finding, passed, warned } from '../ports/diagnosis.js';
import type { Query } from './examine.js';

const NOTICEABLE_MS = 1_000;
/** A lease of a leader is shorter than a minute. */
const CONFUSING_MS = 30_000;

/** How far the database's clock is from ours: half of the way there and back is taken off. */
export async function examineClock(query: Query, now: () => number): Promise<readonly Finding[]> {
  await query('SELECT 1');
  const asked = now();
  const [row] = await query('SELECT UNIX_TIMESTAMP(NOW(6)) * 1000 AS at');
  const differenceMs = Math.round(Number(row?.['at']) - (asked + now()) / 2);
  const found = `the database's clock is ${Math.abs(differenceMs)} ms ${differenceMs < 0 ? 'behind' : 'before'} ours`;
  const mend = 'let both machines follow the same time server (timedatectl; systemd-timesyncd or chrony)';
  if (Math.abs(differenceMs) > CONFUSING_MS) return failed(found, mend);
  return Math.abs(differenceMs) > NOTICEABLE_MS ? warned(found, mend) : passed(found);
}

import { failed, type Finding, passed, warned } from '../ports/diagnosis.js';
import type { AriHttpClient } from './http-client.js';
import { asObject, parseJson, textIn } from './json.js';

const NOTICEABLE_MS = 1_000;
const CONFUSING_MS = 30_000;

/** How far Asterisk's clock is from ours: half of the way there and back is taken off. */
export async function examineClock(
  http: AriHttpClient,
  timeoutMs: number,
  now: () => number,
): Promise<readonly Finding[]> {
  const asked = now();
  const reply = await http.ask({ name: 'check', method: 'GET', path: '/asterisk/ping', timeoutMs });
  const answered = now();
  const body = reply.kind === 'reply' ? asObject(parseJson(reply.body)) : null;
  const told = Date.parse(
    body === null ? '' : textIn(body, 'timestamp').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'),
  );
  if (Number.isNaN(told))
    return warned('Asterisk tells no time', 'compare by hand: date, and asterisk -rx "core show uptime"');
  const differenceMs = Math.round(told - (asked + answered) / 2);
  const found = `Asterisk's clock is ${Math.abs(differenceMs)} ms ${differenceMs < 0 ? 'behind' : 'before'} ours`;
  const mend = 'let both machines follow the same time server (timedatectl; systemd-timesyncd or chrony)';
  if (Math.abs(differenceMs) > CONFUSING_MS) return failed(found, mend);
  return Math.abs(differenceMs) > NOTICEABLE_MS ? warned(found, mend) : passed(found);
}

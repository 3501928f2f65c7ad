import type { ClaimBook } from '../ports/standby.js';
import { isSuccess } from './failure.js';
import { type AriAccess, AriHttpClient } from './http-client.js';
import { asObject, parseJson, textIn } from './json.js';
import { newMetrics } from './metrics.js';
import { DEFAULT_LIMITS } from './options.js';

/** Shorter than a command's: who does not answer within it is not there. */
const ASK_MS = 1_000;

/**
 * The claim as a global variable of Asterisk, which lives as long as Asterisk's process: `CALLPLANE_LEADER_<application>`.
 * It has connections of its own, so that it is not behind commands that wait.
 */
export function createClaimBook(
  access: AriAccess,
  application: string,
): ClaimBook & { close(): Promise<void> } {
  const http = new AriHttpClient(access, { ...DEFAULT_LIMITS, connections: 2 }, newMetrics());
  const variable = `variable=CALLPLANE_LEADER_${application.replace(/\W/g, '_')}`;
  return {
    async read() {
      const path = `/asterisk/variable?${variable}`;
      const reply = await http.ask({ name: 'claim', method: 'GET', path, timeoutMs: ASK_MS });
      const value = reply.kind === 'reply' && isSuccess(reply) ? asObject(parseJson(reply.body)) : null;
      if (value === null) return { kind: 'silent' };
      const claim = textIn(value, 'value');
      return { kind: 'answered', claim: claim === '' ? null : claim };
    },
    async write(claim) {
      const path = `/asterisk/variable?${variable}&value=${encodeURIComponent(claim)}`;
      const reply = await http.ask({ name: 'claim', method: 'POST', path, timeoutMs: ASK_MS });
      return reply.kind === 'reply' && isSuccess(reply) ? 'written' : 'silent';
    },
    close: () => http.close(),
  };
}

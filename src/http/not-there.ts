import { BeyondReach } from '../ports/access.js';
import { Problem } from './problem.js';
import type { RouteInput } from './route.js';

/**
 * What to throw for something that who asks does not find: only to him who sees everything it is unknown; to everybody
 * else it is beyond his reach, whether it exists or not.
 */
export function notThere(
  { who }: RouteInput,
  code: 'unknown-agent' | 'unknown-queue' | 'unknown-call' | 'unknown-hours' | 'unknown-voicemail',
  what: string,
): Error {
  const seesAll = who.role === 'administrator' || who.role === 'read-only';
  return seesAll ? new Problem(code, `No ${what}.`) : new BeyondReach(`what was asked for (an ${what})`);
}

import type { Phone } from '../core/plan.js';
import type { AriChannel } from './event.js';

/** A caller as its arrival tells it. */
export interface Caller {
  readonly from: string | null;
  readonly fromName: string | null;
  readonly dialled: string;
  /** The agent's phone that has dialled; left out: the call is from outside. */
  readonly phone?: Phone;
}

/** What the dialplan says of an agent's phone that has dialled. */
export const PHONE_ARGUMENT = 'phone';

/** Words that carriers send for a hidden number; an Asterisk that has none to send says its own name. */
const HIDDEN: ReadonlySet<string> = new Set([
  'anonymous',
  'unknown',
  'restricted',
  'unavailable',
  'private',
  'asterisk',
]);

/** The caller on the channel, who reached us through `dialled`; `args`: what the dialplan says of him. */
export function callerOn(channel: AriChannel, dialled: string, args: readonly string[] = []): Caller {
  const [role, , endpoint = ''] = args;
  const phone = role === PHONE_ARGUMENT && endpoint !== '' ? { phone: `PJSIP/${endpoint}` } : {};
  return { from: shown(channel.callerNumber), fromName: shown(channel.callerName), dialled, ...phone };
}

/**
 * The number dialled that the application's arguments carry: `in,<number>` from the trunk, `phone,<number>,<endpoint>`
 * from an agent's phone; without arguments, the extension. null: this is no caller.
 */
export function dialledOf(args: readonly string[], exten: string): string | null {
  const [role, number] = args;
  if (role === 'in' || role === PHONE_ARGUMENT) return number === undefined || number === '' ? exten : number;
  return args.length === 0 && exten !== '' ? exten : null;
}

/** null when empty or one of the words that stand for a hidden number. */
function shown(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' || HIDDEN.has(trimmed.toLowerCase()) ? null : trimmed;
}

import type { CallEvent, CallEventName } from './milestone.js';

/** What of a stage may tell who called, or what he keyed in. */
const PERSONAL_DETAILS: Readonly<Partial<Record<CallEventName, readonly string[]>>> = {
  recognised: ['name'],
  collected: ['value'],
  'variable-set': ['value'],
  'not-said': ['value'],
  // A card or a code, a digit each, where nobody asked for it: during a talk, over an announcement.
  'key-ignored': ['key'],
  'rate-wrong-key': ['key'],
  // Free words of an agent about a caller.
  'transfer-asked': ['reason'],
};

/** The stages that tell something of a person. */
export const PERSONAL_EVENTS = Object.keys(PERSONAL_DETAILS) as CallEventName[];

/** What a stage tells without what is a person's: so it stands in logs, and in the facts when its time is over. */
export function impersonalDetail({
  event,
  detail,
}: Pick<CallEvent, 'event' | 'detail'>): CallEvent['detail'] {
  const personal = PERSONAL_DETAILS[event];
  if (personal === undefined) return detail;
  return Object.fromEntries(Object.entries(detail).filter(([name]) => !personal.includes(name)));
}

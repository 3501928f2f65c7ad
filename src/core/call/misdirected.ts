import type { CallExit, EndedBy, EndPlace } from '../milestone.js';
import { callPlan } from '../ringing/rule.js';
import type { Work } from '../work.js';
import type { Call } from './call.js';

/** The mark of a call that was for nobody here. */
export const MISDIRECTED = 'misdirected';

/**
 * Marks a call that is over whose caller had dialled a wrong number, by all that can be told from here: he hung up before anybody had
 * answered him, within the `short_call` of the plan after Callplane did, with which the greeting begins. Its last moment still counts.
 * Where the plan has none nothing is marked.
 */
export function markMisdirected(work: Work, call: Call, endedBy: EndedBy, endPlace: EndPlace): void {
  const { shortCallMs } = callPlan(work.state, call).company;
  if (shortCallMs === undefined || call.answeredAt === null || call.marks.includes(MISDIRECTED)) return;
  if (endedBy !== 'caller' || work.now - call.answeredAt > shortCallMs) return;
  if (!wasRight(call, endPlace)) call.marks.push(MISDIRECTED);
}

/** The emergency message told him what he wanted to know; at a voicemail box he may be speaking. */
const RIGHT_PLACES: readonly EndPlace[] = ['message', 'voicemail'];
const RIGHT_EXITS: readonly (CallExit | null)[] = ['callback', 'voicemail', 'outside'];

/** Whether he had got something for which he may have called, however soon he was gone. */
function wasRight({ conversations, informationHeard, lastExit }: Call, endPlace: EndPlace): boolean {
  if (conversations > 0 || informationHeard === 1) return true;
  return RIGHT_EXITS.includes(lastExit) || RIGHT_PLACES.includes(endPlace);
}

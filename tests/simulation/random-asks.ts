import type { Request } from '../../src/core/signal.js';
import { kindsOf } from '../support/model/faults.js';

/** How often each is asked beside the others; a new request does not compile before it stands here. */
const ASKED: Readonly<Record<Request['ask'], number>> = {
  'sign-in': 2,
  'sign-out': 1,
  pause: 1,
  resume: 2,
  'end-wrap-up': 1,
  'set-outcome': 10,
  'extend-wrap-up': 1,
  'unlock-pin': 1,
  'pause-recording': 24,
  'resume-recording': 4,
  'move-call': 2,
  'remove-call': 1,
  'set-priority': 2,
  'open-hours': 1,
  'close-hours': 1,
  'follow-hours': 1,
  'start-message': 2,
  'end-message': 1,
  'set-last-agent': 2,
  'forget-last-agent': 1,
  'ask-callback': 2,
  'cancel-callback': 1,
  'call-out': 6,
  'transfer-call': 6,
  consult: 30,
  'complete-transfer': 5,
  'cancel-transfer': 3,
  'hold-call': 3,
  'resume-call': 3,
  'voicemail-heard': 3,
  'voicemail-unheard': 1,
  // What is forgotten is told by nothing: tests/core/voicemail.test.ts has it.
  'forget-voicemail': 0,
  // Nothing of the running line depends on it: tests/core/reviewing.test.ts has it.
  'review-call': 0,
};
/** Each as often as it is asked. */
export const ASKS = kindsOf(ASKED).flatMap((ask) => Array.from({ length: ASKED[ask] }, () => ask));

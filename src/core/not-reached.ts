import type { LegEnd } from './signal.js';

/** Why somebody outside whom we called was not talked with. */
export type NotReached = 'busy' | 'no-answer' | 'refused' | 'failed';

/** Why, as his phone's leg ended. */
export function notReached(end: LegEnd): NotReached {
  switch (end) {
    case 'busy':
    case 'no-answer':
      return end;
    case 'declined':
      return 'refused';
    case 'normal':
    case 'unreachable':
    case 'cancelled':
    case 'failed':
    case 'unknown':
      return 'failed';
  }
}

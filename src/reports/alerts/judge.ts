import type { Instant } from '../../core/signal.js';
import type { NoticeKind, Standing } from '../../ports/alerts.js';
import type { Alert, ConditionName } from './alert.js';
import type { Reading } from './reading.js';

/** What held at the last look and holds now has held in between, when no more time has passed than this. */
const LONGEST_BETWEEN_LOOKS_MS = 60_000;
const CALM: Standing = { state: 'calm' };

/** How it stands now, and what is to be told; null: nothing. */
export interface Verdict {
  readonly standing: Standing;
  readonly tells: NoticeKind | null;
}

/** From how an alert stood and what was seen now to how it stands. Pure. */
export function judge(seen: Standing, reading: Reading, alert: Alert, now: Instant): Verdict {
  switch (reading.kind) {
    case 'unknown':
      return { standing: seen, tells: null };
    case 'off':
      return { standing: CALM, tells: seen.state === 'raised' ? 'cleared' : null };
    case 'holds':
      return seen.state === 'raised'
        ? { standing: stillRaised(seen, reading.figure, alert.condition.kind, now), tells: null }
        : passed(seen, reading.figure, alert, now);
    case 'calm':
      if (seen.state === 'raised' && now - seen.lastHeldAt < alert.clearAfterMs)
        return { standing: seen, tells: null };
      return { standing: CALM, tells: seen.state === 'raised' ? 'cleared' : null };
  }
}

function passed(
  seen: Exclude<Standing, { state: 'raised' }>,
  figure: number,
  { forMs }: Alert,
  now: Instant,
): Verdict {
  const isNew = seen.state === 'calm' || now - seen.lastHeldAt > LONGEST_BETWEEN_LOOKS_MS;
  const since = isNew ? now : seen.since;
  if (now - since < forMs) return { standing: { state: 'pending', since, lastHeldAt: now }, tells: null };
  return {
    standing: { state: 'raised', since, raisedAt: now, lastHeldAt: now, worst: figure },
    tells: 'raised',
  };
}

function stillRaised(
  seen: Extract<Standing, { state: 'raised' }>,
  figure: number,
  condition: ConditionName,
  now: Instant,
): Standing {
  const worst = condition === 'service-level' ? Math.min(seen.worst, figure) : Math.max(seen.worst, figure);
  return { ...seen, worst, lastHeldAt: now };
}

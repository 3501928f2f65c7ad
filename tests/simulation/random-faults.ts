import { kindsOf, SIGNALS } from '../support/model/faults.js';
import { CRASH_LOSSES, RECOVERED_FROM, type Happening, type World } from './day.js';
import type { Dice } from './dice.js';

const LOST_WITH_THE_STREAM = kindsOf(SIGNALS).filter((kind) => SIGNALS[kind].includes('lost-with-stream'));

/** What breaks on a random day, and who loads another plan. */
export function randomFaults(dice: Dice, { plans, lastsMs }: World): Happening[] {
  const happenings: Happening[] = [];
  const often = (share: number, make: (atMs: number) => Happening): void => {
    while (dice.falls(share)) happenings.push(make(dice.between(0, lastsMs)));
  };
  often(0.4, (atMs) => ({ kind: 'thaw', atMs }));
  often(0.5, (atMs) => ({ kind: 'snapshot', atMs }));
  often(plans.length > 1 ? 0.5 : 0, (atMs) => ({
    kind: 'reload',
    atMs,
    plan: dice.between(0, plans.length - 1),
  }));
  often(0.2, (atMs) => ({ kind: 'silence', atMs, forMs: dice.around(5_000), with: null }));
  often(0.05, (atMs) => ({
    kind: 'silence',
    atMs,
    forMs: dice.around(60_000),
    with: dice.pick(LOST_WITH_THE_STREAM),
  }));
  often(0.1, (atMs) => ({
    kind: 'black-hole',
    atMs,
    unseenMs: dice.between(0, 12_000),
    forMs: dice.around(3_000),
  }));
  often(0.1, (atMs) => ({
    kind: 'asterisk-restarts',
    atMs,
    downMs: dice.falls(0.5) ? dice.between(0, 1_000) : dice.around(5_000),
    forMs: dice.around(3_000),
  }));
  often(0.15, (atMs) => ({ kind: 'freeze', atMs, forMs: dice.around(2_000) }));
  often(0.15, (atMs) => ({
    kind: 'recordings',
    atMs,
    folder: dice.pick(['missing', 'full'] as const),
    forMs: dice.around(60_000),
  }));
  often(0.25, (atMs) => ({
    kind: 'crash',
    atMs,
    forMs: dice.around(5_000),
    loses: dice.pick(CRASH_LOSSES),
    from: dice.pick(RECOVERED_FROM),
  }));
  return happenings;
}

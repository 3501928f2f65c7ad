import type { Plan } from '../../src/core/plan.js';
import type { Instant, Request } from '../../src/core/signal.js';
import { type Disobedience, OBEDIENT } from '../support/model/options.js';
import type { Behaviour } from '../support/scenario/scenario.js';
import type { FolderState } from '../support/model/recordings.js';
import { Dice } from './dice.js';
import { NUMBERS, randomPlan, randomStaff, type Staff } from './random-plan.js';

/** A random day as data: the same day runs the same way, with all of its happenings or some. */
export interface Day {
  readonly seed: number;
  readonly startsAt: Instant;
  /** The first is in force from the beginning; reloads bring the others. */
  readonly plans: readonly [Plan, ...Plan[]];
  readonly staff: Staff;
  readonly disobedience: Disobedience;
  readonly commandMs: number;
  readonly happenings: readonly Happening[];
}

/** What people and machines do, independently of what Callplane does. */
export type Happening =
  | {
      readonly kind: 'call';
      readonly atMs: number;
      readonly from: string | null;
      readonly dialled: string;
      /** Hangs up after so long, wherever he is then. */
      readonly patienceMs: number;
      readonly keys: readonly { readonly afterMs: number; readonly key: string }[];
    }
  | { readonly kind: 'ask'; readonly atMs: number; readonly request: Request }
  | {
      readonly kind: 'behaviour';
      readonly atMs: number;
      readonly phone: string;
      readonly behaviour: Behaviour;
    }
  | { readonly kind: 'other-call'; readonly atMs: number; readonly phone: string; readonly forMs: number }
  | { readonly kind: 'agent-hangs-up'; readonly atMs: number; readonly phone: string }
  /** A supervisor pauses or resumes the recording of some call that there is then. */
  | {
      readonly kind: 'ask-recording';
      readonly atMs: number;
      readonly ask: 'pause-recording' | 'resume-recording';
      readonly place: number;
    }
  | {
      readonly kind: 'recordings';
      readonly atMs: number;
      readonly folder: FolderState;
      readonly forMs: number;
    }
  | { readonly kind: 'reload'; readonly atMs: number; readonly plan: number }
  /** The event stream breaks for a while. */
  | { readonly kind: 'silence'; readonly atMs: number; readonly forMs: number }
  | { readonly kind: 'asterisk-restarts'; readonly atMs: number; readonly forMs: number }
  /** Callplane is killed and comes back from its snapshot; commands of its last step may not have gone out. */
  | {
      readonly kind: 'crash';
      readonly atMs: number;
      readonly forMs: number;
      readonly loses: 'nothing' | 'commands';
    }
  /** The state is written and read again, without anybody noticing. */
  | { readonly kind: 'thaw'; readonly atMs: number };

/** A Wednesday; days begin at ten and the office closes at six. */
const WEDNESDAY = Date.parse('2026-03-04T10:00:00Z');
const OFFICE_IS_CLOSED = Date.parse('2026-03-04T17:57:00Z');

/** The day of this seed with so many calls. */
export function makeDay(seed: number, calls: number): Day {
  const dice = new Dice(seed);
  const staff = randomStaff(dice);
  const plans = Array.from({ length: dice.between(1, 4) }, (_, index) =>
    randomPlan(dice, staff, `plan-${index}`),
  );
  const lastsMs = Math.round((calls * dice.between(15_000, 60_000)) / staff.agents.length);
  return {
    seed,
    startsAt: dice.falls(0.1) ? OFFICE_IS_CLOSED : WEDNESDAY,
    plans: plans as [Plan, ...Plan[]],
    staff,
    disobedience: randomDisobedience(dice),
    commandMs: dice.between(1, 20),
    happenings: [
      ...beginning(dice, staff),
      ...callers(dice, calls, lastsMs),
      ...agents(dice, staff, calls, lastsMs),
      ...faults(dice, plans.length, lastsMs),
    ],
  };
}

function randomDisobedience(dice: Dice): Disobedience {
  if (dice.falls(0.3)) return OBEDIENT;
  const seldom = (): number => (dice.falls(0.5) ? 0.02 : 0);
  return {
    lateMs: dice.pick([0, 5, 80, 700]),
    twice: dice.pick([0, 0.1, 0.5]),
    missing: dice.falls(0.6)
      ? {}
      : {
          'leg-answered': seldom(),
          'leg-ended': seldom(),
          'leg-joined': seldom(),
          'playback-started': seldom(),
          'playback-ended': seldom(),
          'recording-started': seldom(),
          'recording-ended': seldom(),
          'phone-changed': seldom(),
          'key-pressed': seldom(),
          'command-failed': seldom(),
        },
    refused: dice.pick([0, 0, 0.02]),
    unanswered: dice.pick([0, 0, 0.02]),
  };
}

function beginning(dice: Dice, staff: Staff): Happening[] {
  return staff.agents.flatMap((agent): Happening[] => [
    { kind: 'behaviour', atMs: 0, phone: staff.phones[agent] ?? '', behaviour: randomBehaviour(dice) },
    ...(dice.falls(0.85) ? [{ kind: 'ask', atMs: 0, request: { ask: 'sign-in', agent } } as const] : []),
  ]);
}

function randomBehaviour(dice: Dice): Behaviour {
  const kind = dice.between(1, 20);
  if (kind <= 15) {
    const afterMs = dice.falls(0.1) ? 0 : dice.around(4_000);
    return { kind: 'answers', afterMs, hangsUpAfterMs: dice.falls(0.5) ? dice.around(30_000) : null };
  }
  if (kind === 16) return { kind: 'declines', afterMs: dice.around(2_000) };
  if (kind === 17) return { kind: 'is-busy' };
  return kind === 18 ? { kind: 'is-not-registered' } : { kind: 'never-answers' };
}

function callers(dice: Dice, calls: number, lastsMs: number): Happening[] {
  const burstAt = dice.between(0, lastsMs);
  return Array.from({ length: calls }, () => ({
    kind: 'call',
    atMs: dice.falls(0.15) ? burstAt + dice.between(0, 50) : dice.between(0, lastsMs),
    from: dice.falls(0.1) ? null : `359${dice.between(1000, 9999)}`,
    dialled: dice.falls(0.02) ? '999' : dice.pick(NUMBERS),
    patienceMs: dice.falls(0.05) ? dice.between(0, 30) : dice.around(60_000),
    keys: Array.from({ length: dice.between(0, 3) }, () => ({
      afterMs: dice.around(4_000),
      key: dice.pick(['1', '1', '2', '2', '3', '9', '#', '7']),
    })),
  }));
}

function agents(dice: Dice, staff: Staff, calls: number, lastsMs: number): Happening[] {
  return Array.from({ length: calls }, (): Happening => {
    const atMs = dice.between(0, lastsMs);
    const agent = dice.pick(staff.agents);
    const phone = staff.phones[agent] ?? '';
    const what = dice.between(1, 12);
    if (what > 10) return { kind: 'ask-recording', atMs, ...randomRecordingAsk(dice) };
    if (what <= 4) return { kind: 'ask', atMs, request: randomRequest(dice, agent) };
    if (what <= 6) return { kind: 'agent-hangs-up', atMs, phone };
    if (what <= 7) return { kind: 'other-call', atMs, phone, forMs: dice.around(20_000) };
    return { kind: 'behaviour', atMs, phone, behaviour: randomBehaviour(dice) };
  });
}

function randomRecordingAsk(dice: Dice) {
  return { ask: dice.pick(['pause-recording', 'resume-recording'] as const), place: dice.between(0, 20) };
}

function randomRequest(dice: Dice, agent: string): Request {
  const ask = dice.pick([
    'sign-in',
    'sign-in',
    'sign-out',
    'pause',
    'resume',
    'resume',
    'end-wrap-up',
    'extend-wrap-up',
  ] as const);
  if (ask === 'pause') return { ask, agent, reason: dice.pick(['lunch', 'training']) };
  return ask === 'extend-wrap-up' ? { ask, agent, byMs: dice.between(1, 20) * 1000 } : { ask, agent };
}

function faults(dice: Dice, plans: number, lastsMs: number): Happening[] {
  const happenings: Happening[] = [];
  const often = (share: number, make: (atMs: number) => Happening): void => {
    while (dice.falls(share)) happenings.push(make(dice.between(0, lastsMs)));
  };
  often(0.4, (atMs) => ({ kind: 'thaw', atMs }));
  often(plans > 1 ? 0.5 : 0, (atMs) => ({ kind: 'reload', atMs, plan: dice.between(0, plans - 1) }));
  often(0.2, (atMs) => ({ kind: 'silence', atMs, forMs: dice.around(5_000) }));
  often(0.1, (atMs) => ({ kind: 'asterisk-restarts', atMs, forMs: dice.around(3_000) }));
  often(0.15, (atMs) => ({
    kind: 'recordings',
    atMs,
    folder: dice.pick(['missing', 'full'] as const),
    forMs: dice.around(60_000),
  }));
  often(0.2, (atMs) => ({
    kind: 'crash',
    atMs,
    forMs: dice.around(5_000),
    loses: dice.falls(0.5) ? 'nothing' : 'commands',
  }));
  return happenings;
}

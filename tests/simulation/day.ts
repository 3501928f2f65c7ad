import type { Plan } from '../../src/core/plan.js';
import type {
  AgentRequest,
  CallbackRequest,
  CallRequest,
  Instant,
  RecordingRequest,
  Request,
  ShedAnswer,
  Signal,
  VoicemailRequest,
} from '../../src/core/signal.js';
import { kindsOf, SIGNALS } from '../support/model/faults.js';
import { type Disobedience, OBEDIENT } from '../support/model/options.js';
import type { Behaviour } from '../support/scenario/scenario.js';
import type { FolderState } from '../support/model/recordings.js';
import { Dice } from './dice.js';
import { randomFailing } from './random-failing.js';
import { randomFaults } from './random-faults.js';
import { ASKS } from './random-asks.js';
import { DIAL } from './random-callbacks.js';
import { randomCode, randomDial } from './random-outgoing.js';
import { handOvers, type HandOverHappening, isHandOver } from './random-hand-overs.js';
import { type TransferKeyHappening, transferKeys } from './random-transfer-keys.js';
import { PARTNER_NUMBER } from './random-partners.js';
import { isSwitch, switchRequest } from './random-switches.js';
import { CLIENTS, NUMBERS, QUEUES, randomPlan, randomStaff, type Staff } from './random-plan.js';

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
  /** From so many open calls on the next one is turned away; null: never. */
  readonly shedding: { readonly openCalls: number; readonly answer: ShedAnswer } | null;
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
  /** Somebody dials at a phone of ours, and hangs up after so long, whatever has come of it. */
  | {
      readonly kind: 'dial';
      readonly atMs: number;
      readonly phone: string;
      readonly dialled: string;
      readonly keys: readonly { readonly afterMs: number; readonly key: string }[];
      readonly patienceMs: number;
    }
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
      readonly ask: RecordingRequest['ask'];
      readonly place: number;
    }
  /** A supervisor does something with some caller who waits then, or with another one. */
  | {
      readonly kind: 'steer';
      readonly atMs: number;
      readonly ask: CallRequest['ask'];
      readonly place: number;
      readonly queue: string;
      readonly priority: number;
    }
  | HandOverHappening
  | TransferKeyHappening
  /** Somebody has heard some message that there is then, or has not after all. */
  | {
      readonly kind: 'mark-voicemail';
      readonly atMs: number;
      readonly ask: VoicemailRequest['ask'];
      readonly place: number;
    }
  /** Somebody cancels some callback that there is then. */
  | { readonly kind: 'cancel-callback'; readonly atMs: number; readonly place: number }
  | {
      readonly kind: 'recordings';
      readonly atMs: number;
      readonly folder: FolderState;
      readonly forMs: number;
    }
  /** Whoever talks at the phone presses a star, and this key behind it. */
  | { readonly kind: 'agent-presses'; readonly atMs: number; readonly phone: string; readonly key: string }
  | { readonly kind: 'reload'; readonly atMs: number; readonly plan: number }
  /** The event stream breaks for a while. */
  | {
      readonly kind: 'silence';
      readonly atMs: number;
      readonly forMs: number;
      /** Not before such a signal is on its way; null: at once. */
      readonly with: Signal['kind'] | null;
    }
  /** The event stream becomes a black hole; only after a while is that noticed. */
  | { readonly kind: 'black-hole'; readonly atMs: number; readonly unseenMs: number; readonly forMs: number }
  | {
      readonly kind: 'asterisk-restarts';
      readonly atMs: number;
      readonly downMs: number;
      readonly forMs: number;
    }
  /** Callplane stands still: nothing is heard and no deadline fires, then everything at once. */
  | { readonly kind: 'freeze'; readonly atMs: number; readonly forMs: number }
  | ({ readonly kind: 'crash'; readonly atMs: number; readonly forMs: number } & Crash)
  /** The state is written beside the journal, so that the next start is quick. */
  | { readonly kind: 'snapshot'; readonly atMs: number }
  /** The state is written and read again, without anybody noticing. */
  | { readonly kind: 'thaw'; readonly atMs: number };

/** Callplane is killed, and comes back from a snapshot and the journal behind it. */
export interface Crash {
  readonly loses: CrashLoss;
  readonly from: RecoveredFrom;
}

/**
 * What the death takes with it. `commands`: those of the last step; `half-of-commands`: of those; `torn-record`: the last
 * step as a whole, before anything of it went out; `records`: a power cut, the last steps although their commands went out.
 */
export const CRASH_LOSSES = ['nothing', 'commands', 'half-of-commands', 'torn-record', 'records'] as const;
export type CrashLoss = (typeof CRASH_LOSSES)[number];

/** Which snapshot is found again. */
export const RECOVERED_FROM = ['newest', 'older', 'beginning'] as const;
export type RecoveredFrom = (typeof RECOVERED_FROM)[number];

/** A Wednesday; days begin at ten and the office closes at six. */
const WEDNESDAY = Date.parse('2026-03-04T10:00:00Z');
const OFFICE_IS_CLOSED = Date.parse('2026-03-04T17:57:00Z');
const NEW_YEAR = Date.parse('2026-01-01T00:00:00Z');
const YEAR_MS = 365 * 86_400_000;
const HALF_HOUR_MS = 1_800_000;

/** Where a day takes place. */
export interface World {
  readonly staff: Staff;
  readonly plans: readonly [Plan, ...Plan[]];
  readonly numbers: readonly string[];
  /** Numbers that may be known, in E.164. */
  readonly clients: readonly string[];
  readonly calls: number;
  readonly lastsMs: number;
}

/** The day of this seed with so many calls. */
export function makeDay(seed: number, calls: number): Day {
  const dice = new Dice(seed);
  const staff = randomStaff(dice);
  const plans = Array.from({ length: dice.between(1, 4) }, (_, index) =>
    randomPlan(dice, staff, `plan-${index}`),
  );
  const lastsMs = Math.round((calls * dice.between(15_000, 60_000)) / staff.agents.length);
  const startsAt = dice.falls(0.1) ? OFFICE_IS_CLOSED : WEDNESDAY;
  const numbers = NUMBERS;
  const clients = CLIENTS;
  const world = { staff, plans: plans as [Plan, ...Plan[]], numbers, clients, calls, lastsMs };
  return dayIn(dice, world, seed, startsAt);
}

/** Half an hour of any year's day under a plan that comes from elsewhere, with its own agents and numbers. */
export function halfHourUnder(plan: Plan, seed: number): Day {
  const dice = new Dice(seed);
  const agents = Object.values(plan.agents);
  const staff = {
    agents: agents.map(({ id }) => id),
    phones: Object.fromEntries(agents.map(({ id, phone }) => [id, phone ?? ''])),
  };
  const numbers = Object.values(plan.numbers).map(({ number }) => number);
  const clients = Object.keys(plan.callers ?? {}).slice(0, 20);
  const calls = dice.between(4, 16);
  const world: World = { staff, plans: [plan], numbers, clients, calls, lastsMs: HALF_HOUR_MS };
  return dayIn(dice, world, seed, NEW_YEAR + dice.between(0, YEAR_MS));
}

function dayIn(dice: Dice, world: World, seed: number, startsAt: Instant): Day {
  const { staff, plans } = world;
  return {
    seed,
    startsAt,
    plans,
    staff,
    disobedience: randomDisobedience(dice),
    commandMs: dice.between(1, 20),
    happenings: [
      ...beginning(dice, staff),
      ...callers(dice, world),
      ...agents(dice, world),
      ...randomFaults(dice, world),
    ],
    shedding: dice.falls(0.15)
      ? { openCalls: dice.between(1, 6), answer: dice.pick(['busy', 'emergency'] as const) }
      : null,
  };
}

function randomDisobedience(dice: Dice): Disobedience {
  if (dice.falls(0.2)) return OBEDIENT;
  return {
    lateMs: dice.pick([0, 5, 80, 700]),
    twice: dice.pick([0, 0.1, 0.5]),
    missing: dice.falls(0.6) ? {} : randomMissing(dice),
    failing: dice.falls(0.5) ? {} : randomFailing(dice),
  };
}

function randomMissing(dice: Dice): Disobedience['missing'] {
  const lossy = kindsOf(SIGNALS).filter((kind) => SIGNALS[kind].includes('lost') && dice.falls(0.5));
  return Object.fromEntries(lossy.map((kind) => [kind, 0.02]));
}

function beginning(dice: Dice, staff: Staff): Happening[] {
  const clients = [...CLIENTS, PARTNER_NUMBER].map((number): Happening => ({
    kind: 'behaviour',
    atMs: 0,
    phone: DIAL.replace('{number}', number),
    behaviour: clientBehaviour(dice),
  }));
  const agents = staff.agents.flatMap((agent): Happening[] => [
    { kind: 'behaviour', atMs: 0, phone: staff.phones[agent] ?? '', behaviour: randomBehaviour(dice) },
    ...(dice.falls(0.85) ? [{ kind: 'ask', atMs: 0, request: { ask: 'sign-in', agent } } as const] : []),
  ]);
  return [...clients, ...agents];
}

/** Of two who talk somebody must hang up: whoever is called back does. */
function clientBehaviour(dice: Dice): Behaviour {
  const behaviour = randomBehaviour(dice);
  return behaviour.kind === 'answers' ? { ...behaviour, hangsUpAfterMs: dice.around(30_000) } : behaviour;
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

function callers(dice: Dice, { calls, lastsMs, numbers, clients }: World): Happening[] {
  const burstAt = dice.between(0, lastsMs);
  return Array.from({ length: calls }, () => ({
    kind: 'call',
    atMs: dice.falls(0.15) ? burstAt + dice.between(0, 50) : dice.between(0, lastsMs),
    from: caller(dice, clients),
    dialled: dice.falls(0.02) ? '999' : dice.pick(numbers),
    patienceMs: dice.falls(0.05) ? dice.between(0, 30) : dice.around(60_000),
    keys: Array.from({ length: dice.between(0, 3) }, () => ({
      afterMs: dice.around(4_000),
      key: dice.pick(['1', '1', '2', '2', '3', '8', '9', '#', '7']),
    })),
  }));
}

/** Hidden, known, one of a few who call again, or unknown. */
function caller(dice: Dice, clients: readonly string[]): string | null {
  if (dice.falls(0.1)) return null;
  if (clients.length > 0 && dice.falls(0.4)) return dice.pick(clients);
  return `359${dice.falls(0.4) ? dice.between(1, 6) : dice.between(1000, 9999)}`;
}

function agents(dice: Dice, { staff, calls, lastsMs }: World): Happening[] {
  if (staff.agents.length === 0) return [];
  return Array.from({ length: calls }, (): Happening | readonly Happening[] => {
    const atMs = dice.between(0, lastsMs);
    const agent = dice.pick(staff.agents);
    const client = DIAL.replace('{number}', dice.pick([...CLIENTS, PARTNER_NUMBER]));
    const isClient = dice.falls(0.15);
    const phone = isClient ? client : (staff.phones[agent] ?? '');
    const what = dice.between(1, 22);
    if (what > 18) return transferKeys(dice, atMs);
    if (what > 16) return randomCode(dice, { agent, phone: staff.phones[agent] ?? '' }, atMs);
    if (what > 14) return randomDial(dice, staff.phones[agent] ?? '', atMs);
    if (what > 12)
      return { kind: 'agent-presses', atMs, phone, key: dice.pick(['1', '2', '3', '*', '#', '#']) };
    if (what > 6) return randomAsk(dice, agent, atMs);
    if (what <= 2) return { kind: 'agent-hangs-up', atMs, phone };
    if (what <= 3) return { kind: 'other-call', atMs, phone, forMs: dice.around(20_000) };
    const behaviour = isClient ? clientBehaviour(dice) : randomBehaviour(dice);
    return { kind: 'behaviour', atMs, phone, behaviour };
  }).flat();
}

/** Of agents and of recordings. Now and then two cross: from the agent's two screens, or from him and his supervisor. */
function randomAsk(dice: Dice, agent: string, atMs: number): readonly Happening[] {
  const times = dice.falls(0.15) ? [atMs, atMs + dice.between(0, 3)] : [atMs];
  return times.flatMap((at) => {
    const ask = dice.pick(ASKS);
    if (ask === 'pause-recording' || ask === 'resume-recording') return recordingAsks(dice, ask, at);
    if (ask === 'forget-last-agent')
      return { kind: 'ask', atMs: at, request: { ask, caller: dice.pick(CLIENTS) } };
    if (ask === 'set-last-agent')
      return { kind: 'ask', atMs: at, request: { ask, caller: dice.pick(CLIENTS), agent } };
    if (isSteering(ask)) return steering(dice, ask, at);
    if (ask === 'ask-callback' || ask === 'cancel-callback') return callbackAsk(dice, ask, at);
    if (isHandOver(ask)) return handOvers(dice, ask, at);
    if (ask === 'voicemail-heard' || ask === 'voicemail-unheard' || ask === 'forget-voicemail')
      return { kind: 'mark-voicemail', atMs: at, ask, place: dice.between(0, 5) };
    if (ask === 'review-call')
      return { kind: 'ask', atMs: at, request: { ask, call: 'any', agent, score: 7, conclusion: null } };
    if (isSwitch(ask)) return { kind: 'ask', atMs: at, request: switchRequest(dice, ask) };
    if (ask === 'call-out')
      return { kind: 'ask', atMs: at, request: { ask, agent, number: dice.pick(CLIENTS) } };
    return { kind: 'ask', atMs: at, request: agentRequest(dice, ask, agent) };
  });
}

/** To numbers that call as well; now and then abroad, by a queue that is not there, or later. */
function callbackAsk(dice: Dice, ask: CallbackRequest['ask'], atMs: number): Happening {
  const number = dice.pick([...CLIENTS, ...CLIENTS, '+442079460000']);
  if (ask === 'cancel-callback') return { kind: 'cancel-callback', atMs, place: dice.between(0, 5) };
  const queue = dice.pick([...QUEUES, ...QUEUES, 'none']);
  const notBefore = dice.falls(0.3) ? WEDNESDAY + dice.around(600_000) : null;
  return { kind: 'ask', atMs, request: { ask, number, queue, name: null, notBefore } };
}

/** After a pause the recording is mostly gone on with. */
function recordingAsks(dice: Dice, ask: RecordingRequest['ask'], atMs: number): readonly Happening[] {
  const one = { kind: 'ask-recording', atMs, ask, place: dice.between(0, 20) } as const;
  if (ask === 'resume-recording' || dice.falls(0.2)) return [one];
  return [one, { ...one, ask: 'resume-recording', atMs: atMs + dice.around(5_000) }];
}

function isSteering(ask: Request['ask']): ask is CallRequest['ask'] {
  return ask === 'move-call' || ask === 'remove-call' || ask === 'set-priority';
}

function steering(dice: Dice, ask: CallRequest['ask'], atMs: number): Happening {
  const queue = dice.pick([...QUEUES, 'none']);
  return { kind: 'steer', atMs, ask, place: dice.between(0, 20), queue, priority: dice.between(-10, 10) };
}

function agentRequest(dice: Dice, ask: AgentRequest['ask'], agent: string): Request {
  if (ask === 'pause') {
    const forMs = dice.falls(0.3) ? { forMs: dice.around(20_000) } : {};
    return { ask, agent, reason: dice.pick(['lunch', 'training']), ...forMs };
  }
  if (ask === 'sign-in' && dice.falls(0.2)) return { ask, agent, phone: `PJSIP/${dice.between(1, 7)}` };
  if (ask === 'set-outcome') return { ask, agent, outcome: dice.pick(['sale', 'sale', 'other', 'none']) };
  return ask === 'extend-wrap-up' ? { ask, agent, byMs: dice.between(1, 20) * 1000 } : { ask, agent };
}

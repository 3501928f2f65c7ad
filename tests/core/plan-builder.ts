import type { RateStep } from '../../src/core/afterwards.js';
import type { Skills } from '../../src/core/needs.js';
import {
  type Calendar,
  type Counting,
  type DialPolicy,
  dialledKey,
  type KnownCaller,
  type OfferPolicy,
  type PhonesRule,
  type Plan,
  type PlannedAgent,
  type PlannedNumber,
  type PlannedQueue,
  type RingStep,
  type Step,
} from '../../src/core/plan.js';
import type { TransferRule } from '../../src/core/transfer/rule.js';

export const NO_CONSEQUENCE: OfferPolicy = { restMs: 0, pauseAfterMissed: null };
export const WHOLE_DAY: Counting = {
  window: { kind: 'day' },
  newcomers: 'first',
  talk: 'mean',
  calls: 'all-queues',
};
/** A known caller of whom nothing is known but the number. */
const STRANGER: KnownCaller = {
  name: null,
  group: null,
  tags: [],
  priority: 0,
  greeting: null,
  manager: null,
  backups: [],
  blocked: false,
};
/** Opens at nine, closes at six, on weekdays. */
const OFFICE_DAY = [{ from: 9 * 60, to: 18 * 60 }];
export const OFFICE: Calendar = {
  timezone: 'UTC',
  week: [OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, [], []],
  closed: [],
  open: {},
};

/** A queue that does nothing of itself: no wrap-up, no announcements, no limits. */
export function queue(
  id: string,
  agents: readonly string[],
  changes: Partial<PlannedQueue> = {},
): PlannedQueue {
  return {
    id,
    agents,
    strategy: 'sequential',
    counting: WHOLE_DAY,
    offerMs: 15_000,
    answer: 'at-entry',
    hear: 'music',
    offers: {
      'no-answer': NO_CONSEQUENCE,
      declined: NO_CONSEQUENCE,
      busy: NO_CONSEQUENCE,
      unreachable: NO_CONSEQUENCE,
    },
    wrapUp: { timeMs: 0, extendToMs: 0 },
    serviceLevel: { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 },
    waiting: { music: 'default', position: null, messages: [] },
    limits: { waitMs: null, callers: null },
    exits: { wait: null, full: null, nobody: 'hangup' },
    nobodyGraceMs: 10_000,
    record: null,
    ...changes,
  };
}

/** A ring step that rings its agents once, for 15 s each. */
export function ring(id: string, agents: readonly string[], changes: Partial<RingStep> = {}): RingStep {
  return {
    do: 'ring',
    id,
    agents,
    strategy: 'sequential',
    counting: WHOLE_DAY,
    offerMs: 15_000,
    limitMs: null,
    hear: null,
    wrapUp: { timeMs: 0, extendToMs: 0 },
    mark: null,
    ...changes,
  };
}

/** A rating from 1 to 5, asked for twice at most. */
export function rate(id: string, changes: Partial<RateStep> = {}): RateStep {
  const scale = { lowest: 1, highest: 5 };
  return { do: 'rate', id, prompt: 'rate', as: 'rating', ...scale, timeoutMs: 3_000, tries: 2, ...changes };
}

export interface PlanParts {
  readonly version?: string;
  readonly timezone?: string;
  readonly language?: 'en' | 'ru';
  readonly hours?: string;
  readonly shortCallMs?: number;
  readonly agents: readonly string[];
  /** Phones that differ from `PJSIP/<agent>`. */
  readonly phones?: Readonly<Record<string, string | null>>;
  /** By which agents sign in at phones. */
  readonly agentNumbers?: Readonly<Record<string, string>>;
  /** Whose conversations are recorded, or must not be. */
  readonly recorded?: Readonly<Record<string, boolean>>;
  readonly skills?: Readonly<Record<string, Skills>>;
  readonly queues?: readonly PlannedQueue[];
  readonly prompts?: readonly string[];
  readonly calendars?: Readonly<Record<string, Calendar>>;
  /** Blocks beside `hangup`, which is always there. */
  readonly blocks?: Readonly<Record<string, readonly Step[]>>;
  readonly flows?: Readonly<Record<string, string>>;
  /** Number → block. Without it `100` leads to the first queue. */
  readonly numbers?: Readonly<Record<string, string | NumberParts>>;
  /** Number in E.164 → who calls from it. */
  readonly callers?: Readonly<Record<string, Partial<KnownCaller>>>;
  readonly rememberAgentMs?: number | null;
  readonly dialPolicy?: DialPolicy;
  readonly atPhones?: PhonesRule;
  readonly transfers?: TransferRule;
  readonly voicemail?: Plan['voicemail'];
  readonly partners?: Plan['partners'];
}

interface NumberParts extends Omit<PlannedNumber, 'number' | 'record'> {
  readonly record?: boolean;
}

/** A plan of the parts that matter to a test. */
export function plan(parts: PlanParts): Plan {
  const [firstQueue] = parts.queues ?? [];
  const entry: Record<string, readonly Step[]> =
    firstQueue === undefined ? {} : { entry: [{ do: 'queue', queue: firstQueue.id }] };
  return {
    version: parts.version ?? 'plan-1',
    company: {
      name: 'Test',
      timezone: parts.timezone ?? 'UTC',
      language: parts.language ?? 'en',
      country: null,
      hours: parts.hours ?? null,
      ...(parts.shortCallMs === undefined ? {} : { shortCallMs: parts.shortCallMs }),
    },
    calendars: parts.calendars ?? {},
    prompts: Object.fromEntries(
      (parts.prompts ?? []).map((name) => [
        name,
        { media: { en: `sound:callplane/${name}`, ru: `sound:callplane/${name}` }, emergency: true },
      ]),
    ),
    agents: Object.fromEntries(parts.agents.map((id, order) => [id, agent(id, order, parts)])),
    queues: Object.fromEntries((parts.queues ?? []).map((one) => [one.id, one])),
    blocks: { hangup: [{ do: 'hangup' }], ...entry, ...parts.blocks },
    flows: parts.flows ?? {},
    numbers: numbers(parts.numbers ?? { '100': 'entry' }),
    rememberAgentMs: parts.rememberAgentMs ?? null,
    ...(parts.transfers === undefined ? {} : { transfers: parts.transfers }),
    ...(parts.dialPolicy === undefined ? {} : { dialPolicy: parts.dialPolicy }),
    ...(parts.atPhones === undefined ? {} : { phones: parts.atPhones }),
    ...(parts.voicemail === undefined ? {} : { voicemail: parts.voicemail }),
    ...(parts.partners === undefined ? {} : { partners: parts.partners }),
    callers: Object.fromEntries(
      Object.entries(parts.callers ?? {}).map(([number, caller]) => [number, { ...STRANGER, ...caller }]),
    ),
  };
}

function agent(
  id: string,
  order: number,
  { phones, recorded, skills, agentNumbers }: PlanParts,
): PlannedAgent {
  const record = recorded?.[id] ?? null;
  const skilled = skills?.[id] === undefined ? {} : { skills: skills[id] };
  const number = agentNumbers?.[id];
  const numbered = number === undefined ? {} : { number };
  const phone = phones?.[id] === undefined ? `PJSIP/${id}` : phones[id];
  return { id, name: id, phone, teams: [], order, record, ...numbered, ...skilled };
}

function numbers(parts: NonNullable<PlanParts['numbers']>): Plan['numbers'] {
  return Object.fromEntries(
    Object.entries(parts).map(([number, leadsTo]) => [
      dialledKey(number),
      typeof leadsTo === 'string'
        ? { number, block: leadsTo, tags: [], hours: null, record: null }
        : { number, record: null, ...leadsTo },
    ]),
  );
}

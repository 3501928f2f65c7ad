/**
 * A plan is a loaded routing file: checked, resolved and immutable. Names have become ids,
 * durations milliseconds, nested steps blocks. Rates are fractions (0.8 for 80 %).
 */

import type { OutcomeRule, RateStep } from './afterwards.js';
import type { CallbackRule, CallbackStep, DialPolicy } from './callback/rule.js';
import type { AtOnce, ConfirmRule, OfferPolicies, WhisperRule } from './ringing/offer-rule.js';
import type { Condition } from './condition.js';
import type { KnownCaller } from './known-caller.js';
import type { Requirement, Skills } from './needs.js';
import type { PhonesRule } from './outgoing/outgoing.js';
import type { OverflowRule, PartnerId, PlannedPartner } from './partner/partner.js';
import type { SayStep, SpeakStep } from './say-step.js';
import type { TransferRule } from './transfer/rule.js';
import type { DialStep } from './outside/rule.js';
import type { VoicemailRule, VoicemailStep } from './voicemail/voicemail.js';
import type { LookupStep, NotifyStep } from './web-request.js';

export type { CallbackRule, CallbackStep, DialPolicy } from './callback/rule.js';
export type {
  AtOnce,
  ConfirmRule,
  MissedResult,
  OfferPolicies,
  OfferPolicy,
  WhisperRule,
} from './ringing/offer-rule.js';
export type { PhonesRule } from './outgoing/outgoing.js';
export {
  SAYINGS,
  type Saying,
  type SayStep,
  type SpeakStep,
  type SpokenText,
  type UnitWords,
} from './say-step.js';
export type { KnownCaller } from './known-caller.js';
export type { DialStep };
export type { VoicemailRule, VoicemailStep } from './voicemail/voicemail.js';
export type { LookupStep, NotifyStep } from './web-request.js';

export type AgentId = string;
export type QueueId = string;
/** Id of a list of steps: its path in the routing file, for instance `flows.main` or `flows.main[1].keys.2`. */
export type BlockId = string;
/** What Asterisk rings, for instance `PJSIP/101`. */
export type Phone = string;
export type Language = 'en' | 'ru';

export interface Plan {
  /** Hash of the sources; the same text gives the same version. */
  readonly version: string;
  readonly company: Company;
  readonly calendars: Readonly<Record<string, Calendar>>;
  readonly prompts: Readonly<Record<string, Prompt>>;
  readonly agents: Readonly<Record<AgentId, PlannedAgent>>;
  readonly queues: Readonly<Record<QueueId, PlannedQueue>>;
  readonly blocks: Readonly<Record<BlockId, readonly Step[]>>;
  /** Flow name → the block it begins with. */
  readonly flows: Readonly<Record<string, BlockId>>;
  /** Number dialled, digits only → what answers there. See `dialledKey`. */
  readonly numbers: Readonly<Record<string, PlannedNumber>>;
  /** The directory: number in E.164, for instance `+359888123456` → who calls from it. Missing in plans of earlier versions. */
  readonly callers?: Readonly<Record<string, KnownCaller>>;
  /** How long it is remembered whom a caller last talked with; null, or missing in plans of earlier versions: not at all. */
  readonly rememberAgentMs?: number | null;
  /** Which numbers may be called, and how; left out: none. */
  readonly dialPolicy?: DialPolicy;
  /** What agents may do at their phones; left out: answer them. */
  readonly phones?: PhonesRule;
  /** How callers are handed over; left out: they are not. */
  readonly transfers?: TransferRule;
  /** Centres outside that take callers of queues, by name; left out: there are none. */
  readonly partners?: Readonly<Record<PartnerId, PlannedPartner>>;
  /** Where callers leave messages, by name; left out: nowhere. */
  readonly voicemail?: Readonly<Record<string, VoicemailRule>>;
}

export interface Company {
  readonly name: string;
  /** IANA name, for instance `Europe/Sofia`. */
  readonly timezone: string;
  readonly language: Language;
  /** Whose numbers are written without a country code: ISO 3166, two letters; null: none said. */
  readonly country: string | null;
  /** For reports: how numbers begin, as `+7495` → where they are from; the longest counts. Left out: reports know countries only. */
  readonly regions?: Readonly<Record<string, string>>;
  /** Calendar that says "in hours" where a number names none; null: always in hours. */
  readonly hours: string | null;
  /** Who hangs up so soon after the greeting has dialled a wrong number; left out: nobody is taken for one who has. */
  readonly shortCallMs?: number;
}

/** Minutes since local midnight, from inclusive, to exclusive; `to` may exceed 1440 (over midnight). */
export interface OpenSpan {
  readonly from: number;
  readonly to: number;
}

export interface Calendar {
  readonly timezone: string;
  /** Index 0 is Monday. Seven entries. */
  readonly week: readonly (readonly OpenSpan[])[];
  /** Dates that are closed: `MM-DD` every year or `YYYY-MM-DD` once (ranges are expanded). */
  readonly closed: readonly string[];
  /** Dates that open otherwise than their weekday: `MM-DD` or `YYYY-MM-DD`. */
  readonly open: Readonly<Record<string, readonly OpenSpan[]>>;
}

/** Media by language, for instance `{ en: "sound:callplane/welcome" }`. */
export interface Prompt {
  readonly media: Readonly<Partial<Record<Language, string>>>;
  /** A supervisor may let every new caller hear it first; missing in plans of earlier versions. */
  readonly emergency?: boolean;
}

export interface PlannedAgent {
  readonly id: AgentId;
  readonly name: string;
  /** null: he signs in at whatever phone he is. */
  readonly phone: Phone | null;
  /** By which he signs in at a phone; left out: he does not. */
  readonly number?: string;
  readonly teams: readonly string[];
  /** Place in the file, from 0: the last tie-breaker of every strategy. */
  readonly order: number;
  readonly record: RecordRule;
  /** Left out: none. */
  readonly skills?: Skills;
  /** Whoever answers at his phone takes the call by key; left out: by answering. */
  readonly confirm?: ConfirmRule;
}

/** Whether conversations are recorded: yes, never (whatever others say), or null: others say. */
export type RecordRule = boolean | null;

export const STRATEGIES = [
  'parallel',
  'sequential',
  'random',
  'least-calls',
  'least-talk',
  'rotating',
  'longest-idle',
] as const;
export type StrategyName = (typeof STRATEGIES)[number];

/** Which conversations `least-calls` and `least-talk` count (metrics.md, Strategies). */
export interface Counting {
  readonly window: CountingWindow;
  readonly newcomers: 'first' | 'fair';
  readonly talk: 'mean' | 'total';
  readonly calls: 'all-queues' | 'this-queue';
}
export type CountingWindow =
  | { readonly kind: 'day' }
  | { readonly kind: 'week' }
  | { readonly kind: 'shift' }
  | { readonly kind: 'rolling'; readonly lengthMs: number };

export interface WrapUpRule {
  /** 0: none. */
  readonly timeMs: number;
  /** Longest wrap-up, counted from its beginning, that an extension may reach; at least `timeMs`. */
  readonly extendToMs: number;
}

export interface PlannedQueue {
  readonly id: QueueId;
  /** In the order of the file (of the list, or of the agents for a team). */
  readonly agents: readonly AgentId[];
  /** How long a caller must have waited before these agents are rung for him; left out: not at all. */
  readonly opensAfterMs?: Readonly<Record<AgentId, number>>;
  /** As members of which team it has those of its agents who are in several; left out: none is. Reports count by it. */
  readonly teamOf?: Readonly<Record<AgentId, string>>;
  /** How many times as fast its callers age beside those of other queues; left out: once. */
  readonly weight?: number;
  /** What agents must be able to do to be rung for callers of this queue; left out: nothing. */
  readonly needs?: readonly Requirement[];
  readonly strategy: StrategyName;
  /** For `parallel`; left out: all at once. */
  readonly atOnce?: AtOnce;
  readonly counting: Counting;
  /** How long one offer lasts. */
  readonly offerMs: number;
  readonly answer: 'at-entry' | 'when-agent-answers';
  readonly hear: 'music' | 'ringing';
  readonly offers: OfferPolicies;
  /** Left out: nothing. */
  readonly whisper?: WhisperRule;
  readonly wrapUp: WrapUpRule;
  readonly serviceLevel: ServiceLevelRule;
  readonly waiting: WaitingRule;
  readonly limits: QueueLimits;
  readonly exits: QueueExits;
  /** Agents of the queue who are in one of these states are nobody for its callers; left out: in none. */
  readonly nobodyCounts?: readonly AbsentState[];
  /** Who hangs up waiting and calls again within so long keeps his age; left out: he does not. */
  readonly redialMs?: number;
  /** How long a waiting caller stays after nobody is there any more. */
  readonly nobodyGraceMs: number;
  readonly record: RecordRule;
  /** What a caller comes to whose conversation the agent has ended; left out: what his number says. */
  readonly afterCall?: BlockId;
  /** What agents say came of a conversation; left out: nothing. */
  readonly outcomes?: OutcomeRule;
  /** Left out: nobody is called back by its agents. */
  readonly callback?: CallbackRule;
  /** When its callers go to a partner; left out: never. */
  readonly overflow?: OverflowRule;
}

/** What an agent who is signed in may be doing and still count as nobody. */
export const ABSENT_STATES = ['paused', 'talking', 'wrap-up'] as const;
export type AbsentState = (typeof ABSENT_STATES)[number];

/** How long callers may wait; the rest is asked when they come. */
export interface QueueLimits {
  readonly waitMs: number | null;
  readonly callers: number | null;
  /** So many wait at most for each agent who serves the queue; left out: there is no limit. */
  readonly callersPerAgent?: number;
  /** Nobody is let in who would wait longer, as far as that can be told; left out: whatever it is. */
  readonly expectedWaitMs?: number;
}

/** What follows when a caller is not let in or leaves unanswered, by cause; null: the flow goes on. */
export interface QueueExits {
  readonly wait: BlockId | null;
  readonly full: BlockId | null;
  readonly nobody: BlockId;
  /** Behind `callersPerAgent`. */
  readonly crowded?: BlockId;
  /** Behind `expectedWaitMs`. */
  readonly tooLong?: BlockId;
}

export interface ServiceLevelRule {
  /** Fraction, 0.8 for 80 %. */
  readonly target: number;
  readonly withinMs: number;
  /** 0: off. */
  readonly shortAbandonMs: number;
}

export interface WaitingRule {
  /** Music class of Asterisk. */
  readonly music: string;
  readonly position: PositionRule | null;
  readonly messages: readonly MessageRule[];
  /** When the estimated wait is said; left out: never. */
  readonly estimate?: EstimateRule;
  /** Keys by which a waiting caller leaves, and what follows; left out: none. */
  readonly keys?: Readonly<Record<string, BlockId>>;
}
export interface EstimateRule {
  readonly firstAfterMs: number;
  readonly everyMs: number;
}
export interface PositionRule {
  readonly firstAfterMs: number;
  readonly everyMs: number;
  readonly onlyWhenBetter: boolean;
}
export interface MessageRule {
  readonly prompt: string;
  readonly firstAfterMs: number;
  /** null: once. */
  readonly everyMs: number | null;
}

export interface PlannedNumber {
  /** As written in the file. */
  readonly number: string;
  readonly block: BlockId;
  readonly tags: readonly string[];
  /** Calendar of "in hours"; null: the company's. */
  readonly hours: string | null;
  readonly record: RecordRule;
  /** What a caller comes to whose conversation the agent has ended; left out: his call is over. */
  readonly afterCall?: BlockId;
}

export type Step =
  | { readonly do: 'play'; readonly prompt: string; readonly information: boolean }
  /** Plays the caller's own greeting; who has none hears `otherwise`, or with null nothing. */
  | { readonly do: 'greet'; readonly otherwise: string | null }
  | MenuStep
  | {
      readonly do: 'if';
      readonly condition: Condition;
      readonly then: BlockId;
      readonly otherwise: BlockId | null;
    }
  | LookupStep
  | NotifyStep
  | SayStep
  | SpeakStep
  | CollectStep
  | RateStep
  /** `value` may hold variables in braces. */
  | { readonly do: 'set'; readonly name: string; readonly value: string }
  | { readonly do: 'language'; readonly language: Language }
  | { readonly do: 'priority'; readonly priority: number }
  /** What the flow says about recording the conversations that follow. */
  | { readonly do: 'record'; readonly record: boolean }
  /** What agents must be able to do to be rung for this call by a queue. */
  | { readonly do: 'needs'; readonly needs: readonly Requirement[] }
  | { readonly do: 'queue'; readonly queue: QueueId }
  | RingStep
  | CallbackStep
  | VoicemailStep
  | DialStep
  | { readonly do: 'go'; readonly flow: string }
  | { readonly do: 'closed' }
  | { readonly do: 'tag'; readonly tag: string }
  | { readonly do: 'hangup' };

export interface MenuStep {
  readonly do: 'menu';
  /** Its path in the file. */
  readonly id: string;
  readonly prompt: string;
  /** One of 0-9, * and # → what follows. */
  readonly keys: Readonly<Record<string, BlockId>>;
  /** Silence allowed after the end of the prompt. */
  readonly timeoutMs: number;
  /** How often the prompt is heard at most. */
  readonly tries: number;
  readonly otherwise: BlockId;
}

export interface CollectStep {
  readonly do: 'collect';
  /** Its path in the file. */
  readonly id: string;
  readonly prompt: string;
  /** The variable that takes the digits. */
  readonly as: string;
  readonly least: number;
  readonly most: number;
  /** `#` or `*`; null: only the number of digits or silence ends it. */
  readonly endKey: string | null;
  /** Silence allowed after the prompt and after each digit. */
  readonly timeoutMs: number;
  readonly tries: number;
  /** The digits are kept in memory only: no journal, log, fact or snapshot has them. */
  readonly secret: boolean;
  readonly otherwise: BlockId;
}

export interface RingStep {
  readonly do: 'ring';
  /** Its path in the file. */
  readonly id: string;
  /** Empty when `whose` says who is rung. */
  readonly agents: readonly AgentId[];
  /** As members of which team it rings those of them who are in several; left out: none is. Reports count by it. */
  readonly teamOf?: Readonly<Record<AgentId, string>>;
  /** Who is rung differs from caller to caller; left out: `agents` are rung. */
  readonly whose?: CallersAgents;
  readonly strategy: StrategyName;
  /** For `parallel`; left out: all at once. */
  readonly atOnce?: AtOnce;
  readonly counting: Counting;
  /** How long one offer lasts. */
  readonly offerMs: number;
  /** How long the whole step lasts at most; null: until everybody has been rung once. */
  readonly limitMs: number | null;
  readonly hear: 'music' | 'ringing' | null;
  /** Music class of Asterisk; left out: its usual one. */
  readonly music?: string;
  readonly wrapUp: WrapUpRule;
  readonly mark: string | null;
}

/** The agents of a caller: of the directory, whom he last talked with, to whom and by whom he is handed over. */
export type CallersAgents = 'manager' | 'backups' | 'last-agent' | 'transfer-target' | 'transferred-by';

/** How a number dialled is looked up: its digits only, so that `+359 2 000` and `3592000` are the same. */
export function dialledKey(number: string): string {
  return number.replace(/\D/g, '');
}

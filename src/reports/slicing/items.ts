import type {
  CallEventName,
  CallFact,
  ConversationFact,
  OfferFact,
  OutcomeFact,
  OutgoingFact,
  RatingFact,
  ReviewFact,
  VisitFact,
} from '../../core/milestone.js';
import type { AgentId, QueueId, ServiceLevelRule } from '../../core/plan.js';
import type { CallId, Instant, RecordingId } from '../../core/signal.js';
import type { Span } from '../agent-time.js';
import type { Disposition } from '../disposition.js';

/** What is known about a call wherever one of its facts stands: by this facts are filtered and grouped. */
export interface Origin {
  readonly call: CallId;
  /** In E.164 where it can be read so; null: hidden. */
  readonly from: string | null;
  /** Who he is, for counting: the same whether his number stands there or what it was replaced by; null: hidden. */
  readonly client: string | null;
  /** What the newest plan calls the region of his number; null: it names none for it, or the number is hidden. */
  readonly region: string | null;
  /** Null: nobody dialled one, as an agent called him back. */
  readonly dialled: string | null;
  /** Of a call in progress not known yet: none. */
  readonly tags: readonly string[];
  readonly queues: ReadonlySet<QueueId | null>;
  /** Who talked with the caller. */
  readonly agents: ReadonlySet<AgentId>;
  /** As members of which teams they did, one for each conversation; who was rung as a member of none is left out. */
  readonly teams: readonly string[];
  /** `in-progress` for a call that is not over. */
  readonly disposition: Disposition;
}

/** A call that arrived in the period; the fact is null while it is in progress. */
export interface CallItem {
  readonly origin: Origin;
  readonly arrivedAt: Instant;
  readonly fact: CallFact | null;
  readonly rule: ServiceLevelRule;
  /** It is over, and was for nobody here. */
  readonly misdirected: boolean;
  /** What can be heard of it, in the order of time. */
  readonly recordings: readonly RecordingId[];
}

/** A visit that began in the period. */
export interface VisitItem {
  readonly origin: Origin;
  readonly fact: VisitFact;
  readonly rule: ServiceLevelRule;
  /** Of whoever answered; null: nobody did, or nobody of a team. */
  readonly team: string | null;
}

/** An offer made in the period. */
export interface OfferItem {
  readonly origin: Origin;
  readonly fact: OfferFact;
  /** As a member of which team the agent was rung; null: of none. */
  readonly team: string | null;
}

/** A conversation that began in the period, with all of its talk and wrap-up, whenever they end. */
export interface TalkItem {
  readonly origin: Origin;
  readonly fact: ConversationFact;
  readonly wrapUpMs: number;
  /** The caller heard music in the middle of it, and nobody else was asked meanwhile. */
  readonly holdMs: number;
  /** The same while somebody was asked before he was handed over. */
  readonly consultMs: number;
  /** As a member of which team the agent was rung; null: of none. */
  readonly team: string | null;
}

/** Something that happened in a menu in the period. */
export interface MenuItem {
  readonly origin: Origin;
  readonly at: Instant;
  readonly event: CallEventName;
  readonly menu: string;
  /** What was pressed; null: nothing. */
  readonly key: string | null;
  /** `agent`: the call, once over, reached a queue or a ring step; `cut-off`: its caller hung up before he could ask for anybody. */
  readonly askedFor: 'agent' | 'nobody' | 'cut-off';
}

/** A question for a rating that was asked in the period. */
export interface RatingItem {
  readonly origin: Origin;
  readonly fact: RatingFact;
  /** That of the conversation. */
  readonly team: string | null;
}

/** What came of a conversation that began in the period, once that is settled. */
export interface OutcomeItem {
  readonly origin: Origin;
  readonly fact: OutcomeFact;
  /** That of the conversation. */
  readonly team: string | null;
}

/** A call that an agent asked for. */
export type MadeFact = OutgoingFact & { readonly agent: AgentId };

/** A call that an agent asked for in the period. */
export interface OutgoingItem {
  readonly fact: MadeFact;
  /** In E.164 where it can be read so; null: its time is over. */
  readonly number: string | null;
  /** Who he is, for counting; null: nobody knows any more. */
  readonly client: string | null;
  /** The wrap-up that follows its talk, whenever it ends. */
  readonly wrapUpMs: number;
  /** What can be heard of it, in the order of time. */
  readonly recordings: readonly RecordingId[];
}

/** The newest review of a call of the period by somebody, whenever it was given; of each agent whom he reviewed. */
export interface ReviewItem {
  readonly fact: ReviewFact;
  /** When the call arrived, or was asked for. */
  readonly at: Instant;
  /** null: an agent made the call. */
  readonly origin: Origin | null;
  /** That of the first conversation that the agent had in the call; null: of none, or the agent made the call. */
  readonly team: string | null;
  /** With whom the agent talked; null: hidden. */
  readonly number: string | null;
  readonly recordings: readonly RecordingId[];
}

/** The kinds of facts of which figures are made. */
export interface Items {
  readonly calls: CallItem;
  readonly visits: VisitItem;
  readonly offers: OfferItem;
  readonly conversations: TalkItem;
  readonly states: Span;
  readonly menus: MenuItem;
  readonly ratings: RatingItem;
  readonly outcomes: OutcomeItem;
  readonly outgoing: OutgoingItem;
  readonly reviews: ReviewItem;
}
export type Kind = keyof Items;
export const KINDS = [
  'calls',
  'visits',
  'offers',
  'conversations',
  'states',
  'menus',
  'ratings',
  'outcomes',
  'outgoing',
  'reviews',
] as const satisfies Kind[];

/** Whether waits are those of calls (a call's waits together) or of visits. The two are never added up. */
export type Counted = 'calls' | 'visits';

/** Facts that figures are computed from: all of a period, or the part that stands in one row. */
export type Slice = { readonly [K in Kind]: readonly Items[K][] } & { readonly counted: Counted };

/** Items by kind, to be filled. */
export type Lists = { [K in Kind]: Items[K][] };

export function noItems(): Lists {
  return {
    ...{ calls: [], visits: [], offers: [], conversations: [] },
    ...{ states: [], menus: [], ratings: [], outcomes: [], outgoing: [], reviews: [] },
  };
}

import type { Outbound } from '../callback/callback.js';
import type { WithOutside } from '../outside/outside.js';
import type { CallingOut, Joining, ReachingAgent } from '../outgoing/outgoing.js';
import type { AgentId, BlockId, Language, QueueId } from '../plan.js';
import type { OpenOutcome } from '../agent/outcome.js';
import type { CallExit, EndedBy } from '../milestone.js';
import type { Requirement } from '../needs.js';
import type { Consultation, Hold, Transfer } from '../transfer/transfer.js';
import type {
  BridgeId,
  CallId,
  ConversationId,
  Instant,
  LegId,
  LookupId,
  OfferId,
  PlaybackId,
  RatingId,
  RecordingId,
  SpeechId,
  VisitId,
  VoicemailId,
} from '../signal.js';

/** A journey with one outside party. */
export interface Call {
  readonly id: CallId;
  readonly leg: LegId;
  readonly from: string | null;
  /** The same in E.164, by which the caller is known again; null: it cannot be read so. */
  readonly fromE164: string | null;
  readonly fromName: string | null;
  readonly dialled: string;
  /** Version of the plan that this call finishes on. */
  readonly plan: string;
  language: Language;
  /** What the flow and the caller have set, by name; nothing secret. */
  readonly variables: Record<string, string>;
  /** Each step of it stands for a minute of age in every queue. */
  priority: number;
  /** What an agent must be able to do to be offered it by a queue, beside what the queue asks for. */
  needs: readonly Requirement[];
  /** Whether the flow lets his conversations be recorded; left out: it has not said. */
  record?: boolean;
  readonly tags: string[];
  readonly marks: string[];
  readonly arrivedAt: Instant;
  readonly inHours: boolean;
  answeredAt: Instant | null;
  firstOfferedAt: Instant | null;
  closed: boolean;
  informationHeard: number | null;
  lastExit: CallExit | null;
  waitMs: number;
  /** Age that he has kept from the call before, which he dropped while he waited. */
  keptMs: number;
  talkMs: number;
  conversations: number;
  /** The conversation that was over last, for what comes after it; null: there was none. */
  lastTalk: LastTalk | null;
  /** What has come after a talk of his already. Left out: nothing. */
  afterCalls?: readonly BlockId[];
  /** Where the flow stands: the innermost block last. */
  frames: Frame[];
  activity: Activity;
  /** A key pressed during a prompt, for the menu or the digits that may follow. */
  typedAhead: string | null;
  /** The key that ends digits, when they were complete without it: pressed before then it means nothing else. */
  lateEndKey: { readonly key: string; readonly until: Instant } | null;
  /** null: somebody has called us. */
  readonly outbound: Outbound | null;
  /** He is being handed over to somebody else; null: he is not. */
  transfer: Transfer | null;
  /** The last text of his own was not spoken in time. Left out: there was none. */
  isSpeechLate?: boolean;
  /** The queue that he came to last. Left out: none. */
  lastQueue?: QueueId;
  /** What the caller hears from us when nobody speaks. */
  backdrop: 'silence' | 'ringing' | 'music';
}

export interface Frame {
  readonly block: BlockId;
  /** Index of the step that comes next. */
  next: number;
}

/** What a call is doing. */
export type Activity =
  | { readonly kind: 'in-flow' }
  | Playing
  | InMenu
  | Collecting
  | Rating
  | LeavingMessage
  /** Another system is being asked. */
  | { readonly kind: 'looking-up'; readonly lookup: LookupId }
  /** A text of its own is being spoken into a file. */
  | { readonly kind: 'awaiting-speech'; readonly speech: SpeechId }
  | { readonly kind: 'waiting'; readonly visit: Visit }
  | Briefing
  | Dialling
  | Connecting
  | ReachingAgent
  | CallingOut
  | Joining
  | WithOutside
  | { readonly kind: 'talking'; readonly conversation: Conversation }
  | { readonly kind: 'leaving'; readonly by: EndedBy; readonly place: CallPlace };

/** Where a call is when we hang it up. */
export type CallPlace = 'flow' | 'conversation' | 'unallocated' | 'blocked' | 'shed' | 'failed';

export interface Playing {
  readonly kind: 'playing';
  /** Name of the prompt, or what is said. */
  readonly prompt: string;
  /** What is heard when it is not a prompt of the plan. */
  readonly said: readonly string[] | null;
  readonly information: boolean;
  /** `message`: the emergency message, which is heard to its end whatever is pressed. */
  readonly place: 'prompt' | 'message';
  /** The prompt that is heard should this one, a greeting of the caller's own, not be heard. */
  readonly instead?: string;
  readonly playback: PlaybackId;
  readonly since: Instant;
  hasStarted: boolean;
}

export interface InMenu {
  readonly kind: 'in-menu';
  /** How often the prompt has begun. */
  tries: number;
  /** The prompt that is being heard; null: it is over, the silence is measured. */
  playback: PlaybackId | null;
}

export interface Collecting {
  readonly kind: 'collecting';
  /** How often the prompt has begun. */
  tries: number;
  /** The prompt that is being heard; null: it is over, the silence is measured. */
  playback: PlaybackId | null;
  /** The digits so far; of secret ones only how many. */
  keyed: string;
}

/** The caller is asked for a rating. */
export interface Rating {
  readonly kind: 'rating';
  readonly rating: RatingId;
  readonly question: string;
  readonly lowest: number;
  readonly highest: number;
  readonly askedAt: Instant;
  /** How often the prompt has begun. */
  tries: number;
  /** The prompt that is being heard; null: it is over, the silence is measured. */
  playback: PlaybackId | null;
}

/** The caller hears the greeting of a voicemail box, or speaks into it. */
export interface LeavingMessage {
  readonly kind: 'leaving-message';
  readonly voicemail: VoicemailId;
  /** The greeting or the beep; null: he speaks. */
  playback: PlaybackId | null;
}

/** One stay in one queue, or in one ring step. */
export interface Visit {
  readonly id: VisitId;
  readonly queue: QueueId | null;
  /** Path of the ring step; null for a queue. */
  readonly step: string | null;
  readonly enteredAt: Instant;
  /** Age from earlier visits, and from a call that he dropped: orders callers, not limits. */
  readonly carriedMs: number;
  /** Agents already rung in this round. */
  tried: AgentId[];
  /** Offers that stand now. */
  offers: OfferId[];
  /** The offer that stands at a partner beside them; left out or null: none does. */
  atPartner?: OfferId | null;
  offersMade: number;
  waves: number;
  /** When the last wave began to ring; null: none has. */
  waveAt: Instant | null;
  /** What his wait was estimated at when he came; null: it was not, or could not be. */
  estimateMs: number | null;
  announcements: Announcements;
}

/** What a waiting caller is told, and when next. */
export interface Announcements {
  playing: PlaybackId | null;
  /** When the position is due; null: never (again). */
  positionAt: Instant | null;
  /** Last position that was spoken. */
  positionSpoken: number | null;
  /** When the estimated wait is due; null: never (again). */
  estimateAt: Instant | null;
  /** The minutes that were spoken last. */
  estimateSpoken: number | null;
  /** For each message of the queue when it is due; null: never again. */
  messagesAt: (Instant | null)[];
}

/** An agent has answered and hears what it is about; whoever waits goes on waiting, or is called then. */
export interface Briefing {
  readonly kind: 'briefing';
  readonly visit: Visit;
  readonly offer: OfferId;
  readonly agentLeg: LegId;
  readonly answeredAt: Instant;
  /** null: it is about to begin. */
  playback: PlaybackId | null;
}

/** Of a call that we make: the client's phone rings, the agent waits. */
export interface Dialling {
  readonly kind: 'dialling';
  readonly visit: Visit;
  readonly offer: OfferId;
  readonly agentLeg: LegId;
  readonly answeredAt: Instant;
}

/** An agent has answered; both legs are on their way into the bridge. */
export interface Connecting {
  readonly kind: 'connecting';
  readonly visit: Visit;
  readonly offer: OfferId;
  readonly agentLeg: LegId;
  readonly answeredAt: Instant;
  readonly bridge: BridgeId;
  joined: LegId[];
}

/** What is remembered of a conversation that is over. */
export type LastTalk = Pick<Conversation, 'queue' | 'agent' | 'recording'> & {
  readonly conversation: ConversationId;
};

export interface Conversation {
  readonly id: ConversationId;
  /** null, as the offer: the agent has made the call. */
  readonly visit: VisitId | null;
  readonly offer: OfferId | null;
  readonly queue: QueueId | null;
  readonly agent: AgentId;
  readonly agentLeg: LegId;
  readonly bridge: BridgeId;
  readonly startedAt: Instant;
  readonly waitMs: number;
  readonly ringMs: number;
  readonly wrapUp: { readonly timeMs: number; readonly extendToMs: number };
  /** The file it goes into, or went into as long as that could be written; null: it is not to be recorded. */
  readonly recording: RecordingId | null;
  /** The queue whose word on recording holds: its own, or that of the conversation that the caller was handed over from. */
  readonly recordedAs: QueueId | null;
  /** null: the queue asks for none. */
  readonly outcome: OpenOutcome | null;
  /** The caller is out of the bridge and hears music; null: he is in it. */
  hold: Hold | null;
  /** The agent asks somebody before he hands the caller over; null: he does not. */
  consultation: Consultation | null;
  /** Sum of the times in which somebody was asked: no talk with the caller. */
  consultMs: number;
  /** Its recording is paused for as long as the caller is on hold. */
  isRecordingHeld: boolean;
  /** What the agent has keyed of a sequence, and when. */
  keyed: { readonly keys: string; readonly at: Instant };
}

/** An agent has answered, and the conversation has not begun. */
export function hasAgent(activity: Activity): activity is Briefing | Dialling | Connecting {
  return activity.kind === 'briefing' || activity.kind === 'dialling' || activity.kind === 'connecting';
}

import type { Astray } from './astray.js';
import type { Actor, Change } from './change.js';
import type { DeadlineKind } from './deadlines.js';
import type { Target } from './transfer/rule.js';
import type { AgentId, Phone, Plan, QueueId } from './plan.js';

/** Milliseconds since 1970 UTC; inside one run it never goes backwards. */
export type Instant = number;
/** The id of a channel: chosen by Asterisk for callers, by us for the legs we make. */
export type LegId = string;
export type BridgeId = string;
export type PlaybackId = string;
/** The name of the file below Asterisk's folder of recordings, without its extension. */
export type RecordingId = string;
export type CallId = string;
export type LookupId = string;
export type SpeechId = string;
export type CheckId = string;
export type CallbackId = string;
export type OfferId = string;
export type VisitId = string;
export type ConversationId = string;
export type RatingId = string;
export type VoicemailId = string;
export type ReviewId = string;

/** Why a leg ended, from Asterisk's cause (ari.md §3.6). */
export type LegEnd =
  'normal' | 'busy' | 'declined' | 'no-answer' | 'unreachable' | 'cancelled' | 'failed' | 'unknown';

/** How a command failed (ari.md §2.2). `gone`: what it was about does not exist any more. */
export type Failure =
  'gone' | 'conflict' | 'invalid-state' | 'unreachable' | 'refused' | 'timeout' | 'unknown';

/** `complete`: the file is closed. `broken`: Asterisk gave it up. `missing`: there is none, and none goes on. */
export type FileEnd = 'complete' | 'broken' | 'missing';

/** The fields of the answer that were wanted and are there, as texts. */
export type LookupOutcome =
  | { readonly ok: true; readonly values: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly failure: LookupFailure };

/** Why there is no answer; `status`: another than 200, a redirect among them. `rubbish`: no JSON object. */
export type LookupFailure = 'timeout' | 'unreachable' | 'status' | 'too-large' | 'rubbish';

/** The media of the text; `busy`: too many wait to be spoken. */
export type SpeechOutcome =
  | { readonly ok: true; readonly media: string }
  | { readonly ok: false; readonly failure: 'timeout' | 'failed' | 'busy' };

/** `none`: the agent was given no PIN. */
export type PinResult = 'right' | 'wrong' | 'none';

/** What a phone does as a whole, from Asterisk's device state. */
export type PhoneState = 'idle' | 'ringing' | 'in-use' | 'unreachable' | 'unknown';

/** By what it shows that there is more than can be handled. */
export type OverloadSign = 'open-calls' | 'in-flight' | 'loop-delay' | 'memory';

/** What a caller meets who is not taken in: the busy tone, or the dialplan's emergency destination. */
export type ShedAnswer = 'busy' | 'emergency';

/** One thing that happened outside. */
export type Signal =
  | {
      readonly kind: 'call-arrived';
      readonly leg: LegId;
      /** null: hidden. */
      readonly from: string | null;
      /** The same in E.164; null: it cannot be read so. Missing in journals of earlier versions. */
      readonly fromE164?: string | null;
      readonly fromName: string | null;
      readonly dialled: string;
      /** The phone of ours that has dialled; left out: the call is from outside. */
      readonly phone?: Phone;
    }
  /** A call that is not taken in, because there is more than can be handled. */
  | {
      readonly kind: 'call-shed';
      readonly leg: LegId;
      readonly from: string | null;
      readonly fromE164?: string | null;
      readonly fromName: string | null;
      readonly dialled: string;
      readonly sign: OverloadSign;
      readonly answer: ShedAnswer;
    }
  | { readonly kind: 'leg-answered'; readonly leg: LegId }
  | { readonly kind: 'leg-ended'; readonly leg: LegId; readonly end: LegEnd }
  | { readonly kind: 'key-pressed'; readonly leg: LegId; readonly key: string }
  /** Whoever talks at a phone presses its transfer key: who talks with him is to go on elsewhere (SIP REFER). */
  | {
      readonly kind: 'phone-refers';
      readonly leg: LegId;
      /** What he has dialled for it; empty where another call of the phone is named. */
      readonly to: string;
      /** That other call of the phone, in which he has asked first; null: he has asked nobody. */
      readonly beside: LegId | null;
    }
  | { readonly kind: 'playback-started'; readonly playback: PlaybackId }
  | { readonly kind: 'playback-ended'; readonly playback: PlaybackId; readonly complete: boolean }
  | { readonly kind: 'leg-joined'; readonly leg: LegId; readonly bridge: BridgeId }
  | { readonly kind: 'recording-started'; readonly recording: RecordingId }
  | {
      readonly kind: 'recording-ended';
      readonly recording: RecordingId;
      readonly end: FileEnd;
      /** As Asterisk tells it, in whole seconds; null: it did not tell. */
      readonly durationMs: number | null;
      /** Without the silence at its end, where Asterisk listens for that; null, or left out: it does not, or did not tell. */
      readonly spokenMs?: number | null;
    }
  | { readonly kind: 'command-failed'; readonly command: FailedCommand; readonly failure: Failure }
  /** Another system has answered a look-up, or has not. */
  | {
      readonly kind: 'looked-up';
      readonly lookup: LookupId;
      readonly call: CallId;
      readonly outcome: LookupOutcome;
    }
  /** A text of a call's own has been spoken, or has not. */
  | {
      readonly kind: 'speech-made';
      readonly speech: SpeechId;
      readonly call: CallId;
      readonly outcome: SpeechOutcome;
    }
  /** Whether a PIN is the agent's; the PIN stands nowhere. `agent` null: nobody has the number that was keyed. */
  | {
      readonly kind: 'pin-checked';
      readonly leg: LegId;
      readonly check: CheckId;
      readonly agent: AgentId | null;
      readonly result: PinResult;
    }
  | { readonly kind: 'phone-changed'; readonly phone: Phone; readonly state: PhoneState }
  /** `by` is only a word where nobody asked, and in journals of earlier versions. */
  | { readonly kind: 'plan-loaded'; readonly plan: Plan; readonly by: Actor | string }
  /** `by` is missing in journals of earlier versions. */
  | { readonly kind: 'request'; readonly id: string; readonly request: Request; readonly by?: Actor }
  /** Something outside the core was changed: kept, nothing else. */
  | { readonly kind: 'changed'; readonly change: Change }
  /** `unheardMs`: so long before events may have been lost already; left out: not at all. */
  | { readonly kind: 'telephony-lost'; readonly unheardMs?: number }
  /** `existing` null: a step threw over what there is; the next look at Asterisk tells it, piece by piece. */
  | { readonly kind: 'telephony-back'; readonly existing: Existing | null }
  /** Found at two looks without an incident: it is put right. */
  | { readonly kind: 'found-astray'; readonly astray: Astray }
  | { readonly kind: 'gap'; readonly from: Instant; readonly to: Instant; readonly cause: string }
  /** How far the wall clock is ahead of the instants now, in milliseconds (negative: behind). */
  | { readonly kind: 'clock-shifted'; readonly wallAheadMs: number }
  /** New calls go elsewhere, so no call is made either; or they come again. */
  | { readonly kind: 'new-calls'; readonly go: 'here' | 'elsewhere' }
  /** This process has just begun, with what an earlier one left behind; `left-alone`: a step threw as it was taken up. */
  | { readonly kind: 'restarted'; readonly left?: 'left-alone' }
  /** A step threw: the call that it was about, if any, is ended; the signal or deadline is left out for ever. */
  | {
      readonly kind: 'step-failed';
      readonly leg: LegId | null;
      /** The deadline that threw; null: a signal did. */
      readonly deadline: { readonly kind: DeadlineKind; readonly id: string } | null;
      readonly error: string;
    }
  | { readonly kind: 'time-passed' };

/** What exists in Asterisk of ours, as a snapshot tells. */
export interface Existing {
  readonly legs: readonly ExistingLeg[];
  readonly bridges: readonly { readonly id: BridgeId; readonly legs: readonly LegId[] }[];
  /** True when this is another run of Asterisk than before: nothing of the old one lives. */
  readonly restarted: boolean;
}
export interface ExistingLeg {
  readonly leg: LegId;
  readonly up: boolean;
  /** Set for a caller that stands in the application: what its arrival would have said. */
  readonly caller: {
    readonly from: string | null;
    readonly fromE164?: string | null;
    readonly fromName: string | null;
    readonly dialled: string;
    readonly phone?: Phone;
  } | null;
}

/** The part of a command that tells the core what failed. */
export interface FailedCommand {
  readonly kind: string;
  readonly leg: LegId | null;
  readonly playback: PlaybackId | null;
  readonly bridge: BridgeId | null;
  readonly recording?: RecordingId;
}

/** What a person asks for, through HTTP or a command line. Each gets one answer in the same step. */
export type Request =
  | AgentRequest
  | RecordingRequest
  | TransferRequest
  | CallRequest
  | HoursRequest
  | MessageRequest
  | LastAgentRequest
  | CallbackRequest
  | OutgoingRequest
  | ReviewRequest
  | VoicemailRequest;

export type AgentRequest =
  /** `phone`: where, for whoever has none of his own. */
  | { readonly ask: 'sign-in'; readonly agent: AgentId; readonly phone?: Phone }
  | { readonly ask: 'sign-out'; readonly agent: AgentId }
  | {
      readonly ask: 'pause';
      readonly agent: AgentId;
      readonly reason: string;
      /** It ends by itself then; left out: when somebody ends it. */
      readonly forMs?: number;
    }
  /** His PIN can be tried again. */
  | { readonly ask: 'unlock-pin'; readonly agent: AgentId }
  | { readonly ask: 'resume'; readonly agent: AgentId }
  | { readonly ask: 'end-wrap-up'; readonly agent: AgentId }
  /** What came of the conversation that he is in, or that his wrap-up follows. */
  | { readonly ask: 'set-outcome'; readonly agent: AgentId; readonly outcome: string }
  | { readonly ask: 'extend-wrap-up'; readonly agent: AgentId; readonly byMs: number };

export interface RecordingRequest {
  readonly ask: 'pause-recording' | 'resume-recording';
  readonly call: CallId;
}

/** What a supervisor does with a caller who waits. */
export type CallRequest =
  | { readonly ask: 'move-call'; readonly call: CallId; readonly queue: QueueId }
  /** He leaves his queue by its exit `nobody`. */
  | { readonly ask: 'remove-call'; readonly call: CallId }
  | { readonly ask: 'set-priority'; readonly call: CallId; readonly priority: number };

/** A caller is handed over, or put on hold, by the agent who talks with him or by somebody for him. */
export type TransferRequest =
  | {
      readonly ask: 'transfer-call' | 'consult';
      readonly call: CallId;
      readonly target: Target;
      readonly reason: string | null;
    }
  | {
      readonly ask: 'complete-transfer' | 'cancel-transfer' | 'hold-call' | 'resume-call';
      readonly call: CallId;
    };

/** When something that was switched on ends by itself, on the clock on the wall; null: never. */
export type Ending = { readonly at: Instant } | { readonly afterMs: number } | null;

/** A calendar is open or closed whatever its times say, or goes by its times again. */
export type HoursRequest =
  | { readonly ask: 'open-hours' | 'close-hours'; readonly hours: string; readonly ends: Ending }
  | { readonly ask: 'follow-hours'; readonly hours: string };

/** What every new caller of a number hears first; `number` null: of all numbers. */
export type MessageRequest =
  | {
      readonly ask: 'start-message';
      readonly number: string | null;
      readonly prompt: string;
      readonly ends: Ending;
    }
  | { readonly ask: 'end-message'; readonly number: string | null };

/** Whom a caller last dealt with, as another system knows it; `caller` is a number in E.164. */
export type LastAgentRequest =
  | { readonly ask: 'set-last-agent'; readonly caller: string; readonly agent: AgentId }
  | { readonly ask: 'forget-last-agent'; readonly caller: string };

/** Somebody is to be called back, or not any more. */
export type CallbackRequest =
  | {
      readonly ask: 'ask-callback';
      /** In E.164. */
      readonly number: string;
      readonly queue: QueueId;
      readonly name: string | null;
      /** On the clock on the wall; null: as soon as it is his turn. */
      readonly notBefore: Instant | null;
    }
  | { readonly ask: 'cancel-callback'; readonly callback: CallbackId };

/** An agent is to be connected with a number: his own phone rings first. */
export interface OutgoingRequest {
  readonly ask: 'call-out';
  readonly agent: AgentId;
  readonly number: string;
}

/** Somebody has listened to a call that is over; with a score, a conclusion, or both. */
export interface ReviewRequest {
  readonly ask: 'review-call';
  readonly call: CallId;
  /** Who talked, and is scored; null: nobody. */
  readonly agent: AgentId | null;
  readonly score: number | null;
  readonly conclusion: string | null;
}

/** Somebody has heard a message, wants it to stand as unheard again, or to stand in the list no longer. */
export interface VoicemailRequest {
  readonly ask: 'voicemail-heard' | 'voicemail-unheard' | 'forget-voicemail';
  readonly voicemail: VoicemailId;
}

export type RefusalCode =
  | 'unknown-agent'
  | 'unknown-callback'
  | 'number-refused'
  | 'unknown-call'
  | 'unknown-chain'
  | 'unknown-flow'
  | 'unknown-hours'
  | 'unknown-number'
  | 'unknown-outcome'
  | 'unknown-prompt'
  | 'unknown-queue'
  | 'unknown-voicemail'
  /** Nobody signs in at this phone, or not this agent. */
  | 'phone-refused'
  | 'wrong-state'
  /** The queue demands to know first what came of the conversation. */
  | 'outcome-missing'
  | 'limit-reached';

export type Answer =
  | { readonly id: string; readonly ok: true }
  | { readonly id: string; readonly ok: false; readonly code: RefusalCode; readonly detail: string };

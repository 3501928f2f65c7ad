import type { Condition } from '../core/condition.js';
import type {
  CallersAgents,
  AtOnce,
  Counting,
  Language,
  Saying,
  StrategyName,
  WrapUpRule,
} from '../core/plan.js';
import type { Place } from './fault.js';
import type { Name } from './form/desk.js';
import type { Entry } from './form/collections.js';
import type { Crew } from './language/agents.js';
import type { NeedDraft } from './language/skills.js';
import type { SpokenDraft } from './language/spoken-text.js';

/** A list of steps as read: where it stands, and the steps that could be read or not. */
export interface BlockDraft {
  readonly at: Place;
  readonly steps: readonly StepDraft[];
}

export type StepDraft =
  | PlayDraft
  | GreetDraft
  | LookupDraft
  | NotifyDraft
  | SayDraft
  | TellDraft
  | CollectDraft
  | RateDraft
  | { readonly do: 'set'; readonly at: Place; readonly values: readonly Entry<string>[] }
  | { readonly do: 'language'; readonly at: Place; readonly language: Language }
  | { readonly do: 'priority'; readonly at: Place; readonly priority: number }
  | { readonly do: 'record'; readonly at: Place; readonly record: boolean }
  | { readonly do: 'needs'; readonly at: Place; readonly needs: readonly NeedDraft[] }
  | MenuDraft
  | IfDraft
  | { readonly do: 'queue'; readonly at: Place; readonly queue: Name }
  | RingDraft
  | CallbackDraft
  | DialDraft
  | { readonly do: 'voicemail'; readonly at: Place; readonly box: Name }
  | { readonly do: 'go'; readonly at: Place; readonly flow: Name }
  | { readonly do: 'tag'; readonly at: Place; readonly tag: string }
  | { readonly do: 'closed'; readonly at: Place }
  | { readonly do: 'hangup'; readonly at: Place }
  /** A step with a fault: what it would do is not known. */
  | { readonly do: 'unreadable'; readonly at: Place };

export interface MenuDraft {
  readonly do: 'menu';
  readonly at: Place;
  readonly prompt: Name;
  readonly keys: readonly Entry<BlockDraft>[];
  readonly timeoutMs: number;
  readonly tries: number;
  readonly otherwise: BlockDraft;
}

export interface PlayDraft {
  readonly do: 'play';
  readonly at: Place;
  /** One after another. */
  readonly prompts: readonly Name[];
  readonly information: boolean;
}

/** Plays the caller's own greeting, or else a prompt, or nothing. */
export interface GreetDraft {
  readonly do: 'greet';
  readonly at: Place;
  readonly otherwise: Name | null;
}

export interface LookupDraft {
  readonly do: 'lookup';
  readonly at: Place;
  readonly url: string;
  readonly timeoutMs: number;
  /** Variables, and their values without an answer. */
  readonly values: readonly Entry<string>[];
}

export interface NotifyDraft {
  readonly do: 'notify';
  readonly at: Place;
  readonly url: string;
  readonly values: readonly Entry<string>[];
}

export interface SayDraft {
  readonly do: 'say';
  readonly at: Place;
  readonly as: Saying;
  readonly value: string;
  readonly unit: { readonly one: Name; readonly few: Name; readonly many: Name } | null;
}

/** Plays a text that is written in the step itself. */
export interface TellDraft {
  readonly do: 'tell';
  readonly at: Place;
  readonly texts: readonly SpokenDraft[];
}

export interface CollectDraft {
  readonly do: 'collect';
  readonly at: Place;
  readonly prompt: Name;
  readonly as: string;
  readonly least: number;
  readonly most: number;
  readonly endKey: string | null;
  readonly timeoutMs: number;
  readonly tries: number;
  readonly secret: boolean;
  readonly otherwise: BlockDraft;
}

export interface RateDraft {
  readonly do: 'rate';
  readonly at: Place;
  readonly prompt: Name;
  readonly as: string;
  readonly lowest: number;
  readonly highest: number;
  readonly timeoutMs: number;
  readonly tries: number;
}

export interface IfDraft {
  readonly do: 'if';
  readonly at: Place;
  readonly condition: Condition;
  readonly then: BlockDraft;
  readonly otherwise: BlockDraft | null;
}

export interface RingDraft {
  readonly do: 'ring';
  readonly at: Place;
  readonly who:
    | Crew
    | { readonly by: 'people'; readonly people: Name; readonly at: Place }
    | { readonly by: 'caller'; readonly whose: CallersAgents; readonly at: Place };
  readonly strategy: StrategyName;
  readonly atOnce: AtOnce | null;
  readonly counting: Counting;
  readonly offerMs: number;
  readonly limitMs: number | null;
  readonly hear: 'music' | 'ringing' | null;
  readonly wrapUp: WrapUpRule;
  readonly mark: string | null;
}

/** Promises a callback. */
export interface CallbackDraft {
  readonly do: 'callback';
  readonly at: Place;
  readonly queue: Name;
  /** null: the number that he calls from. */
  readonly number: string | null;
  readonly otherwise: BlockDraft;
}

/** Connects the caller with a number outside. */
export interface DialDraft {
  readonly do: 'dial';
  readonly at: Place;
  readonly to: { readonly text: string; readonly at: Place };
  readonly ringMs: number;
  readonly show: string | null;
  readonly hear: 'music' | 'ringing' | null;
  readonly otherwise: BlockDraft;
}

/** What answers a number: a flow by name, or steps of its own. */
export type AnswerDraft =
  { readonly by: 'flow'; readonly flow: Name } | { readonly by: 'steps'; readonly block: BlockDraft };

export interface NumberDraft {
  readonly at: Place;
  readonly answer: AnswerDraft;
  readonly tags: readonly string[];
  readonly hours: Name | null;
  readonly record: boolean | null;
  readonly afterCall: BlockDraft | null;
}

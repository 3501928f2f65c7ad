import type { AgentId, Language, Phone } from './plan.js';
import type { CallId, CheckId, LegId, LookupId, SpeechId } from './signal.js';

/**
 * Something another system is asked or told over HTTP, or what whoever keeps the PINs, or speaks texts, is asked. It is no
 * command: Asterisk has no part in it.
 */
export type WebRequest = HttpRequest | PinCheck | SpeechOrder;
export type HttpRequest = LookUp | Notice;

/** Whether a PIN is an agent's; `pin-checked` follows, unless the process ends. It may be written down nowhere. */
export interface PinCheck {
  readonly kind: 'check-pin';
  readonly check: CheckId;
  readonly leg: LegId;
  /** Where it was keyed. */
  readonly phone: Phone;
  /** null: nobody has the number that was keyed; it is to take as long to find out. */
  readonly agent: AgentId | null;
  readonly pin: string;
}

/** A text to be spoken into a sound file; `speech-made` follows, unless the process ends. It tells of a person: no log has it. */
export interface SpeechOrder {
  readonly kind: 'speak';
  readonly speech: SpeechId;
  readonly call: CallId;
  readonly text: string;
  readonly language: Language;
  readonly voice: string;
  readonly timeoutMs: number;
}

/** A GET; `looked-up` follows, whatever happens, unless the process ends. */
export interface LookUp {
  readonly kind: 'look-up';
  readonly lookup: LookupId;
  readonly call: CallId;
  readonly url: string;
  /** The fields of the answer that are wanted. */
  readonly names: readonly string[];
  readonly timeoutMs: number;
}

/** A POST, once; nothing follows. */
export interface Notice {
  readonly kind: 'notify';
  readonly call: CallId;
  readonly url: string;
  /** JSON text. */
  readonly body: string;
}

/** Asks another system over HTTP; the caller hears nothing of it. */
export interface LookupStep {
  readonly do: 'lookup';
  /** Its path in the file. */
  readonly id: string;
  /** May hold variables in braces, which are encoded. */
  readonly url: string;
  readonly timeoutMs: number;
  /** Variables that take the fields of the same names → their values when the answer does not have them. */
  readonly values: Readonly<Record<string, string>>;
}

/** Tells another system something over HTTP, once, and goes on at once. */
export interface NotifyStep {
  readonly do: 'notify';
  readonly url: string;
  /** Fields of what is told; their values may hold variables in braces. */
  readonly values: Readonly<Record<string, string>>;
}

import type { Language } from './plan.js';

/** What a value is spoken as. `telephone`: the digits of the number in E.164 that it is called by; `date`: `MM-DD` or `YYYY-MM-DD`; `time`: `HH:MM`; `money`: at most two decimals. */
export const SAYINGS = ['number', 'digits', 'telephone', 'date', 'time', 'money'] as const;
export type Saying = (typeof SAYINGS)[number];

export interface SayStep {
  readonly do: 'say';
  readonly as: Saying;
  /** May hold variables in braces. */
  readonly value: string;
  /** Prompts that follow the number, by its grammatical form; null: none. */
  readonly unit: UnitWords | null;
}
/** Has a text spoken that differs from call to call, and plays it. */
export interface SpeakStep {
  readonly do: 'speak';
  /** What the text is called in stages: its beginning, with its variables in braces. */
  readonly name: string;
  readonly texts: Readonly<Partial<Record<Language, SpokenText>>>;
}
export interface SpokenText {
  /** Holds variables in braces. */
  readonly text: string;
  readonly language: Language;
  /** The engine's name for it. */
  readonly voice: string;
}
/** English has `one` and `many`, Russian all three. */
export interface UnitWords {
  readonly one: string;
  readonly few: string;
  readonly many: string;
}

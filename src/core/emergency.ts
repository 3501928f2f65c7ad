import { hasRunOut } from './hours.js';
import { dialledKey } from './plan.js';
import type { Instant } from './signal.js';
import type { State } from './state.js';

/** Stands for every number. */
export const ALL_NUMBERS = '*';

/** What every new caller hears first. */
export interface EmergencyMessage {
  readonly prompt: string;
  readonly since: Instant;
  /** On the clock on the wall; null: until somebody ends it. */
  readonly until: Instant | null;
  /** Name of who began it. */
  readonly by: string;
}

/** The prompt that callers of a number hear first: that of the number before that of all numbers; null: none. */
export function emergencyPrompt(state: State, dialled: string, wall: Instant): string | null {
  for (const key of [dialledKey(dialled), ALL_NUMBERS]) {
    const message = state.messages.get(key);
    if (message !== undefined && !hasRunOut(message, wall)) return message.prompt;
  }
  return null;
}

/** How a message is kept: by the digits of its number, or for all. */
export function messageKey(number: string | null): string {
  return number === null ? ALL_NUMBERS : dialledKey(number);
}

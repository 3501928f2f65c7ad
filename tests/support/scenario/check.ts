import { spoken } from './duration.js';
import type { CallerStory, Happened, PhoneStory } from './happened.js';

/** What is wrong, or null. `toleranceMs`: how far an instant may be off. */
export type Check = (happened: Happened, toleranceMs: number) => string | null;

/** Both instants are the same, as far as can be told. */
export function near(a: number, b: number, toleranceMs: number): boolean {
  return Math.abs(a - b) <= toleranceMs;
}

/** All checks of a list hold; else the first problem. */
export function every<T>(items: readonly T[], check: (item: T) => Check): Check {
  return (happened, toleranceMs) => {
    for (const item of items) {
      const problem = check(item)(happened, toleranceMs);
      if (problem !== null) return problem;
    }
    return null;
  };
}

/** A check of one caller's story. */
export function ofCaller(
  caller: string,
  check: (story: CallerStory, toleranceMs: number, happened: Happened) => string | null,
): Check {
  return (happened, toleranceMs) => {
    const story = happened.callers.get(caller);
    return story === undefined ? `${caller} never called` : check(story, toleranceMs, happened);
  };
}

/** A phone at which nothing happened. */
export const SILENT_PHONE: PhoneStory = { rings: [], referAnswers: [], heard: [] };

/** A check of one agent's phone. */
export function ofPhone(
  agent: string,
  check: (story: PhoneStory, toleranceMs: number) => string | null,
): Check {
  return (happened, toleranceMs) => check(happened.phones.get(agent) ?? SILENT_PHONE, toleranceMs);
}

export interface Span {
  readonly fromAt: number;
  readonly toAt: number;
}

/** `2s-5s, 9s-12s`, or `never`. */
export function spokenSpans(spans: readonly Span[]): string {
  return spans.map(({ fromAt, toAt }) => `${spoken(fromAt)}-${spoken(toAt)}`).join(', ') || 'never';
}

/** Exactly one of the spans has these borders. */
export function hasSpan(spans: readonly Span[], from: number, to: number, toleranceMs: number): boolean {
  return spans.some((span) => near(span.fromAt, from, toleranceMs) && near(span.toAt, to, toleranceMs));
}

/** The spans begin at exactly these instants, no more and no fewer. */
export function beginAt(spans: readonly Span[], at: readonly number[], toleranceMs: number): boolean {
  return (
    spans.length === at.length &&
    spans.every((span, index) => near(span.fromAt, at[index] ?? Infinity, toleranceMs))
  );
}

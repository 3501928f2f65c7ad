import type { LookupOutcome } from '../core/signal.js';

/** A longer value is cut: it goes into journal and calls. */
const LONGEST_VALUE = 200;
/** Would break a log line or an address. */
const CONTROL = /\p{Cc}/gu;

/**
 * The wanted fields of an answer as texts: texts, numbers and truth values of the object at its top; whatever else
 * stands there, or is missing, is left out. An answer that is no JSON object is `rubbish`. Never throws.
 */
export function valuesIn(body: string, names: readonly string[]): LookupOutcome {
  const answer = objectIn(body);
  if (answer === null) return { ok: false, failure: 'rubbish' };
  const values = names.flatMap((name) => {
    const text = Object.hasOwn(answer, name) ? textOf(answer[name]) : null;
    return text === null ? [] : [[name, text] as const];
  });
  return { ok: true, values: Object.fromEntries(values) };
}

function objectIn(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return null;
    return answer as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.slice(0, LONGEST_VALUE).replace(CONTROL, ' ');
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

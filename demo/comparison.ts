import type { CallEvent, CallFact, ConversationFact } from '../src/core/milestone.js';
import type { DemoAgent } from './day.js';
import type { FarTally } from './far-side.js';

/** What Callplane's database says of the same day. */
export interface StoredDay {
  readonly calls: readonly CallFact[];
  readonly conversations: readonly ConversationFact[];
  readonly events: readonly CallEvent[];
}

export interface ComparedRow {
  readonly what: string;
  readonly farEnd: number;
  readonly callplane: number;
  readonly isEqual: boolean;
}

/** Each key that was pressed is one of these. */
const KEY_EVENTS: readonly CallEvent['event'][] = ['menu-key', 'menu-wrong-key', 'key-ignored'];
const WAIT_TOLERANCE_MS = 1_000;

/** Number by number: what the far end counted beside what Callplane stored. */
export function compare(
  tally: FarTally,
  stored: StoredDay,
  agents: readonly DemoAgent[],
): readonly ComparedRow[] {
  const keys = stored.events.filter(({ event }) => KEY_EVENTS.includes(event));
  const answered = stored.calls.filter(({ conversations }) => conversations > 0);
  const gaveUp = stored.calls.filter(
    ({ conversations, endedBy }) => conversations === 0 && endedBy === 'caller',
  );
  return [
    row('calls', tally.calls, stored.calls.length),
    row('keys pressed', tally.keys, keys.length),
    row('calls answered', tally.talks, answered.length),
    row('callers who gave up', tally.gaveUp, gaveUp.length),
    ...agents.map(({ agent, phone }) =>
      row(
        `answered by ${agent}`,
        tally.answersByPhone.get(phone) ?? 0,
        stored.conversations.filter((one) => one.agent === agent).length,
      ),
    ),
    waits(tally, answered),
  ];
}

function row(what: string, farEnd: number, callplane: number): ComparedRow {
  return { what, farEnd, callplane, isEqual: farEnd === callplane };
}

/** Each wait on its own, within a second. */
function waits(tally: FarTally, answered: readonly CallFact[]): ComparedRow {
  const equal = answered.filter(({ from, waitMs }) => {
    const counted = tally.waitMsByCaller.get(from ?? '');
    return counted !== undefined && Math.abs(counted - waitMs) <= WAIT_TOLERANCE_MS;
  });
  return row('waits equal within a second', tally.waitMsByCaller.size, equal.length);
}

export function renderComparison(rows: readonly ComparedRow[]): string {
  const lines = rows.map(
    ({ what, farEnd, callplane, isEqual }) =>
      `  ${what.padEnd(30)} ${String(farEnd).padStart(8)} ${String(callplane).padStart(10)}   ${isEqual ? 'equal' : 'DIFFERENT'}`,
  );
  return [`  ${''.padEnd(30)} ${'far end'.padStart(8)} ${'Callplane'.padStart(10)}`, ...lines].join('\n');
}

/** The last line of the demo and its exit code: 0 when every number is equal, else 1. */
export function verdictOf(rows: readonly ComparedRow[]): { readonly text: string; readonly exitCode: 0 | 1 } {
  const different = rows.filter(({ isEqual }) => !isEqual).length;
  return different === 0
    ? { text: 'Every number is equal.', exitCode: 0 }
    : { text: `${different} number(s) differ.`, exitCode: 1 };
}

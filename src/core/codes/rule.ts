import type { AgentId, Plan } from '../plan.js';

/** What agents dial at their phones to say what they do. */
export interface CodesRule {
  readonly signIn: string;
  readonly signOut: string;
  readonly pause: string;
  readonly resume: string;
  readonly endWrapUp: string;
  /** The key behind the code of the pause → why; empty: a pause needs no key. */
  readonly pauses: Readonly<Record<string, PauseKey>>;
  readonly lock: PinLock;
}

export interface PauseKey {
  readonly reason: string;
  /** It ends by itself then; null: unless minutes are dialled, the agent ends it. */
  readonly forMs: number | null;
}

/** So many wrong PINs in a row lock an agent's for so long. */
export interface PinLock {
  readonly wrong: number;
  readonly forMs: number;
}

/** What a dialled code says. */
export type Said =
  | { readonly says: 'sign-in' }
  | { readonly says: 'sign-out' | 'resume' | 'end-wrap-up' }
  | { readonly says: 'pause'; readonly reason: string; readonly forMs: number | null }
  /** A pause for which there is no such key. */
  | { readonly says: 'nothing' };

/** Of a pause that needs no key. */
const ANY_REASON = 'break';
const MINUTE_MS = 60_000;

/** What was dialled, as a code; null: it is none. `*13`, `*131` (with a key), `*13*15` and `*131*15` (for 15 minutes). */
export function saidBy(rule: CodesRule, dialled: string): Said | null {
  if (dialled === rule.signIn) return { says: 'sign-in' };
  if (dialled === rule.signOut) return { says: 'sign-out' };
  if (dialled === rule.resume) return { says: 'resume' };
  if (dialled === rule.endWrapUp) return { says: 'end-wrap-up' };
  return dialled.startsWith(rule.pause) ? pauseSaid(rule, dialled.slice(rule.pause.length)) : null;
}

function pauseSaid({ pauses }: CodesRule, rest: string): Said {
  const [, key = '', minutes = null] = /^([0-9]?)(?:\*([1-9][0-9]{0,2}))?$/.exec(rest) ?? [null, '?'];
  const needsKey = Object.keys(pauses).length > 0;
  const known = needsKey ? pauses[key] : key === '' ? { reason: ANY_REASON, forMs: null } : undefined;
  if (known === undefined) return { says: 'nothing' };
  return {
    says: 'pause',
    reason: known.reason,
    forMs: minutes === null ? known.forMs : Number(minutes) * MINUTE_MS,
  };
}

/** Whose number it is; null: nobody's. */
export function agentNumbered({ agents }: Plan, number: string): AgentId | null {
  return Object.values(agents).find((agent) => agent.number === number)?.id ?? null;
}

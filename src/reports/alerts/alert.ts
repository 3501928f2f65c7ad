import { createHash } from 'node:crypto';
import type { Language, QueueId } from '../../core/plan.js';

/** What an alert looks for. Shares are 0 to 1. */
export type Condition =
  /** Somebody has waited in the queue for longer. */
  | { readonly kind: 'longest-wait'; readonly aboveMs: number }
  /** More wait in the queue. */
  | { readonly kind: 'callers-waiting'; readonly above: number }
  /** The headline of the visits that began lately is less, where there are enough of them to say. */
  | {
      readonly kind: 'service-level';
      readonly below: number;
      readonly overMs: number;
      readonly atLeast: number;
    }
  /** No agent of the queue is signed in. */
  | { readonly kind: 'nobody-signed-in' }
  /** More calls arrived in this hour than in the same hour of earlier weeks (`usual-hours.ts`). */
  | {
      readonly kind: 'unusual-load';
      readonly deviations: number;
      readonly weeks: number;
      readonly atLeast: number;
      /** Numbers dialled; empty: all. */
      readonly numbers: readonly string[];
    };
export type ConditionName = Condition['kind'];
export const CONDITION_NAMES = [
  'longest-wait',
  'callers-waiting',
  'service-level',
  'nobody-signed-in',
  'unusual-load',
] as const satisfies readonly ConditionName[];

/** Where an alert goes. */
export type AlertDestination =
  | { readonly kind: 'mail'; readonly to: string }
  /** `tokenFile`: what it holds is sent as a bearer token; null: none. */
  | { readonly kind: 'webhook'; readonly url: string; readonly tokenFile: string | null };

/** When an alert looks at all. */
export type AlertHours =
  | { readonly kind: 'always' }
  | { readonly kind: 'company' }
  | { readonly kind: 'calendar'; readonly name: string };

/** An alert, as the file of schedules has it. */
export interface Alert {
  readonly name: string;
  readonly condition: Condition;
  /** Each is looked at by itself; empty: every queue. */
  readonly queues: readonly QueueId[];
  readonly hours: AlertHours;
  /** It is raised when it has held for so long. */
  readonly forMs: number;
  /** It is cleared when it has not held for so long; what comes sooner is the same incident. */
  readonly clearAfterMs: number;
  /** null: the company's. */
  readonly language: Language | null;
  readonly destinations: readonly AlertDestination[];
}

const FINGERPRINT_DIGITS = 12;

/** Names a place in the book: the address of a web hook may be a secret, so it is not in it. */
export function alertTargetOf(destination: AlertDestination): string {
  if (destination.kind === 'mail') return `mail:${destination.to}`;
  const fingerprint = createHash('sha256').update(destination.url).digest('hex').slice(0, FINGERPRINT_DIGITS);
  return `webhook:${new URL(destination.url).host}/${fingerprint}`;
}

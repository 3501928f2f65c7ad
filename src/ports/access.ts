import type { AgentId } from '../core/plan.js';

/** IT; who leads teams; who takes calls; who only looks (the head of the company, a wallboard). */
export const ROLES = ['administrator', 'supervisor', 'agent', 'read-only'] as const;
export type Role = (typeof ROLES)[number];

/** Whom a token lets in, and how far he sees. */
export type Identity = { readonly name: string } & Reach;
export type Reach =
  | { readonly role: 'administrator' }
  | { readonly role: 'read-only' }
  | { readonly role: 'supervisor'; readonly teams: readonly string[] }
  | { readonly role: 'agent'; readonly agent: AgentId };

/** Says whose token it is; null: nobody's. */
export type Identify = (token: string) => Identity | null;

/** What was asked for lies beyond the reach of who asked; the message says what that is. */
export class BeyondReach extends Error {
  override readonly name = 'BeyondReach';
}

import type { Call } from '../call/call.js';
import type { ConversationId, Instant } from '../signal.js';
import type { OutcomeRule } from '../afterwards.js';
import type { AgentId, QueueId } from '../plan.js';
import type { CallId } from '../signal.js';
import type { State } from '../state.js';
import type { Work } from '../work.js';
import type { Agent } from './agent.js';

/** What comes of a conversation whose queue asks for it, as long as it can still be set. */
export interface OpenOutcome {
  readonly conversation: ConversationId;
  readonly call: CallId;
  readonly queue: QueueId;
  readonly agent: AgentId;
  readonly startedAt: Instant;
  /** As it was when the conversation began. */
  readonly rule: OutcomeRule;
  /** null: not set yet. */
  code: string | null;
  setAt: Instant | null;
  setBy: 'keys' | 'request' | null;
  /** When the agent pressed the key before that of a code; null: he has not. */
  starAt: Instant | null;
}

/** With this key an agent begins a code during the talk. */
const STAR = '*';
/** The key of the code follows within this time. */
const CODE_FOLLOWS_WITHIN_MS = 5_000;

/** The outcome that the agent can set now: that of his talk, or of the one that his wrap-up follows. */
export function openOutcome(state: State, { work }: Agent): OpenOutcome | null {
  if (work.kind === 'wrap-up') return work.outcome;
  if (work.kind !== 'talking') return null;
  const activity = state.calls.get(work.call)?.activity;
  return activity?.kind === 'talking' ? activity.conversation.outcome : null;
}

/** The queue demands a code, and none is set. */
export function isCodeMissing(outcome: OpenOutcome | null): boolean {
  return outcome !== null && outcome.rule.required && outcome.code === null;
}

/** Sets the code, which the queue must know; the last one counts. */
export function setOutcome(work: Work, outcome: OpenOutcome, code: string, setBy: 'keys' | 'request'): void {
  Object.assign(outcome, { code, setAt: work.now, setBy });
  const { call, conversation, agent } = outcome;
  if (!work.state.calls.has(call)) return;
  const detail = { conversation, agent, outcome: code, by: setBy };
  work.milestones.push({ kind: 'call-event', call, at: work.now, event: 'outcome-set', detail });
}

/** A key that an agent presses while he talks: a star and the key of a code set it. */
export function outcomeKey(work: Work, call: Call, key: string): void {
  const outcome = call.activity.kind === 'talking' ? call.activity.conversation.outcome : null;
  if (outcome === null) return;
  const { starAt, rule } = outcome;
  outcome.starAt = key === STAR ? work.now : null;
  if (key === STAR || starAt === null || work.now - starAt > CODE_FOLLOWS_WITHIN_MS) return;
  const [code] = Object.entries(rule.codes).find(([, { key: own }]) => own === key) ?? [];
  if (code !== undefined) setOutcome(work, outcome, code, 'keys');
}

/** Nothing can be set any more: what came of the conversation is told. */
export function settleOutcome(work: Work, outcome: OpenOutcome | null): void {
  if (outcome === null) return;
  const { conversation, call, queue, agent, startedAt, rule, code, setAt, setBy } = outcome;
  const said = code === null ? undefined : rule.codes[code];
  work.milestones.push({
    ...{ kind: 'outcome-settled', conversation, call, queue, agent, startedAt, settledAt: work.now },
    outcome: code,
    success: said?.success === true,
    resolution: said?.resolution ?? null,
    wrongNumber: said?.wrongNumber === true,
    required: rule.required,
    ...{ setAt, setBy },
  });
}

import type { Answer, Request } from '../core/signal.js';
import type { TelephonyState } from '../ports/telephony.js';
import type {
  AgentView,
  CallView,
  LiveOperations,
  QueueView,
  Readiness,
  ReloadResult,
} from '../ports/live.js';
import type { Line } from './line.js';
import { agentViews, callViews, queueViews } from './live-view.js';
import type { PlanKeeper } from './plan-keeper.js';

/** What readiness is made of. */
export interface LineHealth {
  telephony: TelephonyState | 'never-connected';
  /** Why the journal cannot be written; null: it can. */
  journalError: string | null;
  stopping: boolean;
}

/** What people see and ask of the running line. */
export function lineOperations(line: Line, plans: PlanKeeper, health: LineHealth): LiveOperations {
  return {
    ask: (request: Request): Promise<Answer> => line.ask(request),
    agents: (): readonly AgentView[] => agentViews(line.state),
    queues: (): readonly QueueView[] => queueViews(line.state),
    calls: (): readonly CallView[] => callViews(line.state),
    reload: (by: string): Promise<ReloadResult> => plans.load(by),
    readiness: (): Readiness => readinessOf(health),
  };
}

/** Calls are handled only with Asterisk and a journal. */
export function readinessOf(health: LineHealth): Readiness {
  const reasons: string[] = [];
  if (health.telephony === 'never-connected') reasons.push('Asterisk has not been reached yet');
  if (health.telephony === 'lost') reasons.push('the event stream of Asterisk is lost');
  if (health.telephony === 'replaced')
    reasons.push('another process has taken over the application in Asterisk');
  if (health.journalError !== null) reasons.push(`the journal cannot be written: ${health.journalError}`);
  if (health.stopping) reasons.push('shutting down');
  return { state: reasons.length === 0 ? 'ready' : 'not-ready', reasons };
}

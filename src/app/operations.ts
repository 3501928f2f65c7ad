import type { Actor, Change } from '../core/change.js';
import type { Answer, OverloadSign, Request } from '../core/signal.js';
import type { NewCalls, TelephonyState } from '../ports/telephony.js';
import type {
  AgentView,
  CallbackView,
  CallView,
  DrainResult,
  HandOverResult,
  HoursView,
  LiveOperations,
  MessageView,
  QueueView,
  Readiness,
  ReloadResult,
} from '../ports/live.js';
import type { Drain } from './drain.js';
import type { Line } from './line.js';
import { agentViews, callbackViews, callViews, queueViews, voicemailViews } from './live-view.js';
import type { PlanKeeper } from './plan-keeper.js';
import { hoursViews, messageViews } from './switch-view.js';

/** What readiness is made of. */
export interface LineHealth {
  telephony: TelephonyState | 'never-connected';
  /** Why the journal cannot be written; null: it can. */
  journalError: string | null;
  books: 'up' | 'away';
  database: 'open' | 'away';
  /** Scheduled reports and alerts that did not arrive; null: the books have not said. */
  undelivered: number | null;
  stopping: boolean;
  /** Whether another installation has what this one knows; `none`: there is to be none. */
  standby: () => 'none' | 'follows' | 'away';
  /** What is to be said of a drain; empty: new calls are taken. */
  draining: () => readonly string[];
  /** What was found astray and put right, counted by what it was. */
  readonly repairs: Record<string, number>;
  readonly disk: { readonly alarm: string | null; readonly freeBytes: number | null };
  readonly overload: { readonly alarm: string | null; readonly signs: readonly OverloadSign[] };
}

/** What stands between the people and a line that may have to be silent. */
export interface LineDoor {
  readonly pass: (work: () => void) => void;
  /** null: there is no standby. */
  readonly handOver: (() => HandOverResult) | null;
  readonly drain: Drain;
  /** An id for a change that is not used twice. */
  readonly mintId: () => string;
}

/** What people see and ask of the running line. */
export function lineOperations(
  line: Line,
  plans: PlanKeeper,
  health: LineHealth,
  door: LineDoor,
): LiveOperations {
  return {
    ask: (request: Request, by: Actor): Promise<Answer> =>
      new Promise((resolve, reject) => door.pass(() => void line.ask(request, by).then(resolve, reject))),
    agents: (): readonly AgentView[] => agentViews(line.state),
    queues: (): readonly QueueView[] => queueViews(line.state),
    calls: (): readonly CallView[] => callViews(line.state),
    callbacks: (): readonly CallbackView[] => callbackViews(line.state),
    voicemails: () => voicemailViews(line.state),
    hours: (): readonly HoursView[] => hoursViews(line.state, line.now()),
    messages: (): readonly MessageView[] => messageViews(line.state, line.now()),
    reload: (by: Actor): Promise<ReloadResult> => plans.load(by),
    readiness: (): Readiness => readinessOf(health),
    handOver: (by: Actor): HandOverResult => handOver(line, health, door, by),
    drain: (newCalls: NewCalls, by: Actor): Promise<DrainResult> => drain(line, door, newCalls, by),
  };
}

/** Kept before it begins: afterwards nothing is written here any more. */
function handOver(line: Line, health: LineHealth, door: LineDoor, by: Actor): HandOverResult {
  if (door.handOver === null)
    return { ok: false, detail: 'No standby is set up: CALLPLANE_STANDBY_PEER is not set.' };
  if (health.standby() === 'follows')
    door.pass(() =>
      keep(line, door, by, {
        what: 'handover',
        about: 'lead',
        before: { leads: true },
        after: { leads: false },
      }),
    );
  return door.handOver();
}

/** A line that must be silent tells Asterisk nothing: it may be another's now. */
function drain(line: Line, door: LineDoor, newCalls: NewCalls, by: Actor): Promise<DrainResult> {
  const turn = async (): Promise<DrainResult> => {
    const turned = await door.drain.turn(newCalls);
    if (!turned.ok) return turned;
    const { before, callsLeft } = turned;
    const what = newCalls === 'elsewhere' ? 'drain' : 'undrain';
    if (before !== newCalls) {
      line.accept({ kind: 'new-calls', go: newCalls });
      keep(line, door, by, { what, about: 'new calls', before: { newCalls: before }, after: { newCalls } });
    }
    return { ok: true, callsLeft };
  };
  return new Promise((resolve, reject) => door.pass(() => void turn().then(resolve, reject)));
}

function keep(
  line: Line,
  { mintId }: LineDoor,
  by: Actor,
  change: Pick<Change, 'what' | 'about' | 'before' | 'after'>,
): void {
  line.accept({ kind: 'changed', change: { id: mintId(), at: line.now(), by, ...change } });
}

/** Calls are handled only with Asterisk; without books, database or disk facts wait; a drain is somebody's wish. */
export function readinessOf(health: LineHealth): Readiness {
  const missing = whatIsMissing(health);
  if (missing.length > 0) return { state: 'not-ready', reasons: missing };
  const reasons: string[] = [];
  if (health.books === 'away') reasons.push('the books are away: facts wait in the journal');
  else if (health.database === 'away')
    reasons.push('the database cannot be used: facts wait in the journal, the log says why');
  if (health.standby() === 'away') reasons.push('no standby follows: nobody could take over');
  if (health.journalError !== null) reasons.push(`the journal cannot be written: ${health.journalError}`);
  if (health.disk.alarm !== null) reasons.push(health.disk.alarm);
  if (health.overload.alarm !== null) reasons.push(health.overload.alarm);
  const draining = health.draining();
  if (draining.length > 0) return { state: 'draining', reasons: [...draining, ...reasons] };
  return { state: reasons.length === 0 ? 'ready' : 'degraded', reasons };
}

function whatIsMissing(health: LineHealth): readonly string[] {
  const missing: string[] = [];
  if (health.telephony === 'never-connected') missing.push('Asterisk has not been reached yet');
  if (health.telephony === 'lost') missing.push('the event stream of Asterisk is lost');
  if (health.telephony === 'replaced')
    missing.push('another process has taken over the application in Asterisk');
  if (health.stopping) missing.push('shutting down');
  return missing;
}

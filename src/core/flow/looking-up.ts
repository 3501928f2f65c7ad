import type { Call } from '../call/call.js';
import type { LookupStep, NotifyStep } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import type { CallId, LookupId, LookupOutcome } from '../signal.js';
import { CoreBug, mint, wallTime } from '../state.js';
import { tell, type Work } from '../work.js';
import { stepAt } from './listening.js';
import { filled, filledUrl, LONGEST_VALUE, ownValue } from './variables.js';

/** Whoever asks for us gives up at the time of the step; so much later he is not waited for any more. */
const NET_MS = 500;

/** Asks another system; what the caller hears goes on as it is. */
export function enterLookup(work: Work, call: Call, step: LookupStep): void {
  const lookup = mint(work.state, 'lookup');
  call.activity = { kind: 'looking-up', lookup };
  tell(work, call, 'lookup-asked', { lookup: step.id });
  ask(work, call, step, lookup);
}

/** The process that had asked is gone, and nobody else hears the answer. */
export function lookUpAgain(work: Work, call: Call): void {
  if (call.activity.kind === 'looking-up') ask(work, call, stepOf(work, call), call.activity.lookup);
}

/** An answer, or none. One that comes too late, or a second one, finds nobody. */
export function lookedUp(work: Work, callId: CallId, lookup: LookupId, outcome: LookupOutcome): void {
  const call = work.state.calls.get(callId);
  if (call?.activity.kind === 'looking-up' && call.activity.lookup === lookup) goOnWith(work, call, outcome);
}

/** Not even a failure was told in time. */
export function lookupOverdue(work: Work, call: Call): void {
  if (call.activity.kind === 'looking-up') goOnWith(work, call, { ok: false, failure: 'timeout' });
}

/** Tells another system; whether it hears it is not waited for. */
export function notify(work: Work, call: Call, step: NotifyStep): void {
  const { state, now } = work;
  const [plan, wall] = [callPlan(state, call), wallTime(state, now)];
  const values = Object.entries(step.values).map(([name, value]) => [name, filled(value, call, plan, wall)]);
  const body = JSON.stringify(Object.fromEntries(values));
  work.webRequests.push({ kind: 'notify', call: call.id, url: filledUrl(step.url, call, plan, wall), body });
  tell(work, call, 'notified');
}

function ask(work: Work, call: Call, step: LookupStep, lookup: LookupId): void {
  const { state, now } = work;
  work.webRequests.push({
    kind: 'look-up',
    lookup,
    call: call.id,
    url: filledUrl(step.url, call, callPlan(state, call), wallTime(state, now)),
    names: Object.keys(step.values),
    timeoutMs: step.timeoutMs,
  });
  state.deadlines.set('lookup', call.id, now + step.timeoutMs + NET_MS);
}

/** What the answer does not have gets the value that the file has for it. */
function goOnWith(work: Work, call: Call, outcome: LookupOutcome): void {
  const step = stepOf(work, call);
  work.state.deadlines.cancel('lookup', call.id);
  const answered = outcome.ok ? outcome.values : {};
  let missing = 0;
  for (const [name, otherwise] of Object.entries(step.values)) {
    const value = ownValue(answered, name);
    if (value === undefined) missing += 1;
    call.variables[name] = value?.slice(0, LONGEST_VALUE) ?? otherwise;
  }
  tell(work, call, 'looked-up', {
    lookup: step.id,
    result: outcome.ok ? 'answered' : outcome.failure,
    missing,
  });
  work.turns.push({ turn: 'go-on', call: call.id });
}

function stepOf(work: Work, call: Call): LookupStep {
  const step = stepAt(work.state, call);
  if (step?.do !== 'lookup') throw new CoreBug(`call ${call.id} looks nothing up`);
  return step;
}

import { goOnAfterCall } from '../call/after-call.js';
import type { Call } from '../call/call.js';
import { hangUp, removeBridge } from '../legs.js';
import type { EndedBy } from '../milestone.js';
import { notReached } from '../not-reached.js';
import type { OutgoingFact } from '../outgoing/facts.js';
import { endRecording } from '../recording/recordings.js';
import type { CallId, LegEnd, LegId } from '../signal.js';
import type { OutsideLeg } from '../state.js';
import { tell, type Work } from '../work.js';
import type { Outside } from './outside.js';

type Outcome = Pick<OutgoingFact, 'result' | 'refusal' | 'endedBy'>;
type NotTalked = Exclude<OutgoingFact['result'], 'answered' | 'blocked-by-policy' | 'agent-cancelled'>;

/** What became of the number outside is told as a call of its own, which we have made for the caller's. */
export function tellOutside(
  work: Work,
  call: Call,
  made: Pick<Outside, 'number' | 'shown' | 'origin'> & { readonly call: CallId } & Partial<Outside>,
  { result, refusal, endedBy }: Outcome,
): void {
  const talk = made.stage?.kind === 'talking' ? made.stage.talk : null;
  work.milestones.push({
    ...{ kind: 'outgoing-ended', call: made.call, agent: null, origin: made.origin, forCall: call.id },
    ...{ number: made.number, shown: made.shown, askedAt: made.dialledAt ?? work.now },
    ...{ dialledAt: made.dialledAt ?? null, answeredAt: made.answeredAt ?? null, endedAt: work.now },
    ...{ endedBy, result, refusal, conversation: talk?.id ?? null },
    ...{ talkStartedAt: talk?.startedAt ?? null, talkEndedAt: talk === null ? null : work.now },
    ...{ talkMs: talk === null ? 0 : work.now - talk.startedAt, planVersion: call.plan },
  });
  if (result !== 'blocked-by-policy')
    tell(work, call, 'dial-over', {
      outgoing: made.call,
      result,
      talkMs: talk === null ? 0 : work.now - talk.startedAt,
    });
}

/** Caller and number outside part, whatever they were at; the caller is in his flow again. */
export function endOutside(work: Work, call: Call, result: NotTalked, endedBy: EndedBy): void {
  if (call.activity.kind !== 'outside') return;
  const { outside } = call.activity;
  const { stage, leg } = outside;
  work.state.deadlines.cancel('dial', call.id);
  work.state.deadlines.cancel('connect', call.id);
  call.activity = { kind: 'in-flow' };
  const hasTalked = stage.kind === 'talking';
  tellOutside(work, call, outside, { result: hasTalked ? 'answered' : result, refusal: null, endedBy });
  if (hasTalked && stage.talk.recording !== null) endRecording(work, stage.talk.recording);
  hangUp(work, leg, 'normal');
  if (stage.kind === 'joining') removeBridge(work, stage.bridge);
}

/** Nobody there talks with the caller: he goes on where the file says. */
export function notConnected(work: Work, call: Call, result: NotTalked, endedBy: EndedBy): void {
  if (call.activity.kind !== 'outside') return;
  const { otherwise } = call.activity.outside;
  endOutside(work, call, result, endedBy);
  work.turns.push({ turn: 'enter', call: call.id, block: otherwise });
}

/** The leg outside is gone and forgotten, from whichever source we learn it first. */
export function outsideLegEnded(work: Work, id: LegId, { call: callId }: OutsideLeg, end: LegEnd): void {
  const call = work.state.calls.get(callId);
  if (call?.activity.kind !== 'outside' || call.activity.outside.leg !== id) return;
  const by = end === 'unknown' ? 'unknown' : 'caller';
  if (call.activity.outside.stage.kind !== 'talking') {
    notConnected(work, call, notReached(end), by);
    return;
  }
  endOutside(work, call, 'failed', by);
  if (!goOnAfterCall(work, call))
    work.turns.push({
      ...{ turn: 'hang-up-call', call: call.id, place: 'conversation' },
      by: end === 'unknown' ? 'unknown' : 'callplane',
    });
}

/** It has rung long enough. While Asterisk is not heard nobody knows whether somebody has answered. */
export function outsideDue(work: Work, call: Call, againInMs: number): void {
  if (call.activity.kind !== 'outside') return;
  if (work.state.telephony.kind === 'lost') work.state.deadlines.set('dial', call.id, work.now + againInMs);
  else notConnected(work, call, 'no-answer', 'callplane');
}

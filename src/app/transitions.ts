import type {
  CallArrived,
  CallbackFact,
  CallEvent,
  DecisionFact,
  Milestone,
  OutgoingFact,
  RecordingFact,
  RecordingFailure,
  ReviewFact,
  TransferFact,
} from '../core/milestone.js';
import { impersonalDetail } from '../core/personal.js';
import type { LegId, Signal } from '../core/signal.js';
import type { Reaction } from '../core/step.js';
import type { VoicemailFailure } from '../core/voicemail/facts.js';
import type { Log } from '../ports/log.js';

/** One info line per transition of a call or agent, without who calls; signals that changed nothing worth telling at debug. */
export function logReaction(log: Log, signal: Signal, reaction: Reaction): void {
  if (reaction.milestones.length === 0)
    log.debug('signal', { signal: signal.kind, commands: reaction.commands.length });
  if (signal.kind === 'call-arrived' && signal.phone !== undefined && isTurnedAway(signal.leg, reaction))
    log.info('a phone has dialled a number and is refused: not exactly one agent is signed in there', {
      ...{ leg: signal.leg, phone: signal.phone },
    });
  for (const milestone of reaction.milestones) logMilestone(log, milestone);
}

/** At once, and nothing stands in the facts. */
function isTurnedAway(leg: LegId, { commands, milestones }: Reaction): boolean {
  return milestones.length === 0 && commands.some((each) => each.kind === 'hang-up' && each.leg === leg);
}

function logMilestone(log: Log, milestone: Milestone): void {
  switch (milestone.kind) {
    case 'call-event':
      return logCallEvent(log, milestone);
    case 'call-arrived':
      return logArrival(log, milestone);
    case 'call-ended':
      return log.info('call ended', {
        call: milestone.call,
        by: milestone.endedBy,
        place: milestone.endPlace,
        waitMs: milestone.waitMs,
        talkMs: milestone.talkMs,
      });
    case 'offer-ended':
      return log.info('offer ended', {
        call: milestone.call,
        offer: milestone.offer,
        agent: milestone.agent,
        queue: milestone.queue,
        result: milestone.result,
      });
    case 'agent-state-began':
      return log.info(`agent ${milestone.state}`, { agent: milestone.agent, reason: milestone.reason });
    case 'plan-in-force':
      return log.info('plan in force', { version: milestone.version, by: milestone.by });
    case 'changed':
      return log.info(`changed: ${milestone.what}`, {
        about: milestone.about,
        by: milestone.by.name,
        role: milestone.by.role,
        request: milestone.by.request ?? undefined,
      });
    case 'gap':
      return log.warn('a gap: events may have been lost', {
        from: milestone.from,
        to: milestone.to,
        cause: milestone.cause,
      });
    case 'outgoing-ended':
      return logOutgoing(log, milestone);
    case 'offer-decided':
      return logDecision(log, milestone);
    case 'callback-asked':
    case 'callback-attempt-ended':
    case 'callback-ended':
      return logCallback(log, milestone);
    case 'recording-ended':
      return logRecording(log, milestone);
    case 'voicemail-ended':
    case 'voicemail-marked':
      return logVoicemail(log, milestone);
    case 'rating-ended':
    case 'outcome-settled':
      return logAfterCall(log, milestone);
    case 'transfer-ended':
      return logTransfer(log, milestone);
    case 'call-reviewed':
      return logReview(log, milestone);
    case 'visit-ended':
    case 'conversation-ended':
    case 'hold-ended':
    case 'agent-state-ended':
      return;
  }
}

function logCallEvent(log: Log, event: CallEvent): void {
  const fields = { call: event.call, ...impersonalDetail(event) };
  if (event.event === 'prompt-broke-off')
    log.warn(
      'a prompt could not be played to its end, the call goes on. Is its sound file still where Asterisk reads it? `callplane check` tells which are not',
      fields,
    );
  else log.info(`call ${event.event}`, fields);
}

/** Whom he has called stands in the facts, not in the log. */
function logOutgoing(log: Log, { call, agent, forCall, result, refusal, talkMs }: OutgoingFact): void {
  const by = { agent: agent ?? undefined, forCall: forCall ?? undefined };
  log.info('outgoing call ended', { call, ...by, result, refusal: refusal ?? undefined, talkMs });
}

/** Why he was handed over may say something of the caller: it stands in the facts. */
function logTransfer(log: Log, { transfer, call, way, agent, target, result, takenBy }: TransferFact): void {
  log.info('transfer ended', { call, transfer, way, agent, target, result, takenBy: takenBy ?? undefined });
}

/** What was concluded may say something of the caller: it stands in the facts. */
function logReview(log: Log, { review, call, agent, score, reviewer }: ReviewFact): void {
  log.info('call reviewed', { call, review, agent: agent ?? undefined, score: score ?? undefined, reviewer });
}

/** What comes of a callback; whom it is to reach stands in the list, not in the log. */
function logCallback(
  log: Log,
  milestone: Extract<
    Milestone,
    { readonly kind: 'callback-asked' | 'callback-attempt-ended' | 'callback-ended' }
  >,
): void {
  switch (milestone.kind) {
    case 'callback-asked':
      return log.info('callback asked for', {
        callback: milestone.callback,
        queue: milestone.queue,
        origin: milestone.origin,
        call: milestone.call,
      });
    case 'callback-attempt-ended':
      return log.info('callback tried', {
        callback: milestone.callback,
        call: milestone.call,
        agent: milestone.agent,
        offer: milestone.offerResult,
        result: milestone.result,
      });
    case 'callback-ended':
      return logCallbackEnd(log, milestone);
  }
}

/** The greeting of a voicemail box has promised it to him: a person must know. */
function logCallbackEnd(log: Log, fact: CallbackFact): void {
  const { callback, queue, tries, origin, end, reason } = fact;
  const fields = { callback, queue, tries, reason: reason ?? undefined };
  if (origin === 'voicemail' && reason === 'queue-full')
    log.warn(
      'whoever came to voicemail is not called back: the queue has as many callbacks open as it may. Raise callback.open of the queue, or cancel what is not wanted any more',
      fields,
    );
  else log.info(`callback ${end}`, fields);
}

/** What a caller says of a talk, and an agent of what came of it. */
function logAfterCall(
  log: Log,
  milestone: Extract<Milestone, { readonly kind: 'rating-ended' | 'outcome-settled' }>,
): void {
  const { call, conversation } = milestone;
  if (milestone.kind === 'rating-ended')
    log.info('rating ended', { call, conversation, result: milestone.result, score: milestone.score });
  else
    log.info('outcome settled', {
      ...{ call, conversation, agent: milestone.agent, outcome: milestone.outcome },
    });
}

/** What a person should do about it. */
const MEND: Readonly<Record<RecordingFailure, string>> = {
  refused:
    'Asterisk cannot make the file. Is its folder of recordings there ("recording" below astspooldir), and may Asterisk\'s user write to it?',
  exists: 'a file of this name is there already. Was an older data folder of Callplane put back?',
  'no-bridge': 'the conversation was over before the recording began',
  'broke-off':
    "the file closed before the conversation was over. Is the disk with Asterisk's recordings full? Asterisk's own log says more",
  'not-paused': 'the pause could not be kept, so the recording was stopped',
  'not-resumed': 'it could not be resumed after the pause; the rest of the conversation is missing',
  'not-found': 'Asterisk knows of no such file',
  'no-answer': 'Asterisk did not say what became of it; look for the file',
};

/** Recording is a promise to somebody: where it is not kept, a person must know now. The call goes on all the same. */
function logRecording(log: Log, { recording, call, conversation, failure, durationMs }: RecordingFact): void {
  const fields = { call, conversation, recording, durationMs };
  if (failure === null) log.info('recording ended', fields);
  else if (failure === 'no-bridge') log.info(`not recorded: ${MEND[failure]}`, { ...fields, failure });
  else log.error(`recording failed, the call goes on: ${MEND[failure]}`, { ...fields, failure });
}

/** What a person should do about a message that was not kept, or not whole. */
const MEND_VOICEMAIL: Readonly<Record<VoicemailFailure, string>> = {
  'box-full': 'nobody has heard the messages that are in the box; hear them, then it takes messages again',
  refused: MEND.refused,
  exists: MEND.exists,
  'broke-off':
    "the file closed while the caller spoke. It may be that he hung up just then; if it happens again, look whether the disk with Asterisk's recordings is full. Asterisk's own log says more",
  'not-found': MEND['not-found'],
  'no-answer': MEND['no-answer'],
};

/** A message that is lost must be known now; who left it stands in the facts, not in the log. */
function logVoicemail(
  log: Log,
  milestone: Extract<Milestone, { readonly kind: 'voicemail-ended' | 'voicemail-marked' }>,
): void {
  const { voicemail } = milestone;
  if (milestone.kind === 'voicemail-marked') {
    log.info('voicemail marked', { voicemail, heardBy: milestone.heardBy });
    return;
  }
  const { call, box, result, failure, recording, callback } = milestone;
  const fields = { voicemail, call, box, result, recording, callback };
  if (failure === null) log.info('voicemail ended', fields);
  else
    log.error(`a voicemail message is lost or not whole: ${MEND_VOICEMAIL[failure]}`, { ...fields, failure });
}

function logDecision(log: Log, decision: DecisionFact): void {
  const { call, decision: offer, decidedBy: by, rung, eligible, leftOut } = decision;
  log.info('offer decided', { call, offer, by, rung, eligible, leftOut });
}

function logArrival(log: Log, { call, leg, dialled }: CallArrived): void {
  log.info('call arrived', { call, leg, dialled });
}

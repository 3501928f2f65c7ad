import type { Milestone, RecordingFact, RecordingFailure } from '../core/milestone.js';
import { impersonalDetail } from '../core/personal.js';
import type { Signal } from '../core/signal.js';
import type { Reaction } from '../core/step.js';
import type { Log } from '../ports/log.js';

/** One info line per transition of a call or agent, without who calls; signals that changed nothing worth telling at debug. */
export function logReaction(log: Log, signal: Signal, reaction: Reaction): void {
  if (reaction.milestones.length === 0)
    log.debug('signal', { signal: signal.kind, commands: reaction.commands.length });
  for (const milestone of reaction.milestones) logMilestone(log, milestone);
}

function logMilestone(log: Log, milestone: Milestone): void {
  switch (milestone.kind) {
    case 'call-event':
      return log.info(`call ${milestone.event}`, { call: milestone.call, ...impersonalDetail(milestone) });
    case 'call-arrived':
      return log.info('call arrived', {
        call: milestone.call,
        leg: milestone.leg,
        dialled: milestone.dialled,
      });
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
    case 'callback-asked':
    case 'callback-attempt-ended':
    case 'callback-ended':
      return logCallback(log, milestone);
    case 'recording-ended':
      return logRecording(log, milestone);
    case 'rating-ended':
      return log.info('rating ended', {
        call: milestone.call,
        conversation: milestone.conversation,
        result: milestone.result,
        score: milestone.score,
      });
    case 'outcome-settled':
      return log.info('outcome settled', {
        call: milestone.call,
        conversation: milestone.conversation,
        agent: milestone.agent,
        outcome: milestone.outcome,
      });
    case 'visit-ended':
    case 'conversation-ended':
    case 'agent-state-ended':
      return;
  }
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
      return log.info(`callback ${milestone.end}`, {
        callback: milestone.callback,
        queue: milestone.queue,
        tries: milestone.tries,
        reason: milestone.reason ?? undefined,
      });
  }
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

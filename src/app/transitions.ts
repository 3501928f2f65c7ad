import type { Milestone } from '../core/milestone.js';
import type { Signal } from '../core/signal.js';
import type { Reaction } from '../core/step.js';
import type { Log } from '../ports/log.js';

/** One info line per transition of a call or agent; signals that changed nothing worth telling at debug. */
export function logReaction(log: Log, signal: Signal, reaction: Reaction): void {
  if (reaction.milestones.length === 0)
    log.debug('signal', { signal: signal.kind, commands: reaction.commands.length });
  for (const milestone of reaction.milestones) logMilestone(log, milestone);
}

function logMilestone(log: Log, milestone: Milestone): void {
  switch (milestone.kind) {
    case 'call-event':
      return log.info(`call ${milestone.event}`, { call: milestone.call, ...milestone.detail });
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
    case 'visit-ended':
    case 'conversation-ended':
    case 'agent-state-ended':
      return;
  }
}

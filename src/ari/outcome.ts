import type { FailedCommand, Failure } from '../core/signal.js';
import { existsAlready, failureOf, isSuccess } from './failure.js';
import type { Reply } from './failure.js';
import type { LegCommand } from './requests.js';

/** What a reply means for its command. `gone`: done already, and what it was about does not exist any more. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Commands whose aim is reached when what they are about is gone. */
const ENDING: ReadonlySet<LegCommand['kind']> = new Set([
  'hang-up',
  'stop-playback',
  'stop-music',
  'stop-ringback',
  'remove-bridge',
  'stop-recording',
  'discard-recording',
  'verify-leg',
]);

/**
 * A bridge that exists already is as good as a new one; for a leg that "exists already", ask for it. Only a recording
 * that has ended refuses to be stopped with 409: Asterisk tells its end a moment before it forgets it.
 */
export function outcomeOf(kind: LegCommand['kind'], reply: Reply): Outcome {
  if (isSuccess(reply)) return { kind: 'done' };
  if (kind === 'connect' && existsAlready(reply)) return { kind: 'done' };
  const failure = failureOfCommand(kind, reply);
  const isOver = failure === 'gone' || (kind === 'stop-recording' && failure === 'conflict');
  if (isOver && ENDING.has(kind)) return { kind: 'gone' };
  return { kind: 'failed', failure };
}

function failureOfCommand(kind: LegCommand['kind'], reply: Reply): Failure {
  if (kind === 'ring') return ringFailure(reply);
  return kind === 'start-recording' || kind === 'record-message' ? recordingFailure(reply) : failureOf(reply);
}

/** A folder that is missing or may not be written is answered with a bare 500, an unknown format with 422. */
function recordingFailure(reply: Reply): Failure {
  const isRefused = reply.kind === 'reply' && [400, 422, 500].includes(reply.status);
  return isRefused ? 'refused' : failureOf(reply);
}

/** A phone that Asterisk does not know is refused with 400 or 500; which one depends on the technology. */
function ringFailure(reply: Reply): Failure {
  const failure = failureOf(reply);
  const isRejected = reply.kind === 'reply' && (reply.status === 400 || reply.status === 404);
  return isRejected && failure !== 'refused' ? 'unreachable' : failure;
}

/** The part of the command that a `command-failed` names. */
export function failedCommand(command: LegCommand): FailedCommand {
  return {
    kind: command.kind,
    leg: 'leg' in command ? command.leg : null,
    playback: 'playback' in command ? command.playback : null,
    bridge: 'bridge' in command ? command.bridge : null,
    ...('recording' in command ? { recording: command.recording } : {}),
  };
}

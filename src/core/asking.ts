import { answerLastAgentRequest, lastAgentStanding } from './agent/last-agents.js';
import { answerCallbackRequest, callbackStanding } from './callback/meeting.js';
import { standingOf } from './agent/standing.js';
import { carryOutForAgent } from './agent-asking.js';
import { actorOf, type ChangeDetail } from './change.js';
import { answerRecordingRequest, recordingStanding } from './recording/asking.js';
import { answerOutgoingRequest } from './outgoing/dialling.js';
import { messageKey } from './emergency.js';
import { answerCallRequest, callStanding, standingAfter } from './queue/steering.js';
import { answerTransferRequest, transferStanding } from './transfer/asking.js';
import type {
  AgentRequest,
  CallbackRequest,
  CallRequest,
  HoursRequest,
  LastAgentRequest,
  MessageRequest,
  OutgoingRequest,
  RecordingRequest,
  Request,
  ReviewRequest,
  Signal,
  TransferRequest,
  VoicemailRequest,
} from './signal.js';
import { answerReviewRequest, reviewStanding } from './reviewing.js';
import { answerHoursRequest, answerMessageRequest, hoursStanding, messageStanding } from './switching.js';
import { answerVoicemailRequest, voicemailStanding } from './voicemail/keeping.js';
import type { Work } from './work.js';

const SHOWN_DIGITS = 4;

type Asked = Extract<Signal, { kind: 'request' }>;

/** Somebody asks for something: it is done or refused, answered, and what was done is kept with who asked. */
export function requested(work: Work, asked: Asked): void {
  const { request } = asked;
  if (request.ask === 'call-out') requestedOfOutgoing(work, asked, request);
  else if (isOfCallback(request)) requestedOfCallback(work, asked, request);
  else if (request.ask === 'review-call') requestedOfReview(work, asked, request);
  else if ('voicemail' in request) requestedOfVoicemail(work, asked, request);
  else if ('caller' in request) requestedOfLastAgent(work, asked, request);
  else if (isOfTransfer(request)) requestedOfTransfer(work, asked, request);
  else if (isOfRecording(request)) requestedOfRecording(work, asked, request);
  else if ('call' in request) requestedOfCall(work, asked, request);
  else if ('agent' in request) requestedOfAgent(work, asked, request);
  else if ('hours' in request) requestedOfHours(work, asked, request);
  else requestedOfMessage(work, asked, request);
}

function requestedOfOutgoing(work: Work, asked: Asked, request: OutgoingRequest): void {
  const agent = work.state.agents.get(request.agent);
  const before = standingOf(work.state, agent);
  const outcome = answerOutgoingRequest(work, request);
  work.answers.push({ id: asked.id, ...outcome });
  // Whom he calls stands in the facts, not in the record of changes, which is kept without end.
  if (outcome.ok) keep(work, asked, request.agent, before, standingOf(work.state, agent));
}

function isOfCallback(request: Request): request is CallbackRequest {
  return request.ask === 'ask-callback' || request.ask === 'cancel-callback';
}

function requestedOfCallback(work: Work, asked: Asked, request: CallbackRequest): void {
  const before = callbackStanding(work.state, request);
  const outcome = answerCallbackRequest(work, request);
  work.answers.push({ id: asked.id, ...outcome });
  if (!outcome.ok) return;
  const after = callbackStanding(work.state, request);
  // Whom it is to reach stands in the list, not in the log.
  const about = request.ask === 'ask-callback' ? String(after['callback']) : request.callback;
  keep(work, asked, about, before, after);
}

function requestedOfVoicemail(work: Work, asked: Asked, request: VoicemailRequest): void {
  const before = voicemailStanding(work.state, request.voicemail);
  const outcome = answerVoicemailRequest(work, request, actorOf(asked.by));
  work.answers.push({ id: asked.id, ...outcome });
  if (outcome.ok)
    keep(work, asked, request.voicemail, before, voicemailStanding(work.state, request.voicemail));
}

function requestedOfReview(work: Work, asked: Asked, request: ReviewRequest): void {
  const outcome = answerReviewRequest(work, request, actorOf(asked.by));
  work.answers.push({ id: asked.id, ...outcome });
  if (outcome.ok) keep(work, asked, request.call, {}, reviewStanding(request));
}

function requestedOfLastAgent(work: Work, asked: Asked, request: LastAgentRequest): void {
  const { state, now } = work;
  const before = lastAgentStanding(state, request.caller);
  const outcome = answerLastAgentRequest(state, request, now);
  work.answers.push({ id: asked.id, ...outcome });
  if (!outcome.ok) return;
  keep(work, asked, partOf(request.caller), before, lastAgentStanding(state, request.caller));
}

/** Enough to know again who was meant, too little to call him: the record of changes is kept without end. */
function partOf(number: string): string {
  return `caller …${number.slice(-SHOWN_DIGITS)}`;
}

function requestedOfHours(work: Work, asked: Asked, request: HoursRequest): void {
  const before = hoursStanding(work.state, request.hours);
  const outcome = answerHoursRequest(work, request, actorOf(asked.by));
  work.answers.push({ id: asked.id, ...outcome });
  if (outcome.ok) keep(work, asked, request.hours, before, hoursStanding(work.state, request.hours));
}

function requestedOfMessage(work: Work, asked: Asked, request: MessageRequest): void {
  const key = messageKey(request.number);
  const before = messageStanding(work.state, key);
  const outcome = answerMessageRequest(work, request, actorOf(asked.by));
  work.answers.push({ id: asked.id, ...outcome });
  if (outcome.ok) keep(work, asked, key, before, messageStanding(work.state, key));
}

function requestedOfAgent(work: Work, asked: Asked, request: AgentRequest): void {
  const outcome = carryOutForAgent(work, request, { id: asked.id, by: actorOf(asked.by) });
  work.answers.push({ id: asked.id, ...outcome });
}

function isOfRecording(request: Request): request is RecordingRequest {
  return request.ask === 'pause-recording' || request.ask === 'resume-recording';
}

const OF_TRANSFER: ReadonlySet<Request['ask']> = new Set([
  ...([
    'transfer-call',
    'consult',
    'complete-transfer',
    'cancel-transfer',
    'hold-call',
    'resume-call',
  ] as const),
]);

function isOfTransfer(request: Request): request is TransferRequest {
  return OF_TRANSFER.has(request.ask);
}

function requestedOfTransfer(work: Work, asked: Asked, request: TransferRequest): void {
  const before = transferStanding(work.state, request.call);
  const outcome = answerTransferRequest(work, request);
  work.answers.push({ id: asked.id, ...outcome });
  if (outcome.ok) keep(work, asked, request.call, before, transferStanding(work.state, request.call));
}

function requestedOfCall(work: Work, asked: Asked, request: CallRequest): void {
  const before = callStanding(work.state, request.call);
  const outcome = answerCallRequest(work, request);
  work.answers.push({ id: asked.id, ...outcome });
  if (outcome.ok) keep(work, asked, request.call, before, standingAfter(work, request));
}

function requestedOfRecording(work: Work, asked: Asked, request: RecordingRequest): void {
  const before = recordingStanding(work, request.call);
  const outcome = answerRecordingRequest(work, request);
  work.answers.push({ id: asked.id, ...outcome });
  if (outcome.ok) keep(work, asked, request.call, before, recordingStanding(work, request.call));
}

function keep(work: Work, asked: Asked, about: string, before: ChangeDetail, after: ChangeDetail): void {
  const { id, by, request } = asked;
  const change = { id, at: work.now, by: actorOf(by), what: request.ask, about };
  work.milestones.push({ kind: 'changed', ...change, before, after });
}

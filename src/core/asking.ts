import { isWithCaller } from './agent/availability.js';
import { answerLastAgentRequest, lastAgentStanding } from './agent/last-agents.js';
import { answerRequest } from './agent/presence.js';
import { answerCallbackRequest, callbackStanding } from './callback/meeting.js';
import { standingOf } from './agent/standing.js';
import { actorOf, type ChangeDetail } from './change.js';
import { answerRecordingRequest, recordingStanding } from './recording/asking.js';
import { withdrawOffer } from './ringing/offers.js';
import { messageKey } from './emergency.js';
import { answerCallRequest, callStanding, standingAfter } from './queue/steering.js';
import type {
  AgentRequest,
  CallbackRequest,
  CallRequest,
  HoursRequest,
  LastAgentRequest,
  MessageRequest,
  RecordingRequest,
  Request,
  Signal,
} from './signal.js';
import { answerHoursRequest, answerMessageRequest, hoursStanding, messageStanding } from './switching.js';
import type { Work } from './work.js';

const SHOWN_DIGITS = 4;

type Asked = Extract<Signal, { kind: 'request' }>;

/** Somebody asks for something: it is done or refused, answered, and what was done is kept with who asked. */
export function requested(work: Work, asked: Asked): void {
  const { request } = asked;
  if (isOfCallback(request)) requestedOfCallback(work, asked, request);
  else if ('caller' in request) requestedOfLastAgent(work, asked, request);
  else if (isOfRecording(request)) requestedOfRecording(work, asked, request);
  else if ('call' in request) requestedOfCall(work, asked, request);
  else if ('agent' in request) requestedOfAgent(work, asked, request);
  else if ('hours' in request) requestedOfHours(work, asked, request);
  else requestedOfMessage(work, asked, request);
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
  const agent = work.state.agents.get(request.agent);
  const before = standingOf(work.state, agent);
  const outcome = answerRequest(work, request);
  work.answers.push({ id: asked.id, ...outcome });
  if (!outcome.ok) return;
  keep(work, asked, request.agent, before, standingOf(work.state, agent));
  if (agent?.work.kind !== 'offered' || isWithCaller(work.state, agent)) return;
  if (agent.pause !== null || agent.presence.kind === 'signed-out')
    withdrawOffer(work, agent.work.offer, 'withdrawn');
}

function isOfRecording(request: Request): request is RecordingRequest {
  return request.ask === 'pause-recording' || request.ask === 'resume-recording';
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

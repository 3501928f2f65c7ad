import type {
  CallbackAttemptFact,
  ConversationFact,
  EndedBy,
  EndPlace,
  OfferResult,
  OutcomeFact,
  OutgoingFact,
  RatingFact,
  RecordingFact,
  VisitExit,
  VisitFact,
  VoicemailFact,
} from '../core/milestone.js';
import { inWords } from '../core/outgoing/refusing.js';
import { isPartner } from '../core/partner/partner.js';
import type { AgentId } from '../core/plan.js';
import type { Instant } from '../core/signal.js';
import type { CallRecord } from '../ports/story.js';
import { lasting, type NameOf } from './names.js';

/** The end of something that lasted. */
export interface End {
  readonly from: Instant;
  readonly at: Instant;
  readonly text: string;
}

const RESULTS: Readonly<Record<OfferResult, (name: string, rang: string) => string>> = {
  answered: (name, rang) => `${name} answers after ${rang}`,
  'no-answer': (name, rang) => `${name} does not answer within ${rang}`,
  busy: (name) => `${name}: the phone is busy`,
  declined: (name, rang) => `${name} declines after ${rang}`,
  unreachable: (name) => `${name}: the phone cannot be reached`,
  'not-confirmed': (name, rang) =>
    `${name} is given up after ${rang}: somebody answered, nobody took the call by key`,
  'caller-left': (name) => `${name} is rung no more: the caller has left`,
  'lost-race': (name) => `${name} is rung no more: somebody else was faster`,
  withdrawn: (name) => `${name} is rung no more: the offer is taken back`,
  failed: (name) => `${name}: the connection fails`,
};

const EXITS: Readonly<Record<VisitExit, string | null>> = {
  answered: null,
  'hung-up': 'hangs up while waiting',
  'wait-limit': 'leaves: the limit of the wait is reached',
  key: 'leaves by the key',
  full: 'is turned away: the queue is full',
  nobody: 'leaves: nobody is there',
  callback: 'leaves: a callback is promised',
  voicemail: 'has left a message',
  removed: 'is taken out',
  failed: 'leaves: something failed',
  unknown: 'is gone; nobody knows how',
  'ran-out': 'nobody has answered: the next step follows',
};

const BY: Readonly<Record<EndedBy, string>> = {
  caller: 'the caller hangs up',
  agent: 'the agent hangs up',
  callplane: 'Callplane hangs up',
  unknown: 'nobody knows who hung up',
};

const PLACES: Readonly<Partial<Record<EndPlace, string>>> = {
  queue: 'while waiting in a queue',
  ring: 'while phones ring',
  voicemail: 'at a voicemail box',
  outside: 'while a phone outside rings',
  unallocated: 'nothing answers that number',
  blocked: 'a blocked number',
  shed: 'more came than could be handled',
  failed: 'something failed',
  gap: 'while Callplane did not hear',
  dialplan: 'the dialplan had the call',
};

const CALLED_HANGS_UP = 'whoever was called hangs up';
const CALLERS_CALL_OVER = 'the call for which it was made ends it';

/** A number outside was asked, and the caller did not come to it. */
const ASKED_UNTIL: Readonly<Record<EndedBy, string>> = {
  ...{ caller: CALLED_HANGS_UP, agent: 'the agent goes back to him' },
  ...{ callplane: 'the caller has left, or the connection failed', unknown: BY.unknown },
};

const ATTEMPTS: Readonly<Record<NonNullable<CallbackAttemptFact['result']>, string>> = {
  answered: 'the client was reached',
  busy: "the client's phone is busy",
  'no-answer': 'the client does not answer',
  refused: 'the client declines',
  failed: 'the client cannot be reached',
  'agent-cancelled': 'the agent hangs up before the client has answered',
  withdrawn: 'it is taken back: the client calls himself, or somebody has cancelled',
};

const OUTGOING: Readonly<Record<Exclude<OutgoingFact['result'], 'answered'>, string>> = {
  busy: 'the phone is busy',
  'no-answer': 'nobody answers',
  refused: 'whoever is called declines',
  failed: 'the connection fails',
  'blocked-by-policy': 'nobody is called',
  'agent-cancelled': 'the agent gives up, or did not answer the own phone',
  'caller-left': 'the caller hangs up before anybody answers',
};

const VOICEMAILS: Readonly<Record<VoicemailFact['result'], string>> = {
  left: 'a message',
  'hung-up': 'no message: hung up before the beep was over,',
  'too-short': 'no message: hardly anything was said',
  failed: 'no message is kept',
};

/** Everything of the call that came to an end, in words. */
export function endsOf(record: CallRecord, nameOf: NameOf): readonly End[] {
  return [
    ...record.offers.map(({ agent, offeredAt, endedAt, result }) =>
      offerEnd({ agent, from: offeredAt, at: endedAt, result }, nameOf),
    ),
    ...record.attempts.map(({ agent, offeredAt, offerEndedAt, offerResult: result }) =>
      offerEnd({ agent, from: offeredAt, at: offerEndedAt, result }, nameOf),
    ),
    ...record.visits.flatMap(visitEnd),
    ...record.conversations.map((talk) => talkEnd(talk, nameOf)),
    ...record.attempts.flatMap((attempt) => attemptEnd(attempt, nameOf)),
    ...record.recordings.map((recording) => recordingEnd(recording, nameOf)),
    ...record.ratings.flatMap(ratingEnd),
    ...record.voicemails.map(voicemailEnd),
    ...callEnd(record),
    ...record.outcomes.map((outcome) => outcomeOf(outcome, nameOf)),
  ];
}

function offerEnd(
  offer: {
    readonly agent: AgentId;
    readonly from: Instant;
    readonly at: Instant;
    readonly result: OfferResult;
  },
  nameOf: NameOf,
): End {
  const { agent, from, at, result } = offer;
  return { from, at, text: RESULTS[result](nameOf(agent), lasting(at - from)) };
}

function visitEnd({ enteredAt, endedAt, exit, waitMs }: VisitFact): readonly End[] {
  const text = EXITS[exit];
  return text === null ? [] : [{ from: enteredAt, at: endedAt, text: `${text} (waited ${lasting(waitMs)})` }];
}

function talkEnd({ agent, startedAt, endedAt, talkMs }: ConversationFact, nameOf: NameOf): End {
  return {
    from: startedAt,
    at: endedAt,
    text: `the conversation with ${nameOf(agent)} is over after ${lasting(talkMs)}`,
  };
}

/** What came of the client's phone; where it was not to be rung, the offer tells everything. */
function attemptEnd(
  { agent, offerEndedAt, offerResult, endedAt, result, talkMs }: CallbackAttemptFact,
  nameOf: NameOf,
): readonly End[] {
  if (offerResult !== 'answered') return [];
  const came = result === null ? 'the client is not called' : ATTEMPTS[result];
  const talk = result === 'answered' ? ` after ${lasting(talkMs)} of talk with ${nameOf(agent)}` : '';
  return [{ from: offerEndedAt, at: endedAt, text: `${came}${talk}: the attempt is over` }];
}

function recordingEnd(
  { agent, startedAt, endedAt, durationMs, result, failure }: RecordingFact,
  nameOf: NameOf,
): End {
  const what = `the recording of ${agent === null ? 'the talk with the number outside' : nameOf(agent)}`;
  const length = durationMs === null ? '' : ` (${lasting(durationMs)})`;
  const text = result === 'recorded' ? `${what} is kept${length}` : `${what} fails: ${failure ?? 'unknown'}`;
  return { from: startedAt, at: endedAt, text };
}

/** All other results are stages of the call. */
function ratingEnd({ askedAt, endedAt, result }: RatingFact): readonly End[] {
  if (result !== 'hung-up' && result !== 'unknown') return [];
  return [{ from: askedAt, at: endedAt, text: 'leaves without a rating' }];
}

function voicemailEnd({ box, enteredAt, endedAt, spokenMs, result, failure }: VoicemailFact): End {
  const because = failure === null ? '' : ` (${failure})`;
  const length = result === 'left' && spokenMs !== null ? ` of ${lasting(spokenMs)}` : '';
  return { from: enteredAt, at: endedAt, text: `${VOICEMAILS[result]}${length} at the box ${box}${because}` };
}

function outcomeOf(
  { agent, startedAt, settledAt, outcome, success, required }: OutcomeFact,
  nameOf: NameOf,
): End {
  const talk = `the conversation with ${nameOf(agent)}`;
  const unset = required ? 'has no outcome, though the queue asks for one' : 'has no outcome';
  const text =
    outcome === null ? `${talk} ${unset}` : `${talk} came to ${outcome}${success ? ', a success' : ''}`;
  return { from: startedAt, at: settledAt, text };
}

function callEnd({ over, outgoing, conversations }: CallRecord): readonly End[] {
  if (outgoing !== null) return [outgoingEnd(outgoing)];
  if (over === null) return [];
  const { arrivedAt, endedAt, direction, endedBy, endPlace } = over;
  const place = PLACES[endPlace];
  const isPartners = endedBy === 'agent' && isPartner(conversations.at(-1)?.agent ?? null);
  const named = isPartners ? 'the partner hangs up' : BY[endedBy];
  const by = direction === 'outbound' && endedBy === 'caller' ? CALLED_HANGS_UP : named;
  const text = `${by}${place === undefined ? '' : ` (${place})`}: the call is over`;
  return [{ from: arrivedAt, at: endedAt, text }];
}

function outgoingEnd(fact: OutgoingFact): End {
  const { askedAt, endedAt, endedBy, forCall, conversation, result, refusal, talkMs } = fact;
  const ours = forCall !== null && endedBy === 'callplane' ? CALLERS_CALL_OVER : BY[endedBy];
  const by = endedBy === 'caller' ? CALLED_HANGS_UP : ours;
  const talked =
    conversation === null
      ? `it was only asked about the caller: ${ASKED_UNTIL[endedBy]}`
      : `${by} after ${lasting(talkMs)} of talk`;
  const blocked = refusal === null ? '' : `: ${inWords(refusal)}`;
  const came = result === 'answered' ? talked : `${OUTGOING[result]}${blocked}`;
  return { from: askedAt, at: endedAt, text: `${came}: the call is over` };
}

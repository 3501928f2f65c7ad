import type { Milestone, VisitExit } from '../core/milestone.js';
import type { QueueId } from '../core/plan.js';
import type { CallId } from '../core/signal.js';
import type { JournalRecord } from '../ports/journal.js';
import type { KnownBefore, QueueLogRow } from '../ports/queue-log.js';
import { agentLines, planLines } from './agent-lines.js';
import { NOBODY, type Line, RowBook } from './row-book.js';

type Told<Kind extends Milestone['kind']> = Extract<Milestone, { kind: Kind }>;

/** The rows of these records; `zone`: of the clock that their times are written by. */
export function queueLogRows(
  records: readonly JournalRecord[],
  before: KnownBefore,
  zone: string,
): readonly QueueLogRow[] {
  const book = new RowBook(before, zone);
  for (const record of records) {
    book.begin(record.sequence);
    for (const milestone of record.milestones) book.write(linesOf(milestone, record.milestones, book));
  }
  return book.rows;
}

/** What one milestone has to tell; `others`: those of the same step. */
function linesOf(milestone: Milestone, others: readonly Milestone[], book: RowBook): readonly Line[] {
  const { kind } = milestone;
  if (kind === 'call-arrived') book.callers.set(milestone.call, milestone);
  if (kind === 'call-event' && milestone.event === 'queue-entered') return entering(milestone, others, book);
  if (kind === 'offer-ended') return ringing(milestone, book);
  if (kind === 'visit-ended') return leaving(milestone, others, book);
  if (kind === 'conversation-ended') return completing(milestone, others, book);
  if (kind === 'plan-in-force') return planLines(milestone, book);
  return kind === 'agent-state-began' ? agentLines(milestone, book) : [];
}

/** Whoever is turned away was in no queue of Asterisk's, which writes nothing of him. */
function entering(event: Told<'call-event'>, others: readonly Milestone[], book: RowBook): readonly Line[] {
  const queue = String(event.detail['queue']);
  if (others.some((other) => isDoor(other, event.call, queue))) return [];
  const callid = book.callidOf(event.call);
  const caller = book.callers.get(event.call);
  const position = Number(event.detail['position'] ?? 1);
  book.comesTo(callid, queue, position);
  const line = { at: event.at, callid, queue, agent: NOBODY };
  const dialled = caller?.dialled ?? '';
  return [
    { ...line, event: 'ENTERQUEUE', data: ['', caller?.from ?? '', String(position)] },
    ...(dialled === '' ? [] : [{ ...line, event: 'DID', data: [dialled] }]),
  ];
}

function isDoor(other: Milestone, call: CallId, queue: QueueId): boolean {
  return other.kind === 'visit-ended' && other.call === call && other.queue === queue && wasTurnedAway(other);
}

function wasTurnedAway({ exit, position }: Told<'visit-ended'>): boolean {
  return (exit === 'full' || exit === 'nobody') && position === undefined;
}

/** A lost race, what is taken back, and what we did wrong, is nothing that Asterisk writes. */
function ringing(offer: Told<'offer-ended'>, book: RowBook): readonly Line[] {
  const { queue, call, agent, endedAt: at, offeredAt, result } = offer;
  const event = RINGS[result];
  if (result === 'answered') book.answered.set(offer.visit, offer);
  if (queue === null || event === undefined) return [];
  return [{ at, callid: book.callidOf(call), queue, agent, event, data: [String(at - offeredAt)] }];
}

const RINGS: Readonly<Partial<Record<Told<'offer-ended'>['result'], string>>> = {
  'no-answer': 'RINGNOANSWER',
  'not-confirmed': 'RINGNOANSWER',
  busy: 'RINGNOANSWER',
  declined: 'RINGNOANSWER',
  unreachable: 'RINGNOANSWER',
  'caller-left': 'RINGCANCELED',
};

function leaving(visit: Told<'visit-ended'>, others: readonly Milestone[], book: RowBook): readonly Line[] {
  const { queue, call, agent, endedAt: at, enteredAt } = visit;
  if (queue === null || wasTurnedAway(visit)) return [];
  const callid = book.callidOf(call);
  const waited = String(secondsBetween(enteredAt, at));
  if (visit.exit === 'answered' && agent !== null) {
    const offer = book.answered.get(visit.visit);
    const ring = offer === undefined ? 0 : Math.floor((offer.endedAt - offer.offeredAt) / 1000);
    const data = [waited, offer?.leg ?? '', String(ring)];
    return [{ at, callid, queue, agent, event: 'CONNECT', data }];
  }
  const entered = book.placeOf(callid, queue) ?? visit.position ?? 1;
  const left = [String(visit.position ?? entered), String(entered), waited];
  const line = { at, callid, queue, agent: NOBODY, event: EXITS[visit.exit] };
  if (line.event === 'EXITWITHKEY') return [{ ...line, data: [keyOf(call, queue, others), ...left] }];
  return [{ ...line, data: line.event === 'WITHDRAW' ? [...left, ''] : left }];
}

/** Asterisk calls all that ends in the queue an abandon, whoever ended it. */
const EXITS: Readonly<Record<VisitExit, string>> = {
  answered: 'ABANDON',
  'hung-up': 'ABANDON',
  'wait-limit': 'EXITWITHTIMEOUT',
  'ran-out': 'EXITWITHTIMEOUT',
  key: 'EXITWITHKEY',
  callback: 'EXITWITHKEY',
  voicemail: 'EXITWITHKEY',
  full: 'EXITEMPTY',
  nobody: 'EXITEMPTY',
  removed: 'WITHDRAW',
  failed: 'ABANDON',
  unknown: 'ABANDON',
};

/** The key with which he left; empty: he left without. */
function keyOf(call: CallId, queue: QueueId, others: readonly Milestone[]): string {
  for (const other of others)
    if (other.kind === 'call-event' && other.event === 'queue-key' && other.call === call)
      if (other.detail['queue'] === queue) return String(other.detail['key']);
  return '';
}

function completing(
  talk: Told<'conversation-ended'>,
  others: readonly Milestone[],
  book: RowBook,
): readonly Line[] {
  const { queue, call, agent, startedAt, endedAt: at, waitMs, endedBy } = talk;
  if (queue === null) return [];
  const callid = book.callidOf(call);
  const waited = secondsBetween(startedAt - waitMs, startedAt);
  const times = [waited, secondsBetween(startedAt, at), book.placeOf(callid, queue) ?? 1].map(String);
  const { event, data } = handedOver(talk, others) ?? {
    event: endedBy === 'agent' ? 'COMPLETEAGENT' : 'COMPLETECALLER',
    data: [],
  };
  return [{ at, callid, queue, agent, event, data: [...data, ...times] }];
}

/** How the agent handed his caller over; null: he did not. Asterisk has the extension and its context, or whom the caller has now. */
function handedOver(
  { call }: Told<'conversation-ended'>,
  others: readonly Milestone[],
): Pick<Line, 'event' | 'data'> | null {
  for (const other of others) {
    if (other.kind !== 'call-event' || other.event !== 'handed-over' || other.call !== call) continue;
    const { target, way } = other.detail;
    const words = String(target);
    const colon = words.indexOf(':');
    if (way === 'consult') return { event: 'ATTENDEDTRANSFER', data: ['BRIDGE', words] };
    return { event: 'BLINDTRANSFER', data: [words.slice(colon + 1), words.slice(0, colon)] };
  }
  return null;
}

/** As of two clocks that show whole seconds, like Asterisk's. */
function secondsBetween(from: number, to: number): number {
  return Math.floor(to / 1000) - Math.floor(from / 1000);
}

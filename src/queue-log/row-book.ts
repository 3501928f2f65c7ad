import type { AgentId, Plan, QueueId } from '../core/plan.js';
import type { CallId, Instant, VisitId } from '../core/signal.js';
import {
  placeKey,
  type AnsweredOffer,
  type KnownBefore,
  type QueueLogCaller,
  type QueueLogRow,
  type ShownPresence,
} from '../ports/queue-log.js';

/** Stands where an event is of no call, queue or agent. */
export const NOBODY = 'NONE';
/** As long as Asterisk's own table takes them. */
const LONGEST_DATA = 100;
const LONGEST_EVENT_FIELDS = 5;

/** One line, before it has its place. */
export interface Line {
  readonly at: Instant;
  readonly callid: string;
  readonly queue: string;
  readonly agent: string;
  readonly event: string;
  readonly data: readonly string[];
}

/** What is known while rows are made, and the rows. */
export class RowBook {
  readonly rows: QueueLogRow[] = [];
  readonly callers: Map<CallId, QueueLogCaller>;
  readonly states: Map<AgentId, ShownPresence>;
  readonly answered: Map<VisitId, AnsweredOffer>;
  plan: Plan | null;
  readonly #places: Map<string, number>;
  readonly #wall: Intl.DateTimeFormat;
  #record = 0;
  #place = 0;

  constructor(before: KnownBefore, zone: string) {
    this.callers = new Map(before.callers);
    this.states = new Map(before.states);
    this.answered = new Map(before.answered);
    this.plan = before.plan;
    this.#places = new Map(before.places);
    this.#wall = new Intl.DateTimeFormat('sv-SE', {
      ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    });
  }

  /** What comes now is of this record of the journal. */
  begin(sequence: number): void {
    this.#record = sequence;
    this.#place = 0;
  }

  write(lines: readonly Line[]): void {
    for (const { at, callid, queue, agent, event, data } of lines) {
      const [data1 = '', data2 = '', data3 = '', data4 = '', data5 = ''] = data
        .slice(0, LONGEST_EVENT_FIELDS)
        .map(fieldOf);
      this.#place += 1;
      this.rows.push({
        ...{ record: this.#record, place: this.#place, at, time: this.#timeOf(at) },
        ...{ callid: fieldOf(callid), queuename: fieldOf(queue), agent: fieldOf(agent), event },
        ...{ data1, data2, data3, data4, data5 },
      });
    }
  }

  /** The caller's channel; the call's own id where it is not known any more. */
  callidOf(call: CallId): string {
    return this.callers.get(call)?.leg ?? call;
  }

  comesTo(callid: string, queue: QueueId, position: number): void {
    this.#places.set(placeKey(callid, queue), position);
  }

  /** Where he stood when he came; null: not known. */
  placeOf(callid: string, queue: QueueId): number | null {
    return this.#places.get(placeKey(callid, queue)) ?? null;
  }

  #timeOf(at: Instant): string {
    const milliseconds = String(((at % 1000) + 1000) % 1000).padStart(3, '0');
    return `${this.#wall.format(at).replace(',', '')}.${milliseconds}000`;
  }
}

/** What would end a field or a line is a blank. */
function fieldOf(text: string): string {
  return Array.from(text.replace(/[|\p{Cc}]/gu, ' '))
    .slice(0, LONGEST_DATA)
    .join('');
}

import type { Instant } from '../core/signal.js';

/** One line of Asterisk's queue_log: `time|call|queue|agent|event|data1|…|data5`. */
export interface QueueLogLine {
  /** To the second, or finer where Asterisk was set so. */
  readonly at: Instant;
  /** Asterisk's unique id of the caller's channel, or NONE. */
  readonly call: string;
  readonly queue: string;
  readonly agent: string;
  readonly event: string;
  readonly data: readonly string[];
}

/** What a line is; `fault`: what was found, and what would be right. */
export type ReadLine =
  { readonly ok: true; readonly line: QueueLogLine } | { readonly ok: false; readonly fault: string };

const FEWEST_FIELDS = 5;
const LONGEST_SHOWN = 60;
/** From 2000 to 2099: what is outside is no time of a queue. */
const [EARLIEST_S, LATEST_S] = [946_684_800, 4_102_444_800];

/** Reads a line (Asterisk's documentation, Queue Logs). Never throws. */
export function readQueueLogLine(text: string): ReadLine {
  const fields = text.split('|');
  if (fields.length < FEWEST_FIELDS)
    return fault(`${fields.length} of the fields (${shown(text)})`, 'time|call|queue|agent|event|data…');
  const [time = '', call = '', queue = '', agent = '', event = '', ...data] = fields;
  const seconds = /^\d{9,10}(\.\d{1,9})?$/.test(time) ? Number(time) : NaN;
  if (!(seconds >= EARLIEST_S && seconds < LATEST_S))
    return fault(`the time ${shown(time)}`, 'seconds since 1970, like 1772442000');
  if (!/^[A-Z][A-Z0-9_]{1,39}$/.test(event))
    return fault(`the event ${shown(event)}`, 'one of Asterisk’s, like CONNECT');
  return { ok: true, line: { at: Math.round(seconds * 1000), call, queue, agent, event, data } };
}

function fault(found: string, right: string): ReadLine {
  return { ok: false, fault: `found ${found}; right would be ${right}` };
}

function shown(text: string): string {
  return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
}

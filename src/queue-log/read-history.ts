import type { Milestone } from '../core/milestone.js';
import type { AgentId } from '../core/plan.js';
import type { Instant } from '../core/signal.js';
import { ImportedCall, importedId } from './imported-call.js';
import { readQueueLogLine, type QueueLogLine } from './queue-log-line.js';

/** A call that is over may still come into another queue so long. */
const OVER_AFTER_MS = 3_600_000;
/** Nobody waits or talks so long: the end of it is not in the file. */
const LOST_AFTER_MS = 24 * 3_600_000;
/** So often it is looked which calls are over. */
const LOOK_EVERY_LINES = 1_000;
const NAMED_FAULTS = 10;

/** What reading came to. */
export interface HistoryReport {
  readonly lines: number;
  readonly calls: number;
  /** Calls whose end is not in the file. */
  readonly unfinished: number;
  /** Lines that cannot be read, and the first of them by number. */
  readonly broken: number;
  readonly faults: readonly string[];
  /** Lines of calls whose beginning is not in the file. */
  readonly strays: number;
  /** Events of which there is no fact, with how often each came. */
  readonly passedOver: ReadonlyMap<string, number>;
  readonly first: Instant | null;
  readonly last: Instant | null;
}

/** Reads the lines of a queue_log one by one; what is known of a call comes out when it is over. */
export class HistoryReader {
  #lines = 0;
  #calls = 0;
  #unfinished = 0;
  #broken = 0;
  #strays = 0;
  #first: Instant | null = null;
  #last: Instant | null = null;
  readonly #faults: string[] = [];
  readonly #passedOver = new Map<string, number>();
  readonly #open = new Map<string, ImportedCall>();
  /** Calls that were told, with when they arrived: lines that stand twice are no second call. */
  readonly #told = new Map<string, Instant>();

  /** `agentOf`: who is meant by the name of a member. */
  constructor(private readonly agentOf: (member: string) => AgentId) {}

  /** One line, without its end. What of it is over now. */
  read(text: string): readonly Milestone[] {
    this.#lines += 1;
    if (text.trim() === '') return [];
    const read = readQueueLogLine(text);
    if (!read.ok) {
      this.#broken += 1;
      if (this.#faults.length < NAMED_FAULTS) this.#faults.push(`${this.#lines}: ${read.fault}`);
      return [];
    }
    const { line } = read;
    this.#first ??= line.at;
    this.#last = Math.max(this.#last ?? 0, line.at);
    this.#take(line);
    if (line.event === 'QUEUESTART') return this.#close(() => true);
    return this.#lines % LOOK_EVERY_LINES === 0 ? this.#lookWhatIsOver(line.at) : [];
  }

  /** The file is at its end: everything that is left. */
  end(): readonly Milestone[] {
    return this.#close(() => true);
  }

  report(): HistoryReport {
    return {
      ...{ lines: this.#lines, calls: this.#calls, unfinished: this.#unfinished, broken: this.#broken },
      ...{ faults: this.#faults, strays: this.#strays, passedOver: this.#passedOver },
      ...{ first: this.#first, last: this.#last },
    };
  }

  #lookWhatIsOver(now: Instant): readonly Milestone[] {
    for (const [id, arrivedAt] of this.#told) if (now - arrivedAt > 2 * LOST_AFTER_MS) this.#told.delete(id);
    return this.#close((call) => this.#isOver(call, now));
  }

  #isOver(call: ImportedCall, now: Instant): boolean {
    return now - call.lastAt > (call.isUnderWay ? LOST_AFTER_MS : OVER_AFTER_MS);
  }

  #close(isOver: (call: ImportedCall) => boolean): readonly Milestone[] {
    const told: Milestone[] = [];
    for (const [key, call] of this.#open) {
      if (!isOver(call)) continue;
      this.#open.delete(key);
      this.#told.set(call.id, call.arrivedAt);
      if (call.isUnderWay) this.#unfinished += 1;
      const milestones = call.milestones();
      if (milestones.length > 0) this.#calls += 1;
      for (const milestone of milestones) told.push(milestone);
    }
    return told;
  }

  #take(line: QueueLogLine): void {
    if (line.event === 'QUEUESTART') return;
    if (line.event === 'ENTERQUEUE') return this.#enters(line);
    const known = this.#open.get(line.call);
    if (line.event === 'DID') {
      const [dialled = ''] = line.data;
      if (known === undefined) this.#strays += 1;
      else known.dialled = dialled;
      return;
    }
    const apply = EVENTS[line.event];
    if (apply === undefined) {
      this.#passedOver.set(line.event, (this.#passedOver.get(line.event) ?? 0) + 1);
      return;
    }
    if (known === undefined) this.#strays += 1;
    else apply(known, line, this.agentOf(line.agent));
  }

  #enters({ call, queue, at, data }: QueueLogLine): void {
    const from = withoutBlanked(data[1] ?? '');
    const id = importedId(call, at);
    const known = this.#open.get(call);
    if (known === undefined && this.#told.has(id)) {
      this.#strays += 1;
      return;
    }
    const entering = known ?? new ImportedCall(id, at, from === '' ? null : from);
    this.#open.set(call, entering);
    entering.enters(queue, at);
  }
}

/** A number whose time was over is blanked out where it stood. */
function withoutBlanked(number: string): string {
  return /^x+$/.test(number) ? '' : number;
}

/** What each event does to the call that it is of (Asterisk's documentation, Queue Logs). */
const EVENTS: Readonly<
  Partial<Record<string, (call: ImportedCall, line: QueueLogLine, agent: AgentId) => void>>
> = {
  CONNECT: (call, { at, data }, agent) => call.isAnswered(agent, secondsOf(data[2]), at),
  RINGNOANSWER: (call, { at, data }, agent) =>
    void call.wasRung(agent, millisecondsOf(data[0]), 'no-answer', at),
  RINGCANCELED: (call, { at, data }, agent) =>
    void call.wasRung(agent, millisecondsOf(data[0]), 'withdrawn', at),
  COMPLETEAGENT: (call, { at }) => call.hangsUp('agent', at),
  COMPLETECALLER: (call, { at }) => call.hangsUp('caller', at),
  TRANSFER: (call, { at }) => call.hangsUp('agent', at),
  BLINDTRANSFER: (call, { at }) => call.hangsUp('agent', at),
  ATTENDEDTRANSFER: (call, { at }) => call.hangsUp('agent', at),
  ABANDON: (call, { at }) => call.leaves('hung-up', { by: 'caller', place: 'queue' }, at),
  WITHDRAW: (call, { at }) => call.leaves('removed', AWAY, at),
  EXITWITHTIMEOUT: (call, { at }) => call.leaves('wait-limit', AWAY, at),
  EXITEMPTY: (call, { at }) => call.leaves('nobody', AWAY, at),
  EXITWITHKEY: (call, { at }) => call.leaves('key', AWAY, at),
};
/** It went on in the dialplan, of which a queue_log says nothing. */
const AWAY = { by: 'unknown', place: 'flow' } as const;

const LONGEST_RING_MS = 3_600_000;

function secondsOf(text: string | undefined): number {
  return ringMs(text, 1000);
}

function millisecondsOf(text: string | undefined): number {
  return ringMs(text, 1);
}

/** What is no number, or longer than any phone rings, is not known: 0. */
function ringMs(text: string | undefined, unitMs: number): number {
  const ms = text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) * unitMs : 0;
  return ms > LONGEST_RING_MS ? 0 : ms;
}

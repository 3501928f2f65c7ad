/*
 * The naive side of reports that list callers, transfers and escalations, or look beside the period: worked out from the views alone.
 */
import {
  groups,
  num,
  str,
  within,
  type NaiveFigure,
  type NaivePeriod,
  type NaiveTable,
} from './naive-figures.js';
import type { Naive } from './naive.js';
import type { Row, Views } from './naive-views.js';

const WEEK_MS = 7 * 86_400_000;
const MISSED = ['left-in-menu', 'abandoned', 'timed-out', 'turned-away', 'shed', 'unknown', 'failed'];

/** The missed calls of one number between two talks with him. */
interface Missed {
  readonly caller: string | null;
  readonly calls: readonly Row[];
  /** null: nobody has talked with him since. */
  readonly reached: number | null;
}

export class NaiveLists {
  constructor(
    private readonly views: Views,
    private readonly naive: Naive,
    private readonly period: NaivePeriod,
  ) {}

  private callOf(row: Row): Row | undefined {
    return [...this.views.calls, ...this.views.open_calls].find((call) => call['call_id'] === row['call_id']);
  }

  /** When somebody talked with whom, whoever had called. */
  private talks(): readonly { readonly number: string | null; readonly at: number }[] {
    const since = { ...this.period, to: Infinity };
    const inbound = this.views.conversations.filter(
      (talk) => talk['visit_id'] !== null && within(talk, 'started_at', since),
    );
    const reached = this.views.callbacks.filter(
      (one) => one['end_kind'] === 'reached' && within(one, 'ended_at', since),
    );
    const made = this.views.outgoing_calls
      .filter((call) => call['agent_id'] !== null && within(call, 'asked_at', since))
      .flatMap((call) => {
        const talk = this.views.conversations.find(
          (one) => one['conversation_id'] === call['conversation_id'],
        );
        return talk === undefined ? [] : [{ number: String(call['number']), at: num(talk, 'started_at') }];
      });
    return [
      ...inbound.map((talk) => ({
        number: this.naive.number(this.callOf(talk)),
        at: num(talk, 'started_at'),
      })),
      ...reached.map((one) => ({ number: str(one, 'number'), at: num(one, 'ended_at') })),
      ...made,
    ];
  }

  missed(): readonly Missed[] {
    const talks = this.talks();
    const calls = this.naive
      .calls()
      .filter((call) => num(call, 'in_hours') === 1 && !this.naive.isWrongNumber(call))
      .filter(
        (call) =>
          MISSED.includes(this.naive.disposition(call)) ||
          String(call['marks']).includes('abandoned-after-transfer'),
      );
    const reachedAt = (call: Row): number | null => {
      const number = this.naive.number(call);
      const at = num(call, num(call, 'conversations') === 0 ? 'arrived_at' : 'ended_at');
      const later = talks.filter((talk) => number !== null && talk.number === number && talk.at > at);
      return later.length === 0 ? null : Math.min(...later.map((talk) => talk.at));
    };
    const found = groups(calls, (call) => [
      `${this.naive.number(call) ?? String(call['call_id'])} ${String(reachedAt(call))}`,
    ]);
    return [...found.values()].flatMap((some) => {
      const [first] = some;
      return first === undefined
        ? []
        : [{ caller: this.naive.number(first), calls: some, reached: reachedAt(first) }];
    });
  }

  /** The queues that a call was in, as they are called, in order. */
  queuesOf(call: Row): string {
    const visits = this.views.visits
      .filter((visit) => visit['call_id'] === call['call_id'])
      .sort((a, b) => num(a, 'entered_at') - num(b, 'entered_at'));
    return [...new Set(visits.map((visit) => str(visit, 'queue_id') ?? 'ring steps'))].join(', ');
  }

  /** By queue: the first calls, and what became of them. */
  firstCalls(): NaiveTable {
    const isMissing = (call: Row | undefined): boolean => call === undefined;
    const entries = this.views.visits.flatMap((visit) => {
      const [call, queue] = [this.callOf(visit), str(visit, 'queue_id')];
      const number = isMissing(call) ? null : this.naive.number(call);
      return queue === null || number === null
        ? []
        : [{ visit, queue, number, call: visit['call_id'], at: num(visit, 'entered_at') }];
    });
    const first = entries.filter(
      (entry) =>
        entry.visit['exit_kind'] === 'answered' &&
        within(entry.visit, 'entered_at', this.period) &&
        !entries.some(
          (other) =>
            other.queue === entry.queue &&
            other.number === entry.number &&
            other.call !== entry.call &&
            other.at < entry.at &&
            other.at >= entry.at - WEEK_MS,
        ),
    );
    const table = new Map<string, Record<string, NaiveFigure>>();
    for (const queue of new Set(first.map((entry) => entry.queue))) {
      const words = first
        .filter((entry) => entry.queue === queue)
        .map((entry) => {
          const said = this.views.outcomes
            .filter(
              (row) =>
                row['call_id'] === entry.call && row['queue_id'] === queue && row['resolution'] !== null,
            )
            .sort((a, b) => num(a, 'started_at') - num(b, 'started_at'))
            .at(-1);
          if (said !== undefined) return String(said['resolution']);
          if (entry.at + WEEK_MS > this.period.now) return 'open';
          return entries.some(
            (other) =>
              other.queue === queue &&
              other.number === entry.number &&
              other.call !== entry.call &&
              other.at >= entry.at &&
              other.at <= entry.at + WEEK_MS,
          )
            ? 'unresolved'
            : 'resolved';
        });
      const count = (word: string): number => words.filter((each) => each === word).length;
      table.set(queue, {
        first: count('resolved') + count('unresolved'),
        again: count('unresolved'),
        resolved: [count('resolved'), count('resolved') + count('unresolved')],
        open: count('open'),
      });
    }
    return table;
  }

  private transfers(): Row[] {
    const own = new Set([...this.naive.calls(), ...this.naive.openCalls()].map((call) => call['call_id']));
    return this.views.transfers.filter((one) => own.has(one['call_id']));
  }

  /** Of all who were answered. */
  handedOver(): Record<string, NaiveFigure> {
    const answered = this.naive.calls().filter((call) => num(call, 'conversations') > 0).length;
    const all = this.transfers();
    const left = new Set(all.filter((one) => one['handed_over_at'] !== null).map((one) => one['call_id']))
      .size;
    return { answered, 'handed-over': left, transfers: all.length, share: [left, answered] };
  }

  transfersByAgent(): NaiveTable {
    const table: NaiveTable = new Map();
    for (const [agent, own] of groups(this.transfers(), (one) => [String(one['agent_id'])])) {
      const results = new Map<string, number>();
      for (const one of own)
        results.set(String(one['result']), (results.get(String(one['result'])) ?? 0) + 1);
      table.set(agent, {
        transfers: own.length,
        asked: own.filter((one) => one['way'] === 'consult').length,
        ...Object.fromEntries(results),
      });
    }
    return table;
  }

  /** Calls that came to a step with a mark, with how many phones were rung for each. */
  escalated(): Map<string, number> {
    const marked = this.naive
      .calls()
      .filter((call) =>
        (JSON.parse(String(call['marks'])) as string[]).some(
          (mark) => !['imported', 'misdirected', 'abandoned-after-transfer'].includes(mark),
        ),
      );
    return new Map(
      marked.map((call) => [
        String(call['call_id']),
        this.naive.offers().filter((offer) => offer['call_id'] === call['call_id']).length,
      ]),
    );
  }

  /** How many waits of calls lie between these seconds, by how they ended. */
  waitsBetween(from: number, to: number): readonly [answered: number, hungUp: number, other: number] {
    const ends = this.naive
      .calls()
      .filter((call) => call['first_offered_at'] !== null)
      .filter((call) => num(call, 'wait_ms') >= from * 1_000 && num(call, 'wait_ms') < to * 1_000)
      .map((call) => this.naive.disposition(call));
    const [answered, hungUp] = [['answered'], ['abandoned', 'short-abandoned']].map(
      (words) => ends.filter((end) => words.includes(end)).length,
    );
    return [answered ?? 0, hungUp ?? 0, ends.length - (answered ?? 0) - (hungUp ?? 0)];
  }
}

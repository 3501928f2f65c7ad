import {
  groups,
  num,
  sum,
  within,
  type NaiveFigure,
  type NaivePeriod,
  type NaiveTable,
} from './naive-figures.js';
import type { Row, Views } from './naive-views.js';

/** The calls that agents made, worked out from their view alone. */
export class NaiveOutgoing {
  constructor(
    private readonly views: Pick<Views, 'outgoing_calls'>,
    private readonly period: NaivePeriod,
  ) {}

  asked(): Row[] {
    return this.views.outgoing_calls.filter(
      (call) => call['agent_id'] !== null && within(call, 'asked_at', this.period),
    );
  }

  /** `talks`: those of the same agent with people who called. */
  figures(asked: readonly Row[], talks: readonly Row[]): Record<string, NaiveFigure> {
    const made = asked.filter((call) => call['dialled_at'] !== null);
    const answered = made.filter((call) => call['result'] === 'answered').length;
    const talk = sum(asked.map((call) => num(call, 'talk_ms')));
    return {
      'calls-asked-for': asked.length,
      'calls-made': made.length,
      'calls-made-answered': answered,
      'calls-made-answer-rate': [answered, made.length],
      'calls-made-long': asked.filter((call) => num(call, 'talk_ms') > 30_000).length,
      'clients-called': new Set(made.map((call) => call['number'])).size,
      'talk-in-calls-made': talk,
      'talk-with-clients': talk + sum(talks.map((each) => num(each, 'talk_ms'))),
    };
  }

  by(keys: (call: Row) => readonly string[]): NaiveTable {
    const table: NaiveTable = new Map();
    for (const [key, calls] of groups(this.asked(), keys)) table.set(key, this.figures(calls, []));
    return table;
  }
}

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

/** The calls that agents made, worked out from their view and the notes after them. */
export class NaiveOutgoing {
  constructor(
    private readonly views: Pick<Views, 'outgoing_calls' | 'agent_states' | 'open_agent_states'>,
    private readonly period: NaivePeriod,
  ) {}

  asked(): Row[] {
    return this.views.outgoing_calls.filter(
      (call) => call['agent_id'] !== null && within(call, 'asked_at', this.period),
    );
  }

  /** `inbound`: talks of the same agent with people who called. */
  figures(asked: readonly Row[], inbound: readonly Row[]): Record<string, NaiveFigure> {
    const made = asked.filter((call) => call['dialled_at'] !== null);
    const answered = made.filter((call) => call['result'] === 'answered').length;
    const talk = sum(asked.map((call) => num(call, 'talk_ms')));
    const wrapUp = sum(asked.map((call) => this.wrapUp(call)));
    const talks = asked.filter((call) => call['conversation_id'] !== null).length;
    return {
      'calls-asked-for': asked.length,
      'calls-made': made.length,
      'calls-made-answered': answered,
      'calls-made-answer-rate': [answered, made.length],
      'calls-made-long': asked.filter((call) => num(call, 'talk_ms') > 30_000).length,
      'clients-called': new Set(made.map((call) => call['number'])).size,
      'talk-in-calls-made': talk,
      'mean-talk-in-calls-made': [talk, talks],
      'wrap-up-in-calls-made': wrapUp,
      'aht-in-calls-made': [talk + wrapUp, talks],
      'talk-with-clients': talk + sum(inbound.map((each) => num(each, 'talk_ms'))),
    };
  }

  private wrapUp(call: Row): number {
    if (call['conversation_id'] === null) return 0;
    const follows = (state: Row): boolean =>
      state['state'] === 'wrap-up' && state['conversation_id'] === call['conversation_id'];
    const over = this.views.agent_states.filter(follows);
    const open = this.views.open_agent_states.filter(follows);
    return sum([
      ...over.map((state) => num(state, 'to_at') - num(state, 'from_at')),
      ...open.map((state) => this.period.now - num(state, 'from_at')),
    ]);
  }

  by(keys: (call: Row) => readonly string[]): NaiveTable {
    const table: NaiveTable = new Map();
    for (const [key, calls] of groups(this.asked(), keys)) table.set(key, this.figures(calls, []));
    return table;
  }
}

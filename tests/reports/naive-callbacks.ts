import { groups, num, sum, within, type NaivePeriod, type NaiveTable } from './naive-figures.js';
import type { Row, Views } from './naive-views.js';

/** What came of the callbacks that were asked for, worked out from their views alone. */
export class NaiveCallbacks {
  constructor(
    private readonly views: Pick<
      Views,
      'callbacks' | 'open_callbacks' | 'callback_attempts' | 'agent_states' | 'open_agent_states'
    >,
    private readonly period: NaivePeriod,
  ) {}

  by(keys: (callback: Row) => readonly string[]): NaiveTable {
    const asked = [...this.views.callbacks, ...this.views.open_callbacks].filter((one) =>
      within(one, 'asked_at', this.period),
    );
    const table: NaiveTable = new Map();
    for (const [key, rows] of groups(asked, keys)) {
      const of = (end: string): Row[] => rows.filter((one) => one['end_kind'] === end);
      const reached = of('reached');
      const over = rows.filter((one) => one['end_kind'] !== undefined);
      const talks = reached.flatMap((one) => this.talks(one));
      const talk = sum(talks.map((one) => num(one, 'talk_ms')));
      table.set(key, {
        callbacks: rows.length,
        reached: reached.length,
        'tries-used': of('tries-used').length,
        expired: of('expired').length,
        cancelled: of('cancelled').length,
        refused: of('refused').length,
        open: rows.length - over.length,
        'reached-share': [reached.length, reached.length + of('tries-used').length + of('expired').length],
        tries: sum(over.map((one) => this.calls(one))),
        after: [
          sum(
            reached.map(
              (one) => num(one, 'ended_at') - Math.max(num(one, 'asked_at'), num(one, 'not_before')),
            ),
          ),
          reached.length,
        ],
        'mean-talk': [talk, talks.length],
        aht: [talk + sum(talks.map((one) => this.wrapUp(one))), talks.length],
      });
    }
    return table;
  }

  private talks(callback: Row): Row[] {
    return this.views.callback_attempts.filter(
      (attempt) => attempt['callback_id'] === callback['callback_id'] && attempt['conversation_id'] !== null,
    );
  }

  private wrapUp(attempt: Row): number {
    const follows = (state: Row): boolean =>
      state['state'] === 'wrap-up' && state['conversation_id'] === attempt['conversation_id'];
    const over = this.views.agent_states.filter(follows);
    const open = this.views.open_agent_states.filter(follows);
    return sum([
      ...over.map((state) => num(state, 'to_at') - num(state, 'from_at')),
      ...open.map((state) => this.period.now - num(state, 'from_at')),
    ]);
  }

  /** How often he was called. */
  private calls(callback: Row): number {
    return this.views.callback_attempts.filter(
      (attempt) => attempt['callback_id'] === callback['callback_id'] && attempt['dialled_at'] !== null,
    ).length;
  }
}

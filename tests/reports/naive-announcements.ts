import { groups, num, sum, within, type NaivePeriod, type NaiveTable } from './naive-figures.js';
import type { Row, Views } from './naive-views.js';

/** How long waiting callers were told that they will wait, worked out from the stages of calls and the visits. */
export class NaiveAnnouncements {
  constructor(
    private readonly views: Pick<Views, 'call_events' | 'visits'>,
    private readonly period: NaivePeriod,
  ) {}

  by(keys: (visit: Row, minutes: number) => readonly string[]): NaiveTable {
    const said = this.views.visits
      .filter((visit) => within(visit, 'entered_at', this.period))
      .flatMap((visit) => this.saidIn(visit))
      .map(({ visit, at, minutes }): Row => ({ ...visit, said_at: at, minutes }));
    const table: NaiveTable = new Map();
    for (const [key, all] of groups(said, (each) => keys(each, num(each, 'minutes')))) {
      const proved = all.filter((each) => each['exit_kind'] === 'answered');
      const told = proved.map((each) => num(each, 'minutes') * 60_000);
      const waited = proved.map((each) => num(each, 'ended_at') - num(each, 'said_at'));
      const off = told.map((ms, index) => ms - (waited[index] ?? 0));
      table.set(key, {
        announcements: all.length,
        callers: new Set(all.map((each) => each['visit_id'])).size,
        proved: proved.length,
        announced: [sum(told), proved.length],
        waited: [sum(waited), proved.length],
        error: [sum(off), proved.length],
        'absolute-error': [sum(off.map(Math.abs)), proved.length],
        near: [off.filter((ms) => ms >= -30_000 && ms <= 30_000).length, proved.length],
      });
    }
    return table;
  }

  private saidIn(visit: Row): { visit: Row; at: number; minutes: number }[] {
    return this.views.call_events.flatMap((event) => {
      if (event['event'] !== 'announced' || event['call_id'] !== visit['call_id']) return [];
      const detail = JSON.parse(String(event['detail'])) as Row;
      const at = num(event, 'happened_at');
      const isHere =
        detail['queue'] === visit['queue_id'] &&
        at >= num(visit, 'entered_at') &&
        at <= num(visit, 'ended_at');
      return isHere && typeof detail['minutes'] === 'number'
        ? [{ visit, at, minutes: detail['minutes'] }]
        : [];
    });
  }
}

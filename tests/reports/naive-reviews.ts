import { groups, num, str, sum, within, type NaivePeriod, type NaiveTable } from './naive-figures.js';
import type { Row } from './naive-views.js';

/** What reviewers think, worked out from the views of reviews, ratings and calls alone. */
export class NaiveReviews {
  constructor(
    private readonly views: {
      readonly reviews: readonly Row[];
      readonly ratings: readonly Row[];
      readonly calls: readonly Row[];
      readonly open_calls: readonly Row[];
      readonly outgoing_calls: readonly Row[];
    },
    private readonly period: NaivePeriod,
  ) {}

  /** Of the same call, agent and reviewer the newest, of calls of the period whenever they were reviewed. */
  counted(): Row[] {
    const inbound = this.views.calls.filter((call) => call['direction'] === 'inbound');
    const calls = [
      ...[...inbound, ...this.views.open_calls].filter((call) => within(call, 'arrived_at', this.period)),
      ...this.views.outgoing_calls.filter(
        (call) => call['agent_id'] !== null && within(call, 'asked_at', this.period),
      ),
    ].map((call) => call['call_id']);
    const isSame = (a: Row, b: Row): boolean =>
      ['call_id', 'agent_id', 'reviewer'].every((name) => a[name] === b[name]);
    const isNewer = (a: Row, b: Row): boolean =>
      num(a, 'reviewed_at') > num(b, 'reviewed_at') ||
      (a['reviewed_at'] === b['reviewed_at'] && String(a['review_id']) > String(b['review_id']));
    return this.views.reviews.filter(
      (review) =>
        calls.includes(review['call_id']) &&
        !this.views.reviews.some((other) => isSame(other, review) && isNewer(other, review)),
    );
  }

  byAgent(): NaiveTable {
    const reviews = groups(this.counted(), (row) =>
      str(row, 'agent_id') === null ? [] : [String(row['agent_id'])],
    );
    const ratings = groups(
      this.views.ratings.filter((row) => within(row, 'asked_at', this.period)),
      (row) => [String(row['agent_id'])],
    );
    const table: NaiveTable = new Map();
    for (const agent of new Set([...reviews.keys(), ...ratings.keys()])) {
      const scores = (reviews.get(agent) ?? []).filter((row) => row['score'] !== null);
      const given = (ratings.get(agent) ?? []).filter((row) => row['score'] !== null);
      const inFive = given.map((row) => {
        const [lowest, highest] = [num(row, 'lowest'), num(row, 'highest')];
        return 1 + (4 * (num(row, 'score') - lowest)) / (highest - lowest);
      });
      table.set(agent, {
        reviews: scores.length,
        'review-score': [sum(scores.map((row) => num(row, 'score'))), scores.length],
        'ratings-given': given.length,
        rating: [sum(inFive), given.length],
      });
    }
    return table;
  }
}

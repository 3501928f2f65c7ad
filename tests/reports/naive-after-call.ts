import { groups, num, sum, within, type NaivePeriod, type NaiveTable } from './naive-figures.js';
import type { Row } from './naive-views.js';

/** Ratings and outcomes, worked out from their views alone. */
export class NaiveAfterCall {
  constructor(
    private readonly views: { readonly ratings: readonly Row[]; readonly outcomes: readonly Row[] },
    private readonly period: NaivePeriod,
  ) {}

  ratingsBy(keys: (rating: Row) => readonly string[]): NaiveTable {
    const asked = this.views.ratings.filter((rating) => within(rating, 'asked_at', this.period));
    const table: NaiveTable = new Map();
    for (const [key, rows] of groups(asked, keys)) {
      const scores = rows
        .filter((row) => row['score'] !== null)
        .map((row) => {
          const [score, lowest, highest] = [num(row, 'score'), num(row, 'lowest'), num(row, 'highest')];
          return 1 + (4 * (score - lowest)) / (highest - lowest);
        });
      table.set(key, {
        'ratings-asked': rows.length,
        'ratings-given': scores.length,
        'response-rate': [scores.length, rows.length],
        rating: [sum(scores), scores.length],
        satisfied: [scores.filter((score) => score >= 4).length, scores.length],
        dissatisfied: [scores.filter((score) => score <= 2).length, scores.length],
      });
    }
    return table;
  }

  outcomesBy(keys: (outcome: Row) => readonly string[]): NaiveTable {
    const settled = this.views.outcomes.filter((outcome) => within(outcome, 'started_at', this.period));
    const table: NaiveTable = new Map();
    for (const [key, rows] of groups(settled, keys)) {
      const successes = rows.filter((row) => num(row, 'success') === 1).length;
      table.set(key, {
        'outcomes-asked': rows.length,
        'outcomes-not-set': rows.filter((row) => row['outcome'] === null).length,
        successes,
        conversion: [successes, rows.length],
      });
    }
    return table;
  }
}

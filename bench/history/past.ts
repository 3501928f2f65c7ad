import type { Milestone } from '../../src/core/milestone.js';
import type { JournalRecord } from '../../src/ports/journal.js';
import { callOf } from './call.js';
import { companyPlan, queueNames } from './company.js';
import { Desk } from './desk.js';
import { arrivalsOf, chanceOf, daysOf, type Day, type Shape } from './shape.js';

/** What a day tells, as records of a journal. */
export interface ToldDay {
  readonly day: Day;
  readonly records: readonly JournalRecord[];
}

/** The past that belongs to the shape, day after day; its last record tells the states in which it ends. */
export function* past(shape: Shape): Generator<ToldDay> {
  const days = daysOf(shape);
  const plan = companyPlan(shape);
  const queues = queueNames(shape);
  const desk = new Desk(shape, days[0]?.period.from ?? 0);
  for (const [index, day] of days.entries()) {
    const chance = chanceOf(shape.seed, index);
    desk.open(day, chance);
    const making = { shape, queues, desk, chance, planVersion: plan.version };
    const calls = arrivalsOf(day, chance).map((at, place) => {
      const number = day.before + place + 1;
      return recordOf(number, callOf(number, at, making));
    });
    const about = [
      ...(index === 0 ? [inForce(plan, day.period.from)] : []),
      ...desk.close(),
      ...(index === days.length - 1 ? desk.goingOn() : []),
    ];
    yield { day, records: [...calls, recordOf(shape.calls + index + 1, about)] };
  }
}

function recordOf(sequence: number, milestones: readonly Milestone[]): JournalRecord {
  return { sequence, at: 0, signal: { kind: 'time-passed' }, milestones };
}

function inForce(plan: { readonly version: string }, at: number): Milestone {
  return { kind: 'plan-in-force', version: plan.version, at, by: 'seed-history', plan: JSON.stringify(plan) };
}

import type { OutcomeRule } from '../../src/core/afterwards.js';
import type { Plan, PlannedQueue } from '../../src/core/plan.js';
import type { Skills } from '../../src/core/needs.js';
import type { Dice } from './dice.js';

export const SKILLS = ['ru', 'en'];

/** Some agents take calls by key. */
export function withMobiles(dice: Dice, agents: Plan['agents']): Plan['agents'] {
  const asked = Object.entries(agents).map(([id, agent]) => {
    const confirm = { prompt: dice.pick(['welcome', null]), withinMs: dice.between(1, 10) * 1_000 };
    return [id, dice.falls(0.15) ? { ...agent, confirm } : agent] as const;
  });
  return Object.fromEntries(asked);
}

/** What agents hear before they have the caller, now and then nothing that could be said, and what follows for him. */
export function randomBeforeAndAfter(dice: Dice): Pick<PlannedQueue, 'whisper' | 'afterCall'> {
  const whisper = { prompt: dice.pick(['welcome', null]), waited: dice.falls(0.7) };
  return {
    ...(dice.falls(0.3) ? { whisper } : {}),
    ...(dice.falls(0.3) ? { afterCall: dice.pick(['rated', 'thanks']) } : {}),
  };
}

/** What an agent can do, and how well. */
export function randomSkills(dice: Dice): Skills {
  return Object.fromEntries(dice.some(SKILLS, 0.5).map((skill) => [skill, dice.between(1, 5)]));
}

/** What agents may say of their conversations. */
export function randomOutcomes(dice: Dice): OutcomeRule {
  return {
    codes: {
      sale: { key: '1', success: true, resolution: 'resolved' },
      other: { key: dice.pick(['2', null]), success: false, resolution: null },
    },
    required: dice.falls(0.5),
  };
}

import type { Plan, PlannedQueue } from '../../src/core/plan.js';

/** A need as the story of a call tells it: `ru >= 3 for the first 30 s`. */
interface Told {
  readonly skill: string;
  readonly level: number;
  readonly endsAfterMs: number;
}

/** What a call asks for, read from its story. */
export function needsTold(words: string): readonly Told[] {
  if (words === 'nothing') return [];
  return words.split(', ').map((one) => {
    const parts = /^(\S+) >= (\d+)(?: for the first ([\d.]+) s)?$/.exec(one);
    if (parts === null) throw new Error(`a need that nobody understands: ${one}`);
    const [, skill = '', level, seconds] = parts;
    return {
      skill,
      level: Number(level),
      endsAfterMs: seconds === undefined ? Infinity : Number(seconds) * 1000,
    };
  });
}

/** Whether the plan lets this agent be rung for a caller who has waited so long in the queue with these needs. */
export function mayBeRung(
  plan: Plan,
  agent: string,
  queue: string,
  waiting: { readonly needs: readonly Told[]; readonly waitedMs: number },
): boolean {
  const rule = plan.queues[queue];
  if (rule?.agents.includes(agent) !== true) return false;
  const level = new Map(Object.entries(plan.agents[agent]?.skills ?? {}));
  const opensAfterMs = new Map(Object.entries(rule.opensAfterMs ?? {})).get(agent) ?? 0;
  const ofQueue = (rule.needs ?? []).map(({ skill, least, untilMs }): Told => ({
    skill,
    level: least,
    endsAfterMs: untilMs ?? Infinity,
  }));
  const asked = [...ofQueue, ...waiting.needs].filter((one) => waiting.waitedMs < one.endsAfterMs);
  return waiting.waitedMs >= opensAfterMs && asked.every((one) => (level.get(one.skill) ?? 0) >= one.level);
}

/** How many phones may ring for a caller whose wave has rung for so long. */
export function mostAtOnce(rule: PlannedQueue | undefined, ringingMs: number): number {
  if (rule?.strategy !== 'parallel') return 1;
  const { atOnce } = rule;
  return atOnce === undefined
    ? Infinity
    : atOnce.first + atOnce.more * Math.floor(ringingMs / atOnce.everyMs);
}

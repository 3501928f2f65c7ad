/** One thing that an agent must be able to do for a caller. */
export interface Requirement {
  readonly skill: string;
  /** The lowest level that will do. */
  readonly least: number;
  /** It holds until the caller has waited in the queue for so long; null: always. */
  readonly untilMs: number | null;
}

/** Level by skill; what is not named an agent cannot do. */
export type Skills = Readonly<Record<string, number>>;

/** Whether these skills are enough for a caller who has waited for so long; `Infinity`: whether they ever are. */
export function meets(
  skills: Skills | undefined,
  needs: readonly Requirement[] | undefined,
  waitedMs: number,
): boolean {
  return (needs ?? []).every(
    ({ skill, least, untilMs }) =>
      (untilMs !== null && waitedMs >= untilMs) || levelOf(skills ?? {}, skill) >= least,
  );
}

/** 0: the agent does not have the skill. A file may call a skill `constructor`: only what was written counts. */
function levelOf(skills: Skills, skill: string): number {
  return Object.hasOwn(skills, skill) ? (skills[skill] ?? 0) : 0;
}

/** Requirements that no waiting takes away. */
export function lasting(needs: readonly Requirement[]): readonly Requirement[] {
  return needs.filter(({ untilMs }) => untilMs === null);
}

/** In words, for the story of a call: `ru >= 3 for the first 30 s, ru >= 1`. */
export function needsInWords(needs: readonly Requirement[]): string {
  const words = needs.map(({ skill, least, untilMs }) => {
    const end = untilMs === null ? '' : ` for the first ${untilMs / 1000} s`;
    return `${skill} >= ${least}${end}`;
  });
  return words.length === 0 ? 'nothing' : words.join(', ');
}

/** So soon after an agent's answer a blow must fall to count as one that was aimed at it. */
export const NEAR_MS = 50;
/** The end of the names of cases whose blow is aimed at an answer. */
export const AFTER_ANSWER = "after an agent's answer";

/** What a blow met. */
export type Aim =
  /** The phone of an agent was lifted so long before, by the far end's own record and clock. */
  | { readonly kind: 'answer'; readonly afterMs: number }
  /** A command had left; whether no byte of its reply had passed the wire. */
  | { readonly kind: 'command'; readonly isUnanswered: boolean };

/** The name of a case together with how near its blow fell. */
export function titleOf(name: string, aim: Aim | null): string {
  if (aim?.kind === 'answer') return name.replace(AFTER_ANSWER, `${aim.afterMs} ms ${AFTER_ANSWER}`);
  return aim?.kind === 'command' && !aim.isUnanswered ? `${name} (which had come)` : name;
}

/** How many blows fell where they were aimed. */
export interface Hits {
  readonly answers: number;
  readonly commands: number;
}

export function hitsOf(aims: readonly (Aim | null)[]): Hits {
  return {
    answers: aims.filter((aim) => aim?.kind === 'answer' && aim.afterMs <= NEAR_MS).length,
    commands: aims.filter((aim) => aim?.kind === 'command' && aim.isUnanswered).length,
  };
}

/** What is to be told of them in one sentence. */
export function hitsInWords({ answers, commands }: Hits): string {
  return `${answers} blows fell within ${NEAR_MS} ms ${AFTER_ANSWER}, ${commands} between a command and its reply`;
}

/** Fewer blows than needed fell within the time after an answer, or between a command and its reply. */
export function missedAims({ answers, commands }: Hits, needed: number): readonly string[] {
  const few = (count: number, where: string): readonly string[] =>
    count >= needed ? [] : [`only ${count} blows fell ${where}, ${needed} are needed`];
  return [
    ...few(answers, `within ${NEAR_MS} ms ${AFTER_ANSWER}`),
    ...few(commands, 'between a command and its reply'),
  ];
}

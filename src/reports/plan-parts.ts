/* Plans are kept as JSON, those of earlier versions of the program too: whatever is read of one may be missing. */

/** The members of a part of a plan by name, for instance of `queues`; none where there is no such part. */
export function membersOf(plan: unknown, part: string): [string, unknown][] {
  const members = isRecord(plan) ? plan[part] : null;
  return isRecord(members) ? Object.entries(members) : [];
}

/** The texts of a list; none where there is no list. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

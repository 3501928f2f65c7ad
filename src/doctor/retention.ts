import { type Check, failed, type Finding, passed, warned } from '../ports/diagnosis.js';

/** How long numbers and recordings are kept, as it is set. */
export interface RetentionSeen {
  /** In words, a sentence each. */
  readonly rules: readonly string[];
  readonly numbers: 'for-a-time' | 'without-end';
  /** Where numbers are remembered for longer. */
  readonly longer: readonly { readonly found: string; readonly mend: string }[];
  /** Why the run of the night cannot do it. */
  readonly troubles: readonly { readonly found: string; readonly mend: string }[];
}

/** Whether personal data has an end, and whether the run of the night can bring it about. */
export function retentionCheck(look: () => Promise<RetentionSeen>): Check {
  return { area: 'privacy', name: 'retention', look: async () => findingsOf(await look()) };
}

function findingsOf({ rules, numbers, longer, troubles }: RetentionSeen): readonly Finding[] {
  if (troubles.length > 0) return troubles.flatMap(({ found, mend }) => failed(found, mend));
  const found = rules.join(' ');
  if (longer.length > 0) return longer.flatMap((each) => warned(each.found, each.mend));
  if (numbers === 'for-a-time') return passed(found);
  return warned(found, "say for how long callers' numbers are needed: docs/privacy.md");
}

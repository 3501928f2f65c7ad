import type { Check, Finding } from '../ports/diagnosis.js';

/** One line of what the doctor says. */
export interface Diagnosis extends Finding {
  readonly area: string;
  readonly check: string;
}

/** Looks at everything side by side; the order of the checks is that of the lines. */
export async function examine(checks: readonly Check[]): Promise<readonly Diagnosis[]> {
  return (await Promise.all(checks.map(looked))).flat();
}

/** True when something failed: the command then ends with 1. */
export function hasFailed(diagnoses: readonly Diagnosis[]): boolean {
  return diagnoses.some(({ verdict }) => verdict === 'failed');
}

/** Nobody foresaw what was thrown; the message says what it is about. */
const MEND =
  'mend what the message speaks of and ask the doctor again; where it speaks of nothing on this machine, it is a fault of Callplane: report this line';

async function looked(check: Check): Promise<readonly Diagnosis[]> {
  const { area, name } = check;
  try {
    return (await check.look()).map((finding) => ({ area, check: name, ...finding }));
  } catch (error) {
    const found = `could not be looked at: ${error instanceof Error ? error.message : String(error)}`;
    return [{ area, check: name, verdict: 'failed', found, mend: MEND }];
  }
}

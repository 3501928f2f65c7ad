import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { examine, type Diagnosis } from '../../src/doctor/examine.js';
import type { Check } from '../../src/ports/diagnosis.js';

/** A folder that goes when the test ends. */
export function scratchFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-doctor-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What the checks say, a line each: `verdict name: found`, with the mend behind an arrow where there is one. */
export async function linesOf(checks: readonly Check[]): Promise<readonly string[]> {
  return (await examine(checks)).map(lineOf);
}

export function lineOf({ verdict, check, found, mend }: Diagnosis): string {
  return `${verdict} ${check}: ${found}${mend === null ? '' : ` -> ${mend}`}`;
}

import type { Verdict } from '../ports/diagnosis.js';
import type { Diagnosis } from './examine.js';

const VERDICTS: readonly Verdict[] = ['passed', 'warned', 'failed'];

/** The lines as a table for people: verdict, what was looked at, what was found; below it what to do. */
export function renderDiagnoses(diagnoses: readonly Diagnosis[]): string {
  const names = diagnoses.map(({ area, check }) => `${area} ${check}`);
  const width = Math.max(0, ...names.map((name) => name.length));
  const indent = ' '.repeat('passed'.length + 2 + width + 2);
  const lines = diagnoses.flatMap(({ verdict, found, mend }, index) => [
    `${verdict}  ${(names[index] ?? '').padEnd(width)}  ${found}`,
    ...(mend === null ? [] : [`${indent}-> ${mend}`]),
  ]);
  return `${[...lines, '', summary(diagnoses)].join('\n')}\n`;
}

/** The same for programs: `{ "verdict": "warned", "counts": {...}, "checks": [...] }`. */
export function renderDiagnosesJson(diagnoses: readonly Diagnosis[]): string {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, countOf(diagnoses, verdict)]));
  const verdict = VERDICTS.findLast((each) => countOf(diagnoses, each) > 0) ?? 'passed';
  return `${JSON.stringify({ verdict, counts, checks: diagnoses }, null, 2)}\n`;
}

function summary(diagnoses: readonly Diagnosis[]): string {
  return VERDICTS.map((verdict) => `${countOf(diagnoses, verdict)} ${verdict}`).join(', ');
}

function countOf(diagnoses: readonly Diagnosis[], verdict: Verdict): number {
  return diagnoses.filter((each) => each.verdict === verdict).length;
}

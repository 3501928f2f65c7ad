import { appendFile } from 'node:fs/promises';
import type { Log } from '../ports/log.js';
import type { FailedStep } from './failed-step.js';

/** A fault that comes with every call must not fill the disk. */
const KEPT_A_RUN = 1_000;

/** Keeps failed steps in a file, in their order, one JSON object a line; a file that cannot be written is told once. */
export function failedStepsFile(path: string, log: Log): (step: FailedStep) => void {
  let kept = 0;
  let trouble: 'none' | 'told' = 'none';
  let written = Promise.resolve();
  return (step) => {
    kept += 1;
    if (kept > KEPT_A_RUN) return;
    const line = `${JSON.stringify(step)}\n`;
    written = written
      .then(() => appendFile(path, line))
      .catch((error: unknown) => {
        if (trouble === 'none')
          log.warn('a failed step could not be kept in its file', { file: path, error });
        trouble = 'told';
      });
  };
}

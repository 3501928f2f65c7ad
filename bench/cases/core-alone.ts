import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CoreFigures } from '../core/figures.js';

const run = promisify(execFile);

/**
 * Measures the core of the sources in this folder in a process of its own, so that neither the benchmark's heap nor its
 * compiled code counts; rejects with what that process said.
 */
export async function measureCore(sources: string, effort: 'quick' | 'full'): Promise<CoreFigures> {
  const words = ['--import', 'tsx', 'bench/core/main.ts', effort];
  const { stdout } = await run(process.execPath, words, { cwd: sources, env: { PATH: process.env['PATH'] } });
  return JSON.parse(stdout) as CoreFigures;
}

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, mutated } from './mutant.js';

export const SUITES = ['core', 'scenarios', 'simulator', 'reports'] as const;
export type Suite = (typeof SUITES)[number];

/** A suite that takes longer stands still: that is a finding too. */
const SUITE_WITHIN_MS = 60_000;
const ROOT = join(import.meta.dirname, '../..');

/** What the suites need; other folders may change while this runs. */
const COPIED = [
  'src',
  ...['core', 'mutants', 'reports', 'scenarios', 'simulation', 'store', 'support'].map((room) =>
    join('tests', room),
  ),
  'docs',
  'examples',
  'package.json',
  'tsconfig.json',
];

export interface Finding {
  readonly suite: Suite;
  /** The first test that failed, or that it stood still. */
  readonly by: string;
}

/** A copy of the sources in a temporary folder, into which faults are put one at a time. */
export class Workshop {
  readonly #folder = mkdtempSync(join(tmpdir(), 'callplane-mutants-'));

  constructor() {
    for (const name of COPIED) cpSync(join(ROOT, name), join(this.#folder, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(this.#folder, 'node_modules'));
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Runs the suites one after the other until one fails; null: all pass. */
  async find(mutant: Mutant | null): Promise<Finding | null> {
    if (mutant === null) return this.#run(SUITES);
    const path = join(this.#folder, 'src', mutant.file);
    const original = readFileSync(path, 'utf8');
    writeFileSync(path, mutated(original, mutant));
    try {
      return await this.#run(suitesFor(mutant));
    } finally {
      writeFileSync(path, original);
    }
  }

  async #run(suites: readonly Suite[]): Promise<Finding | null> {
    for (const suite of suites) {
      const by = await this.#failureOf(suite);
      if (by !== null) return { suite, by };
    }
    return null;
  }

  #failureOf(suite: Suite): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', 'tsx', 'tests/mutants/suite.ts', suite], {
        cwd: this.#folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
      const timer = setTimeout(() => child.kill('SIGKILL'), SUITE_WITHIN_MS);
      child.once('error', reject);
      child.once('close', (code, signal) => {
        clearTimeout(timer);
        if (code === 0) resolve(null);
        else resolve(signal === null ? firstFailure(text) : 'it stands still');
      });
    });
  }
}

/** Reports are computed from facts alone: no call ends otherwise because of them, and the other way round. */
function suitesFor({ file }: Mutant): readonly Suite[] {
  const isOfReports = file.startsWith('reports/');
  return SUITES.filter((suite) => (suite === 'reports') === isOfReports);
}

function firstFailure(text: string): string {
  const line = text.split('\n').find((one) => /^\s*not ok /.test(one));
  if (line !== undefined) return line.replace(/^\s*not ok \d+ - /, '');
  return text.trim().split('\n').at(-1) ?? 'it ends without a word';
}

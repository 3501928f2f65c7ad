import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, mutated } from './mutant.js';

export type Suite = 'core' | 'scenarios' | 'simulator' | 'reports';

/** A suite that takes longer stands still: that is a finding too. */
const SUITE_WITHIN_MS = 60_000;
/** All tests together, on a machine that has other work, too. */
const ALL_WITHIN_MS = 300_000;
/** A whole line, so that the name of the test is whole, too. */
const FAILED = /^\s*not ok .*\n/m;
const ROOT = join(import.meta.dirname, '../..');

/** What the suites need; other folders may change while this runs. */
const COPIED = [
  'src',
  ...[
    'access',
    'core',
    'journal',
    'mutants',
    'queue-log',
    'reports',
    'scenarios',
    'simulation',
    'speech',
    'store',
    'support',
    'system',
  ].map((room) => join('tests', room)),
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

  /** Without any fault, runs what will be run for these; null: all pass. */
  findUnhurt(mutants: readonly Mutant[]): Promise<Finding | null> {
    const ofCalls = mutants.find(({ reportTests }) => reportTests === undefined);
    const reportTests = [...new Set(mutants.flatMap((mutant) => mutant.reportTests ?? []))];
    const trials = [
      ...(ofCalls === undefined ? [] : trialsFor(ofCalls)),
      ...(reportTests.length === 0 ? [] : trialsFor({ reportTests })),
    ];
    return this.#run(trials, ALL_WITHIN_MS);
  }

  /** Puts the fault in and runs the suites one after the other until one fails; null: all pass. */
  async find(mutant: Mutant): Promise<Finding | null> {
    const path = join(this.#folder, 'src', mutant.file);
    const original = readFileSync(path, 'utf8');
    writeFileSync(path, mutated(original, mutant));
    try {
      return await this.#run(trialsFor(mutant), SUITE_WITHIN_MS);
    } finally {
      writeFileSync(path, original);
    }
  }

  async #run(trials: readonly Trial[], withinMs: number): Promise<Finding | null> {
    for (const trial of trials) {
      const by = await this.#failureOf(trial, withinMs);
      if (by !== null) return { suite: trial.suite, by };
    }
    return null;
  }

  #failureOf({ suite, tests }: Trial, withinMs: number): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', 'tsx', 'tests/mutants/suite.ts', suite, ...tests], {
        cwd: this.#folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        // Found: what the rest of the suite says changes nothing.
        if (FAILED.test(text)) child.kill('SIGKILL');
      });
      child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
      const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
      child.once('error', reject);
      child.once('close', (code, signal) => {
        clearTimeout(timer);
        if (code === 0) resolve(null);
        else resolve(signal === null || FAILED.test(text) ? firstFailure(text) : 'it stands still');
      });
    });
  }
}

/** A suite, or some tests of it. */
interface Trial {
  readonly suite: Suite;
  /** None: all. */
  readonly tests: readonly string[];
}

function trialsFor({ reportTests }: Pick<Mutant, 'reportTests'>): readonly Trial[] {
  if (reportTests !== undefined) return [{ suite: 'reports', tests: reportTests }];
  return (['core', 'scenarios', 'simulator'] as const).map((suite) => ({ suite, tests: [] }));
}

function firstFailure(text: string): string {
  const line = text.split('\n').find((one) => /^\s*not ok /.test(one));
  if (line !== undefined) return line.replace(/^\s*not ok \d+ - /, '');
  return text.trim().split('\n').at(-1) ?? 'it ends without a word';
}

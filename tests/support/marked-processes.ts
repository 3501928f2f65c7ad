import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const VARIABLE = 'CALLPLANE_TEST_MARK';

/**
 * All processes that come of one that was started with a mark in its environment, whoever they belong to now.
 * Where somebody else's environment may not be read, a word of their command line tells them.
 */
export class MarkedProcesses {
  readonly #mark = randomUUID();

  constructor(private readonly word: string = this.#mark) {}

  /** The environment of this process with the mark. */
  environment(): NodeJS.ProcessEnv {
    return { ...process.env, [VARIABLE]: this.#mark };
  }

  /** The command lines of those that run now. */
  commandLines(): readonly string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => ({ pid, words: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() }))
      .filter(({ pid, words }) => words.includes(this.word) || this.#isMarked(pid))
      .map(({ pid, words }) => `${pid} ${words}`);
  }

  /** Ends those that run now, so that a case that fails does not keep the tests from ending. */
  kill(): void {
    for (const line of this.commandLines()) killIfThere(Number.parseInt(line, 10));
  }

  #isMarked(pid: string): boolean {
    return read(`/proc/${pid}/environ`).split('\0').includes(`${VARIABLE}=${this.#mark}`);
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Empty for a process that has gone meanwhile, and for one that is dead and not buried. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isGone(error)) return '';
    throw error;
  }
}

/** The process has ended, or its environment is somebody else's. */
function isGone(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH', 'EACCES'].includes(String(error.code))
  );
}

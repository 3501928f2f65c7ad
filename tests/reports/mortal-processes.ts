import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** Processes of one test that may be killed, or kill themselves. */
export class MortalProcesses {
  readonly #children: ChildProcess[] = [];

  /**
   * Runs a script of this folder with its order; resolves with the signal that ended it, null where it came to its end,
   * rejects with what it said where it failed.
   */
  run(script: string, order: object): Promise<string | null> {
    const words = ['--import', 'tsx', join(import.meta.dirname, script), JSON.stringify(order)];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#children.push(child);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    return new Promise((resolve, reject) => {
      child.once('close', (code, signal) => {
        if (code !== 0 && signal === null) reject(new Error(said));
        else resolve(signal);
      });
    });
  }

  kill(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }
}

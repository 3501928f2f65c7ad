import { fork, type ChildProcess } from 'node:child_process';

/**
 * Starts a script as a child with a channel, in the same way in which this process was started (so that TypeScript
 * runs from its sources in development); it writes where this process writes.
 */
export function forkChild(script: string, args: readonly string[]): ChildProcess {
  return fork(script, args, { execArgv: process.execArgv, stdio: 'inherit' });
}

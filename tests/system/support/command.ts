import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { callplaneProgram } from '../../support/callplane/program.js';

const REPOSITORY = resolve(import.meta.dirname, '../../..');

export interface CommandEnd {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Gives a command line of Callplane with these settings, as somebody at a terminal does. */
export function command(
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<CommandEnd> {
  return new Promise((end) => {
    const child = execFile(
      process.execPath,
      [...callplaneProgram(), ...args],
      { cwd: REPOSITORY, env: { ...process.env, ...environment } },
      (_error, out, err) => end({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

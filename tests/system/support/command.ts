import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';

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
      ['--import', 'tsx', join(REPOSITORY, 'src/main.ts'), ...args],
      { cwd: REPOSITORY, env: { ...process.env, ...environment } },
      (_error, out, err) => end({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

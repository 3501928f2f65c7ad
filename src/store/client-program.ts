import { spawn } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MysqlTarget } from './database-url.js';
import { StoreError } from './store-error.js';

/** A file that the program reads from or writes to, instead of a terminal. */
export interface Stream {
  readonly path: string;
  readonly direction: 'from' | 'to';
}

/**
 * Runs the first of these programs that is installed, for one database. User and password go through a file that only
 * this user reads, never through the command line, which everybody on the machine sees. Throws a StoreError.
 */
export async function runClient(
  programs: readonly string[],
  words: readonly string[],
  target: MysqlTarget,
  stream: Stream,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'callplane-client-'));
  try {
    const credentials = join(folder, 'credentials.cnf');
    await writeFile(credentials, credentialsOf(target), { mode: 0o600 });
    for (const program of programs) {
      const outcome = await run(
        program,
        [`--defaults-extra-file=${credentials}`, ...words, target.database],
        stream,
      );
      if (outcome === 'done') return;
      if (outcome !== 'not-installed')
        throw new StoreError('unsuitable', `${program} failed for ${target.place}: ${outcome.why}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  throw new StoreError(
    'unsuitable',
    `None of ${programs.join(', ')} is installed. Install the client of the server's own kind: mariadb-client, or mysql-client.`,
  );
}

/** An option file; a value in quotes may hold anything but its own escapes. */
function credentialsOf({ host, port, user, password }: MysqlTarget): string {
  const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
  return `[client]\nhost=${quoted(host)}\nport=${port}\nuser=${quoted(user)}\npassword=${quoted(password)}\n`;
}

type Outcome = 'done' | 'not-installed' | { readonly why: string };

async function run(program: string, words: readonly string[], { path, direction }: Stream): Promise<Outcome> {
  const file = await open(path, direction === 'to' ? 'w' : 'r', 0o600);
  try {
    return await new Promise((resolve) => {
      const stdio =
        direction === 'to' ? (['ignore', file.fd, 'pipe'] as const) : ([file.fd, 'ignore', 'pipe'] as const);
      const child = spawn(program, words, { stdio: [...stdio] });
      let said = '';
      child.stderr?.setEncoding('utf8').on('data', (part: string) => (said += part));
      child.on('error', (error) => {
        const isMissing = 'code' in error && error.code === 'ENOENT';
        resolve(isMissing ? 'not-installed' : { why: error.message });
      });
      child.on('close', (code) =>
        resolve(code === 0 ? 'done' : { why: `exit code ${code}: ${said.trim()}` }),
      );
    });
  } finally {
    await file.close();
  }
}

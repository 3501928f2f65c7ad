import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SCRIPT = resolve('scripts/databases');

/** Puts on the path what a machine with the clients of both servers has there; keeps what they are called with. */
export function clientPrograms(): { readonly called: () => string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-programs-'));
  for (const [server, program] of [
    ['mariadb', 'mariadb-dump'],
    ['mariadb', 'mariadb'],
    ['mysql', 'mysqldump'],
    ['mysql', 'mysql'],
  ] as const) {
    const file = join(folder, program);
    writeFileSync(
      file,
      `#!/bin/sh\necho "$0 $@" >>'${folder}/called'\nexec '${SCRIPT}' run ${server} ${program} "$@"\n`,
    );
    chmodSync(file, 0o755);
  }
  process.env['PATH'] = `${folder}:${process.env['PATH'] ?? ''}`;
  return {
    called: () => readFileSync(join(folder, 'called'), 'utf8'),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

import type { Command } from 'commander';

export interface BackupRequest {
  readonly archive: string;
  /** Folder with recordings; null: they are left out. */
  readonly recordings: string | null;
  /** Copied into the archive, not only listed. */
  readonly copyRecordings: boolean;
}

export interface RestoreRequest {
  readonly archive: string;
  /** What is there already may go. */
  readonly replace: boolean;
  /** The journal that is there goes on. */
  readonly databaseOnly: boolean;
  /** Where recordings of the archive go; null: nowhere. */
  readonly recordings: string | null;
}

interface BackupParts {
  readonly backup: (request: BackupRequest) => Promise<string>;
  readonly restore: (request: RestoreRequest) => Promise<string>;
  readonly print: (text: string) => void;
}

/** Disasters: docs/runbook.md. */
export function addBackupCommands(program: Command, parts: BackupParts): void {
  program
    .command('backup')
    .description(
      'one archive of database, journal, reports, routing file and settings without secrets; calls go on',
    )
    .argument('<archive>', 'file to be made, like callplane-2026-08-31.tar.gz')
    .option('--recordings <folder>', 'list the recordings of this folder')
    .option('--copy-recordings', 'copy them too', false)
    .action(async (archive: string, options: { recordings?: string; copyRecordings: boolean }) => {
      const { recordings = null, copyRecordings } = options;
      parts.print(await parts.backup({ archive, recordings, copyRecordings }));
    });
  program
    .command('restore')
    .description('put a backup back while Callplane is stopped; refuses what is not empty')
    .argument('<archive>', 'file that "callplane backup" made')
    .option(
      '--replace',
      'what is there may go (the data folder is moved aside, the tables are dropped)',
      false,
    )
    .option('--database-only', 'only the database; the journal goes on, and nothing is lost', false)
    .option('--recordings <folder>', 'where recordings of the archive go')
    .action(async (archive: string, options: RestoreOptions) => {
      const { recordings = null, replace, databaseOnly } = options;
      parts.print(await parts.restore({ archive, replace, databaseOnly, recordings }));
    });
}

interface RestoreOptions {
  readonly replace: boolean;
  readonly databaseOnly: boolean;
  readonly recordings?: string;
}

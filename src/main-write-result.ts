import { open, writeFile } from 'node:fs/promises';
import { CommandFailed, EXIT } from './cli/exit-code.js';

/** Throws `CommandFailed` when there is no such folder, or it may not be written. */
export async function writeResult(path: string, content: string | Buffer, readers?: 'owner'): Promise<void> {
  try {
    if (readers === 'owner') await writeForOwner(path, content);
    else await writeFile(path, content);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailed(
      `${path} cannot be written (${why}). Name a file in a folder that exists and that you may write`,
      EXIT.environment,
    );
  }
}

/** Also where the file is there already, and others could read it. */
async function writeForOwner(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    if ((await file.stat()).isFile()) await file.chmod(0o600);
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}

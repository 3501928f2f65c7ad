import { access, constants, mkdir } from 'node:fs/promises';

/** The message says which folder, why not, and what to do. */
export class DataFolderUnusable extends Error {
  constructor(folder: string, why: string) {
    super(
      `the data folder ${folder} cannot be written (${why}). The journal is kept there: ` +
        'give it to the user that runs Callplane, or name another in CALLPLANE_DATA.',
    );
    this.name = 'DataFolderUnusable';
  }
}

/** Makes the folder where it is not there yet. Throws a DataFolderUnusable where this process may not write in it. */
export async function makeDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new DataFolderUnusable(
      folder,
      error instanceof Error && 'code' in error ? String(error.code) : String(error),
    );
  }
}

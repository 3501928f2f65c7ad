import { open } from 'node:fs/promises';

/** What was made, renamed or removed in the folder stays so after a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What the system calls what went wrong (`ENOENT`); null: it was not the system. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { codeOf, JournalFault } from './journal-fault.js';

/** Held while a process writes a journal. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Sees to it that one process at a time writes a journal. The lock is a socket in the kernel's abstract name
 * space, named after the folder itself: it goes with its process however that dies, so no lock is ever stale.
 * Throws `JournalFault` (`in-use`) when another process has it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const { dev, ino } = await stat(folder);
  const server = createServer();
  try {
    await listen(server, `\0callplane-journal-${dev}-${ino}`);
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') throw inUse(folder);
    throw error;
  }
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path }, () => resolve());
  });
}

function inUse(folder: string): JournalFault {
  return new JournalFault(
    'in-use',
    `Another Callplane is writing the journal in ${folder}. ` +
      'Stop it first, or give this one a data folder of its own (CALLPLANE_DATA).',
  );
}

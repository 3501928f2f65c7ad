import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../ports/log.js';
import { codeOf, JournalFault } from './journal-fault.js';

const LOOK_EVERY_MS = 50;

/** Held while a process writes. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Sees to it that one process at a time writes a journal. Throws `JournalFault` (`in-use`) when another process does.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const lock = await holdFolder(folder, 'journal');
  if (lock === 'held') throw inUse(folder);
  return lock;
}

/**
 * The same, but a process that is just ending gets so long to end: whose parent was killed still writes its last records
 * when the next one starts, and the kernel lets go of a dead process's sockets only when its last write to the disk is over.
 */
export async function lockFolderInTurn(folder: string, withinMs: number, log: Log): Promise<FolderLock> {
  const first = await holdFolder(folder, 'journal');
  if (first !== 'held') return first;
  log.warn('another process has the journal; it gets a moment to end', { folder, withinMs });
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += LOOK_EVERY_MS) {
    await pause(LOOK_EVERY_MS);
    const lock = await holdFolder(folder, 'journal');
    if (lock !== 'held') return lock;
  }
  throw inUse(folder);
}

/**
 * One process at a time holds a folder for a purpose; `held`: another does. The lock is a socket in the kernel's abstract
 * name space, named after the folder itself: it goes with its process however that dies, so no lock is ever stale.
 */
export async function holdFolder(
  folder: string,
  purpose: 'journal' | 'retention',
): Promise<FolderLock | 'held'> {
  const { dev, ino } = await stat(folder);
  const server = createServer();
  try {
    await listen(server, `\0callplane-${purpose}-${dev}-${ino}`);
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return 'held';
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

import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Settings } from './app/settings.js';
import { plainSettings } from './app/settings.js';
import { pack, unpack } from './backup/archive.js';
import { BackupFault } from './backup/backup-fault.js';
import { filesBelow, openSealed, sealFolder } from './backup/manifest.js';
import type { BackupRequest, RestoreRequest } from './cli/backup-commands.js';
import { holdJournal } from './journal/copy-journal.js';
import { heldAfter } from './journal/first-record.js';
import { lockFolder } from './journal/folder-lock.js';
import { storeAddress } from './main-books.js';
import { queueLogProgress } from './main-queue-log.js';
import { programVersion } from './main-version.js';
import { copyDatabase, type DatabaseCopy, restoreDatabase } from './store/copy-database.js';

/**
 * Makes one archive of everything a machine needs to go on: database, journal, reports, routing file, settings without
 * secrets. Works while calls are handled. Returns what to tell.
 */
export async function makeBackup(settings: Settings, request: BackupRequest): Promise<string> {
  const archive = resolve(request.archive);
  const folder = await mkdtemp(join(dirname(archive), '.callplane-backup-'));
  try {
    await chmod(folder, 0o700);
    const database = await gather(settings, folder);
    const recordings = await gatherRecordings(request, folder);
    const about = { version: programVersion(), madeAt: new Date().toISOString(), database, recordings };
    const { files } = await sealFolder<DatabaseCopy>(folder, about);
    await pack(folder, archive);
    const stored =
      database === null ? 'no database yet' : `facts up to record ${database.storedUpTo} (${database.kind})`;
    return `${archive}: ${files.length} files, ${stored}, ${recordings.length} recordings ${request.copyRecordings ? 'copied' : 'listed'}\n`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The journal is held before the database is copied, so that nothing between the two is missing. */
async function gather(settings: Settings, folder: string): Promise<DatabaseCopy | null> {
  const journal = await holdJournal(join(settings.data, 'journal'));
  try {
    const database = await copyDatabase(storeAddress(settings), join(folder, 'database'));
    await journal.copyTo(join(folder, 'journal'));
    await copyIfThere(join(settings.data, 'reports'), join(folder, 'reports'));
    // Later than the database: what it tells of more stands in the file, and comes into the table from the journal.
    await copyIfThere(queueLogProgress(settings.data), join(folder, 'queue-log.json'));
    await copyIfThere(settings.routing, join(folder, 'routing', basename(settings.routing)));
    await writeFile(join(folder, 'settings.json'), `${JSON.stringify(plainSettings(settings), null, 2)}\n`);
    return database;
  } finally {
    await journal.release();
  }
}

async function gatherRecordings({ recordings, copyRecordings }: BackupRequest, folder: string) {
  if (recordings === null) return [];
  if (copyRecordings) await cp(recordings, join(folder, 'recordings'), { recursive: true });
  return filesBelow(copyRecordings ? join(folder, 'recordings') : recordings);
}

/**
 * Puts a backup back: everything onto an empty machine, or the database alone beside a journal that goes on. The
 * checksums are compared first; what is there already is refused. Returns what to tell.
 */
export async function restoreBackup(settings: Settings, request: RestoreRequest): Promise<string> {
  const archive = resolve(request.archive);
  const folder = await mkdtemp(join(dirname(archive), '.callplane-restore-'));
  try {
    await unpack(archive, folder);
    const manifest = await openSealed<DatabaseCopy>(folder);
    const parts = { settings, request, folder, database: manifest.database };
    const told = request.databaseOnly ? await restoreDatabaseOnly(parts) : await restoreAll(parts);
    return [`${archive}, made ${manifest.madeAt} by version ${manifest.version}`, ...told, ''].join('\n');
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface RestoreParts {
  readonly settings: Settings;
  readonly request: RestoreRequest;
  readonly folder: string;
  readonly database: DatabaseCopy | null;
}

async function restoreDatabaseOnly({
  settings,
  request,
  folder,
  database,
}: RestoreParts): Promise<readonly string[]> {
  const journal = join(settings.data, 'journal');
  if (database === null) throw new BackupFault('The backup holds no database.');
  const after = await heldAfter(journal);
  if (after === null || after > database.storedUpTo) throw cannotCatchUp(journal, after, database.storedUpTo);
  await refuseWhileRunning(journal);
  await restoreDatabase(database, join(folder, 'database'), storeAddress(settings), asideFor(request));
  return [
    `database restored up to record ${database.storedUpTo}; the books store the rest from ${journal} at the start`,
  ];
}

async function restoreAll({ settings, request, folder, database }: RestoreParts): Promise<readonly string[]> {
  const told: string[] = [];
  const aside = await clearData(settings.data, asideFor(request), told);
  if (database !== null) {
    await restoreDatabase(database, join(folder, 'database'), storeAddress(settings), asideFor(request));
    told.push(`database restored up to record ${database.storedUpTo}`);
  }
  await mkdir(settings.data, { recursive: true, mode: 0o750 });
  if (aside !== null) await keepKey(settings, aside, told);
  await cp(join(folder, 'journal'), join(settings.data, 'journal'), { recursive: true });
  await copyIfThere(join(folder, 'reports'), join(settings.data, 'reports'));
  await copyIfThere(join(folder, 'queue-log.json'), queueLogProgress(settings.data));
  told.push(`journal and reports restored in ${settings.data}`);
  await restoreRouting(folder, settings, told);
  if (request.recordings !== null) await copyIfThere(join(folder, 'recordings'), request.recordings);
  return told;
}

/** What the names of things that are moved aside end with; null: nothing may be moved. */
function asideFor({ replace }: RestoreRequest): string | null {
  return replace ? `before-restore-${new Date().toISOString().replaceAll(':', '-')}` : null;
}

/** What is there is moved aside, never deleted; where it is. null: there was nothing. */
async function clearData(data: string, aside: string | null, told: string[]): Promise<string | null> {
  const names = await readdir(data).catch(() => []);
  if (names.length === 0) return null;
  await refuseWhileRunning(join(data, 'journal'));
  if (aside === null) {
    throw new BackupFault(
      `${data} is not empty (${names.slice(0, 3).join(', ')}); nothing was changed. Name an empty data folder (CALLPLANE_DATA), or say --replace: what is there is then moved aside.`,
    );
  }
  const place = `${data}.${aside}`;
  await rename(data, place);
  told.push(`what was there is in ${place}`);
  return place;
}

/** The key of replaced numbers is in no backup; the one that was moved aside with the data folder is still the right one. */
async function keepKey({ data, retention: { key } }: Settings, aside: string, told: string[]): Promise<void> {
  const below = relative(data, key);
  if (below.startsWith('..') || !(await isThere(join(aside, below)))) return;
  await mkdir(dirname(key), { recursive: true });
  await cp(join(aside, below), key);
  told.push(`the key of replaced numbers is in ${key} again, and in ${aside} with what was there`);
}

async function restoreRouting(folder: string, settings: Settings, told: string[]): Promise<void> {
  const [name] = await readdir(join(folder, 'routing')).catch(() => []);
  const kept = join(settings.data, 'restored');
  await mkdir(kept, { recursive: true });
  await cp(join(folder, 'settings.json'), join(kept, 'settings.json'));
  told.push(`the settings of the old machine, without secrets, are in ${kept}/settings.json`);
  if (name === undefined) return;
  const target = (await isThere(settings.routing)) ? join(kept, name) : settings.routing;
  await cp(join(folder, 'routing', name), target, { recursive: true });
  told.push(`the routing file is ${target}`);
}

async function refuseWhileRunning(journal: string): Promise<void> {
  if (!(await isThere(journal))) return;
  const lock = await lockFolder(journal);
  await lock.release();
}

async function copyIfThere(source: string, target: string): Promise<void> {
  if (await isThere(source)) await cp(source, target, { recursive: true });
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function cannotCatchUp(journal: string, after: number | null, storedUpTo: number): BackupFault {
  const found = after === null ? 'holds no record' : `begins behind record ${after}`;
  return new BackupFault(
    `The database of the backup ends at record ${storedUpTo}, and the journal in ${journal} ${found}: what is between is nowhere. ` +
      'Take a newer backup; or restore everything without --database-only, which goes back to the moment of the backup. CALLPLANE_JOURNAL_KEEP_HOURS must be longer than the time between two backups.',
  );
}

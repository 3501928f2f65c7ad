/** Why the store cannot be used, now or as it is. */
export type StoreTrouble =
  | 'bad-address'
  | 'cannot-connect'
  | 'access-denied'
  | 'unknown-database'
  | 'unsuitable'
  | 'disk-full'
  | 'schema-newer'
  | 'schema-missing'
  | 'position-moved';

/** The store cannot be used; the message says what was found, where, and what to do. Never holds a password. */
export class StoreError extends Error {
  constructor(
    readonly trouble: StoreTrouble,
    message: string,
  ) {
    super(message);
    this.name = 'StoreError';
  }
}

/** Where the facts are kept, in words that may stand in a log: `mysql://user@host:port/name` or a file. */
export type StorePlace = string;

/** The teaching form of what a driver threw; what it does not know it hands back as it was. */
export function explained(error: unknown, place: StorePlace): Error {
  if (error instanceof StoreError) return error;
  const code = sqliteCode(error) ?? codeOf(error);
  const words = code === null ? null : (WORDS[code] ?? null);
  if (words !== null) return new StoreError(words.trouble, words.message(place));
  return error instanceof Error ? error : new Error(`The database at ${place} failed: ${String(error)}`);
}

/** The driver's code (`ER_ACCESS_DENIED_ERROR`, `ECONNREFUSED`, `SQLITE_CANTOPEN` …), or null. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'driverError' in error ? codeOf(error.driverError) : null;
}

/** What SQLite's driver tells by words only. */
function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  if (code === 'SQLITE_ERROR' && error.message.includes('no such table')) return 'ER_NO_SUCH_TABLE';
  return code === '' && error.message.includes('Unable to open') ? 'SQLITE_CANTOPEN' : null;
}

interface Words {
  readonly trouble: StoreTrouble;
  readonly message: (place: StorePlace) => string;
}

const UNREACHABLE: Words = {
  trouble: 'cannot-connect',
  message: (place) =>
    `No database answers at ${place}. Is the server running, and are host and port in DATABASE_URL right? ` +
    'A server that listens only on its socket needs bind-address = 127.0.0.1 in its configuration.',
};
const DENIED: Words = {
  trouble: 'access-denied',
  message: (place) =>
    `The database at ${place} refuses the user or the password. Check both in DATABASE_URL (characters such as ` +
    '@ : / in a password are written %40 %3A %2F), and that the user may log in from this host.',
};
const NO_DATABASE: Words = {
  trouble: 'unknown-database',
  message: (place) =>
    `The server at ${place} has no database of that name, or the user has no right to it. As its administrator: ` +
    'CREATE DATABASE name CHARACTER SET utf8mb4; GRANT ALL ON name.* TO user;',
};
const NO_TABLES: Words = {
  trouble: 'schema-missing',
  message: (place) =>
    `The database at ${place} has not all tables of this version. They are made at the start: run the migrations first.`,
};
const NO_FILE: Words = {
  trouble: 'cannot-connect',
  message: (place) =>
    `The file ${place} cannot be opened. Its folder must exist and be writable for the user that runs this program.`,
};
const NOT_SQLITE: Words = {
  trouble: 'unsuitable',
  message: (place) =>
    `The file ${place} is not an SQLite database. Name another file, or move this one out of the way.`,
};
const FULL: Words = {
  trouble: 'disk-full',
  message: (place) =>
    `The disk below the database ${place} is full. Make room; what could not be written is written then.`,
};
const READ_ONLY: Words = {
  trouble: 'unsuitable',
  message: (place) =>
    `The database ${place} may only be read. Give the user that runs this program the right to write it.`,
};

const WORDS: Readonly<Record<string, Words>> = {
  ECONNREFUSED: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ECONNRESET: UNREACHABLE,
  EPIPE: UNREACHABLE,
  PROTOCOL_CONNECTION_LOST: UNREACHABLE,
  ER_CON_COUNT_ERROR: UNREACHABLE,
  ER_SERVER_SHUTDOWN: UNREACHABLE,
  ER_ACCESS_DENIED_ERROR: DENIED,
  ER_HOST_NOT_PRIVILEGED: DENIED,
  ER_BAD_DB_ERROR: NO_DATABASE,
  ER_DBACCESS_DENIED_ERROR: NO_DATABASE,
  ER_NO_SUCH_TABLE: NO_TABLES,
  ER_BAD_FIELD_ERROR: NO_TABLES,
  SQLITE_CANTOPEN: NO_FILE,
  EACCES: NO_FILE,
  EEXIST: NO_FILE,
  ENOTDIR: NO_FILE,
  EROFS: READ_ONLY,
  SQLITE_NOTADB: NOT_SQLITE,
  SQLITE_READONLY: READ_ONLY,
  ER_OPTION_PREVENTS_STATEMENT: READ_ONLY,
  SQLITE_FULL: FULL,
  ENOSPC: FULL,
  ER_DISK_FULL: FULL,
  ER_RECORD_FILE_FULL: FULL,
};

import { StoreError, type StorePlace } from './store-error.js';

/** A MySQL or MariaDB database, from its URL. */
export interface MysqlTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** The same without the password, for messages. */
  readonly place: StorePlace;
}

const DEFAULT_PORT = 3306;
const SHAPE = 'mysql://user:password@host:3306/database';

/**
 * Reads `mysql://user:password@host:port/database` (or `mariadb://…`); special characters in user and password are
 * percent-encoded. Throws a StoreError that shows no part of the URL which may hold the password.
 */
export function parseDatabaseUrl(text: string): MysqlTarget {
  const url = parsed(text);
  if (url.protocol !== 'mysql:' && url.protocol !== 'mariadb:') {
    throw badAddress(`it begins with "${url.protocol}//", which is not known`);
  }
  if (url.search !== '' || url.hash !== '') throw badAddress('it has something behind the database name');
  const database = decoded(url.pathname.slice(1));
  if (database === '' || database.includes('/')) throw badAddress('it names no database');
  if (url.username === '') throw badAddress('it names no user');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === '') throw badAddress('it names no host');
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  const user = decoded(url.username);
  const place = `mysql://${user}@${url.hostname}:${port}/${database}`;
  return { host, port, user, password: decoded(url.password), database, place };
}

function parsed(text: string): URL {
  if (!URL.canParse(text)) throw badAddress('it is not a URL');
  return new URL(text);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badAddress('a % in it is not followed by two hexadecimal digits (a % itself is written %25)');
  }
}

function badAddress(found: string): StoreError {
  return new StoreError('bad-address', `DATABASE_URL cannot be used: ${found}. It should look like ${SHAPE}`);
}

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import mysql from 'mysql2/promise';
import type { StoreAddress } from '../../src/store/open-store.js';

const run = promisify(execFile);
const SCRIPT = resolve('scripts/databases');

export type ServerName = 'mariadb' | 'mysql';

/** A kind of database that the store contract is run on. */
export interface Place {
  readonly name: string;
  /** An empty database of its own. */
  readonly fresh: () => Promise<StoreAddress>;
}

/** Real servers that live as long as this process at most. */
export interface Servers {
  readonly url: (server: ServerName) => string;
  readonly stop: () => Promise<void>;
}

export async function startServers(purpose: string, ...servers: ServerName[]): Promise<Servers> {
  await run(SCRIPT, ['install', ...servers]);
  const set = `${purpose}-${process.pid}`;
  await run(SCRIPT, ['start', ...servers, '--set', set, '--owner', String(process.pid)]);
  const description = JSON.parse(await readFile(resolve(`.tests/databases/${set}.json`), 'utf8')) as Partial<
    Record<ServerName, { url: string }>
  >;
  return {
    url: (server) => description[server]?.url ?? '',
    stop: async () => {
      await run(SCRIPT, ['stop', '--set', set]);
    },
  };
}

/** Asks a server directly, beside the store. */
export async function ask(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const connection = await mysql.createConnection(url);
  try {
    const [rows] = await connection.query(sql, values);
    return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
  } finally {
    await connection.end();
  }
}

/** A new database on the server; its URL. Its own character set is the worst that servers are set up with. */
export async function freshDatabase(serverUrl: string): Promise<string> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await ask(serverUrl, `CREATE DATABASE ${name} CHARACTER SET latin1`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** A folder that is removed at the end. */
export async function scratchFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'callplane-store-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

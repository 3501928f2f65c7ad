import libsql from 'libsql';
import { DataSource } from 'typeorm';
import type { StoreAddress } from '../../src/store/open-store.js';
import { ask } from './databases.js';

/** Asks the database itself, as other people's tools do. */
export async function askStore(address: StoreAddress, sql: string): Promise<Record<string, unknown>[]> {
  if ('url' in address) return ask(address.url, sql);
  const source = new DataSource({ type: 'better-sqlite3', driver: libsql, database: address.sqliteFile });
  await source.initialize();
  try {
    return await source.query<Record<string, unknown>[]>(sql);
  } finally {
    await source.destroy();
  }
}

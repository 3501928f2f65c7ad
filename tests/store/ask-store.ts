import libsql from 'libsql';
import mysql from 'mysql2/promise';
import { DataSource } from 'typeorm';
import type { StoreAddress } from '../../src/store/open-store.js';

/** A connection to the database itself, as other people's tools have one. */
export interface Asker {
  readonly ask: (sql: string) => Promise<Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

/** Connects beside the store. */
export async function connectBeside(address: StoreAddress): Promise<Asker> {
  if ('url' in address) {
    const connection = await mysql.createConnection(address.url);
    const ask = async (sql: string): Promise<Record<string, unknown>[]> => {
      const [rows] = await connection.query(sql);
      return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
    };
    return { ask, close: () => connection.end() };
  }
  const source = new DataSource({ type: 'better-sqlite3', driver: libsql, database: address.sqliteFile });
  await source.initialize();
  const ask = (sql: string): Promise<Record<string, unknown>[]> => source.query(sql);
  return { ask, close: () => source.destroy() };
}

/** Asks the database one question. */
export async function askStore(address: StoreAddress, sql: string): Promise<Record<string, unknown>[]> {
  const beside = await connectBeside(address);
  try {
    return await beside.ask(sql);
  } finally {
    await beside.close();
  }
}

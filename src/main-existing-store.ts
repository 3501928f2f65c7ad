import { existsSync } from 'node:fs';
import type { Settings } from './app/settings.js';
import { createLog } from './log/create-log.js';
import { storeAddress } from './main-books.js';
import type { Log } from './ports/log.js';
import { openStore, type Store, type StoreAddress } from './store/open-store.js';
import { StoreError } from './store/store-error.js';

/**
 * What a command does in the database of a Callplane that has run; its warnings go to the terminal. Throws a StoreError where
 * there is none: SQLite would make an empty file of a name that is mistyped.
 */
export async function inExistingStore<Answer>(
  settings: Settings,
  work: (store: Store, log: Log) => Promise<Answer>,
): Promise<Answer> {
  const log = createLog({ level: 'warn', shape: 'terminal', destination: process.stderr });
  const store = await openStore({ ...existing(storeAddress(settings)), log });
  try {
    return await work(store, log);
  } finally {
    await store.close();
  }
}

function existing(address: StoreAddress): StoreAddress {
  if ('url' in address || existsSync(address.sqliteFile)) return address;
  throw new StoreError(
    'unknown-database',
    `There are no facts yet: ${address.sqliteFile} is not there. Callplane makes it at its first start; if it has run ` +
      'already, name its data folder (CALLPLANE_DATA) or its database (DATABASE_URL).',
  );
}

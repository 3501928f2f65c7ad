import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freshDatabase, startServers } from '../../tests/store/databases.js';
import { Callplane, type CallplaneParts } from '../machine/callplane.js';
import { Valve } from '../machine/valve.js';
import { type BesideDatabase, besideDatabase } from './beside-database.js';
import type { Effort } from './live-cases.js';

/** A tenth of what these calls make the books write. */
const LIMIT_BYTES_PER_SECOND = 2_000;

/**
 * Measures one Callplane on a real MariaDB behind a valve: once with the valve open and once with so little passing that the books
 * fall behind.
 */
export async function measureSlowDatabase(
  parts: CallplaneParts,
  effort: Effort,
  say: (text: string) => void,
): Promise<BesideDatabase> {
  const servers = await startServers('bench', 'mariadb');
  const folder = join(parts.folder, 'slow-database');
  mkdirSync(folder, { recursive: true });
  let valve: Valve | null = null;
  let callplane: Callplane | null = null;
  try {
    const database = new URL(await freshDatabase(servers.url('mariadb')));
    const opened = (valve = await Valve.open({ host: database.hostname, port: Number(database.port) }));
    database.host = `127.0.0.1:${opened.port}`;
    callplane = await Callplane.start({ ...parts, folder, databaseUrl: database.href });
    await callplane.engage();
    const disturbance = {
      ...{ free: 'free', disturbed: 'at its limit' },
      begin: () => opened.limit(LIMIT_BYTES_PER_SECOND),
      end: () => {
        opened.limit(null);
        return Promise.resolve();
      },
    };
    return await besideDatabase({ ...parts, folder }, callplane, disturbance, effort, say);
  } finally {
    valve?.limit(null);
    await callplane?.stop();
    valve?.close();
    await servers.stop();
  }
}

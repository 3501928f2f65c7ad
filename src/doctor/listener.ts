import { readdir, readFile, readlink } from 'node:fs/promises';

/** A program of this machine that listens at a port. */
export interface Listener {
  readonly pid: number;
  readonly name: string;
}

const LISTENING = '0A';

/** Who listens at this TCP port of the machine; null: nobody, or it is not ours to see. (proc(5), net/tcp.) */
export async function listenerAt(port: number): Promise<Listener | null> {
  const sockets = await socketsAt(port);
  if (sockets.size === 0) return null;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  for (const pid of pids) {
    if (await holds(pid, sockets)) return { pid, name: (await readFile(`/proc/${pid}/comm`, 'utf8')).trim() };
  }
  return null;
}

/** The sockets that listen there, as `/proc/…/fd` names them. */
async function socketsAt(port: number): Promise<ReadonlySet<string>> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = tables.flatMap((table) => table.split('\n').slice(1)).map((row) => row.trim().split(/\s+/));
  return new Set(
    rows
      .filter((row) => row[1]?.endsWith(wanted) === true && row[3] === LISTENING)
      .map((row) => `socket:[${row[9]}]`),
  );
}

/** What belongs to other users, or has ended meanwhile, cannot be looked at. */
async function holds(pid: number, sockets: ReadonlySet<string>): Promise<boolean> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const file of files) {
    const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
    if (sockets.has(target)) return true;
  }
  return false;
}

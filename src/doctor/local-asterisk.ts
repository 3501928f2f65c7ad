import { readFile, readlink } from 'node:fs/promises';
import { readConfig, valueOf } from './asterisk-config.js';
import { listenerAt } from './listener.js';
import { isLoopback } from './loopback.js';

/** The Asterisk of this machine: the folders it uses, as it sees them. */
export interface LocalAsterisk {
  /** What it takes for `/`: through this its folders are reached, also when it runs in a chroot or a container. */
  readonly root: string;
  readonly etc: string;
  readonly data: string;
  readonly spool: string;
  readonly user: { readonly uid: number; readonly groups: readonly number[] };
}

/** Why nothing more can be said about Asterisk's folders. */
export interface NotSeen {
  readonly why: string;
}

const NOT_ROOT = 'this user may not look into the process of Asterisk';
const MAIN_FILE = '/etc/asterisk/asterisk.conf';

/**
 * Finds the Asterisk that listens at this address and asks its process where its folders are (proc(5)); root and the
 * user Asterisk runs as may do so.
 */
export async function findLocalAsterisk(ariUrl: string): Promise<LocalAsterisk | NotSeen> {
  const url = new URL(ariUrl);
  if (!isLoopback(url.hostname)) return { why: `Asterisk is on another machine (${url.hostname})` };
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const listener = await listenerAt(port);
  if (listener === null) return { why: NOT_ROOT };
  try {
    return await foldersOf(listener.pid);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EACCES' || code === 'EPERM') return { why: NOT_ROOT };
    return { why: `what listens at port ${port} (${listener.name}) shows no asterisk.conf` };
  }
}

async function foldersOf(pid: number): Promise<LocalAsterisk> {
  await readlink(`/proc/${pid}/root`);
  const root = `/proc/${pid}/root`;
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
  const named = words[words.indexOf('-C') + 1];
  const main = words.includes('-C') && named !== undefined ? named : MAIN_FILE;
  const lines = await readConfig(root, '/etc/asterisk', main);
  const folder = (key: string, otherwise: string): string => valueOf(lines, 'directories', key) ?? otherwise;
  const lib = folder('astvarlibdir', '/var/lib/asterisk');
  return {
    root,
    etc: folder('astetcdir', '/etc/asterisk'),
    data: folder('astdatadir', lib),
    spool: folder('astspooldir', '/var/spool/asterisk'),
    user: await userOf(pid),
  };
}

async function userOf(pid: number): Promise<LocalAsterisk['user']> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const numbers = (name: string, from: number): readonly number[] =>
    (new RegExp(`^${name}:(.*)$`, 'm').exec(status)?.[1] ?? '')
      .trim()
      .split(/\s+/)
      .slice(from, from + 64)
      .map(Number);
  const [uid = 0] = numbers('Uid', 1);
  return { uid, groups: [...numbers('Gid', 1).slice(0, 1), ...numbers('Groups', 0)] };
}

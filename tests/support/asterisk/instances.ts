import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REPOSITORY = resolve(import.meta.dirname, '../../..');
const SCRIPT = join(REPOSITORY, 'scripts/asterisk');

/** One running Asterisk of a set, as `scripts/asterisk` describes it. */
export interface AsteriskInstance {
  readonly ariUrl: string;
  readonly ariUser: string;
  readonly ariPasswordFile: string;
  readonly soundsFolder: string;
  readonly recordingFolder: string;
  readonly etcFolder: string;
  /** Its folder as seen from here, and as seen from inside its own tree. */
  readonly folder: string;
  readonly insideFolder: string;
  readonly logFile: string;
  readonly pid: number;
}

/** The Asterisk that Callplane drives and the far end, with registered phones. */
export interface AsteriskSet {
  readonly set: string;
  readonly pbx: AsteriskInstance;
  readonly far: AsteriskInstance;
  readonly phones: readonly { readonly name: string; readonly endpoint: string }[];
  /** A line each: name and password. */
  readonly phonesSecretsFile: string;
  /** An account for a person. */
  readonly softphone: { readonly name: string; readonly sip: string };
}

export interface SetOptions {
  readonly set: string;
  readonly phones: number;
}

/** Starts a set that ends with this process, however that ends. */
export async function startAsterisk({ set, phones }: SetOptions): Promise<AsteriskSet> {
  await run(SCRIPT, ['install']);
  await run(SCRIPT, ['stop', '--set', set]);
  await run(SCRIPT, ['start', '--set', set, '--phones', String(phones), '--owner', String(process.pid)]);
  return JSON.parse(readFileSync(join(REPOSITORY, '.asterisk/sets', `${set}.json`), 'utf8')) as AsteriskSet;
}

export async function stopAsterisk(set: string): Promise<void> {
  await run(SCRIPT, ['stop', '--set', set]);
}

/** What an Asterisk console command prints. */
export async function consoleCommand(set: string, role: 'pbx' | 'far', command: string): Promise<string> {
  const { stdout } = await run(SCRIPT, ['cli', role, '--set', set, command]);
  return stdout;
}

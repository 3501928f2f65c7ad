import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { SipPorts } from '../wire/sip.js';

const run = promisify(execFile);
const REPOSITORY = resolve(import.meta.dirname, '../..');
const SCRIPT = join(REPOSITORY, 'scripts/asterisk');
const SET = 'bench';

/** Agents of each group; the groups share their phones. */
export const GROUPS = { few: 4, many: 50, all: 20 } as const;
export type Group = keyof typeof GROUPS;

/** The Asterisk that both are measured on. */
export interface BenchAsterisk {
  readonly pid: number;
  readonly ariUrl: string;
  readonly ariPasswordFile: string;
  readonly soundsFolder: string;
  readonly ports: SipPorts;
  readonly ariPort: number;
  readonly phones: readonly string[];
}

interface Description {
  readonly pbx: {
    readonly pid: number;
    readonly ariUrl: string;
    readonly ariPasswordFile: string;
    readonly sip: string;
    readonly etcFolder: string;
    readonly soundsFolder: string;
  };
  readonly load: { readonly callers: string; readonly phones: string; readonly names: readonly string[] };
}

/** Starts an Asterisk of our own with app_queue's queues beside the shipped files; it ends with this process. */
export async function startBenchAsterisk(): Promise<BenchAsterisk> {
  await run(SCRIPT, ['install']);
  await run(SCRIPT, ['stop', '--set', SET]);
  const counts = ['--phones', '0', '--load-phones', String(GROUPS.many)];
  await run(SCRIPT, ['start', 'pbx', '--set', SET, ...counts, '--owner', String(process.pid)]);
  const file = join(REPOSITORY, '.asterisk/sets', `${SET}.json`);
  const { pbx, load } = JSON.parse(readFileSync(file, 'utf8')) as Description;
  addQueues(pbx.etcFolder, load.names);
  await consoleCommand('dialplan reload');
  return {
    pid: pbx.pid,
    ariUrl: pbx.ariUrl,
    ariPasswordFile: pbx.ariPasswordFile,
    soundsFolder: pbx.soundsFolder,
    ports: { pbx: portOf(pbx.sip), callers: portOf(load.callers), phones: portOf(load.phones) },
    ariPort: Number(new URL(pbx.ariUrl).port),
    phones: load.names,
  };
}

export async function stopBenchAsterisk(): Promise<void> {
  await run(SCRIPT, ['stop', '--set', SET]);
}

function addQueues(etcFolder: string, phones: readonly string[]): void {
  const local = join(etcFolder, 'callplane.d');
  copyFileSync(join(import.meta.dirname, '../asterisk/queues.conf'), join(etcFolder, 'queues.conf'));
  copyFileSync(join(import.meta.dirname, '../asterisk/extensions.conf'), join(local, 'extensions.conf'));
  for (const [group, size] of Object.entries(GROUPS)) {
    const members = phones.slice(0, size).map((phone) => `member => PJSIP/${phone}\n`);
    writeFileSync(join(local, `queue-members-${group}.conf`), members.join(''));
  }
}

function portOf(address: string): number {
  return Number(address.split(':').at(-1));
}

/** What a command on Asterisk's console prints. */
export async function consoleCommand(command: string): Promise<string> {
  const { stdout } = await run(SCRIPT, ['cli', 'pbx', '--set', SET, command]);
  return stdout;
}

/** Channels that exist now. */
async function channels(): Promise<number> {
  const said = await consoleCommand('core show channels count');
  return Number(/(\d+) active channels?/.exec(said)?.[1] ?? NaN);
}

/** An Asterisk that was given more than it can do takes long to end what it has begun. */
const EMPTY_WITHIN_MS = 240_000;
/** Each question starts a console beside an Asterisk that has too much to do already. */
const ASKED_EVERY_MS = 500;
/** Calls that were still beginning when all were hung up are hung up the next time. */
const HUNG_UP_EVERY_MS = 5_000;

/** Hangs up whatever is left and waits until Asterisk has no channel any more; rejects when some stay. */
export async function emptyAsterisk(): Promise<void> {
  const deadline = Date.now() + EMPTY_WITHIN_MS;
  for (let waitedMs = 0; ; waitedMs += ASKED_EVERY_MS) {
    const left = await channels();
    if (left === 0) return;
    if (Date.now() > deadline)
      throw new Error(`${left} channels stay in Asterisk after everything was hung up`);
    if (waitedMs % HUNG_UP_EVERY_MS === 0) await consoleCommand('channel request hangup all');
    await sleep(ASKED_EVERY_MS);
  }
}

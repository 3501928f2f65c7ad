import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Installs SIPp and tcpdump from the system's packages where they are missing. */
export function installTools(): void {
  const missing = [
    ['sipp', 'sip-tester'],
    ['tcpdump', 'tcpdump'],
  ].filter(([program]) => !isInstalled(program ?? ''));
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name ?? '');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env: environment });
    execFileSync('apt-get', ['install', '-y', '-qq', ...packages], { stdio: 'ignore', env: environment });
  } catch (error) {
    const mend = `as root: apt-get install ${packages.join(' ')}`;
    throw new Error(`the benchmark needs ${packages.join(' and ')} and could not install it. ${mend}`, {
      cause: error,
    });
  }
}

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => {
    try {
      closeSync(openSync(join(folder, program), 'r'));
      return true;
    } catch (error) {
      if (error instanceof Error) return false;
      throw error;
    }
  });
}

/** One running SIPp. */
export interface Sipp {
  readonly pid: number;
  /** Calls that failed, when it has ended. */
  readonly ended: Promise<SippEnd>;
  /** No more new calls; ends when the calls that there are have ended. */
  drain(): void;
  kill(): void;
}

export interface SippEnd {
  readonly failed: number;
  readonly succeeded: number;
}

export interface SippOptions {
  /** Names its files in the folder. */
  readonly name: string;
  readonly folder: string;
  readonly scenario: string;
  readonly localPort: number;
  /** Lines of the injection file; none for phones. */
  readonly fields?: readonly string[];
  /** Further options, in SIPp's words. */
  readonly options: readonly string[];
}

/** Starts SIPp on loopback. */
export function startSipp({ name, folder, scenario, localPort, fields, options }: SippOptions): Sipp {
  const base = join(folder, name);
  writeFileSync(`${base}.xml`, scenario);
  if (fields !== undefined) writeFileSync(`${base}.csv`, ['SEQUENTIAL', ...fields, ''].join('\n'));
  const words = ['-sf', `${base}.xml`, '-i', '127.0.0.1', '-p', String(localPort), '-nostdin'];
  if (fields !== undefined) words.push('-inf', `${base}.csv`);
  words.push('-trace_stat', '-stf', `${base}.stat`, '-fd', '1', ...options);
  const output = openSync(`${base}.out`, 'w');
  const child = spawn('sipp', words, { stdio: ['ignore', output, output] });
  closeSync(output);
  return {
    pid: child.pid ?? 0,
    ended: once(child, 'exit').then(() => readEnd(`${base}.stat`)),
    drain: () => signal(child, 'SIGUSR1'),
    kill: () => signal(child, 'SIGKILL'),
  };
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.exitCode === null && child.signalCode === null) child.kill(name);
}

/** The last line of SIPp's statistics: cumulated counters have `(C)` in their heading. */
function readEnd(file: string): SippEnd {
  const [heading = '', ...rows] = readFileSync(file, 'utf8').trim().split('\n');
  const names = heading.split(';');
  const values = (rows.at(-1) ?? '').split(';');
  const counter = (name: string): number => Number(values[names.indexOf(name)] ?? 0);
  return { failed: counter('FailedCall(C)'), succeeded: counter('SuccessfulCall(C)') };
}

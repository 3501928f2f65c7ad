import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** User and system time, seconds, without that of ended children. */
  readonly cpuSeconds: number;
}

/** proc(5), /proc/PID/stat: fields 4 ppid, 14 utime, 15 stime. */
function statOf(pid: number): Stat | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { pid, parent: Number(fields[1]), cpuSeconds: ticks / TICKS_PER_SECOND };
}

function everyStat(): Stat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);
}

/** The process and all that it started, directly or not. */
export function familyOf(root: number): number[] {
  const all = everyStat();
  const family = [root];
  for (const member of family) {
    family.push(...all.filter(({ parent }) => parent === member).map(({ pid }) => pid));
  }
  return family;
}

/** Command line of a process, its words separated by spaces; empty: it is gone. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch (error) {
    if (error instanceof Error) return '';
    throw error;
  }
}

/** Resident memory now and at its highest, in MB. */
export function residentMemory(pid: number): { readonly nowMb: number; readonly highestMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (field: string): number =>
    Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? NaN) / 1024;
  return { nowMb: megabytes('VmRSS'), highestMb: megabytes('VmHWM') };
}

/**
 * Seconds that the main thread of a process was ready to run and waited for a core: schedstat's second number. What an
 * event loop was late by that is the machine's delay, not the program's.
 */
export function waitedForCore(pid: number): number {
  const waited = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[1];
  return Number(waited) / 1e9;
}

/** CPU time of all processes at one moment, seconds by pid. */
export type CpuReading = ReadonlyMap<number, number>;

export function readCpu(): CpuReading {
  return new Map(everyStat().map(({ pid, cpuSeconds }) => [pid, cpuSeconds]));
}

/** Seconds that these processes used between two readings; one that began in between counts whole. */
export function cpuBetween(before: CpuReading, after: CpuReading, pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + ((after.get(pid) ?? 0) - (before.get(pid) ?? 0)), 0);
}

/** Seconds that everybody but these processes used: what disturbed the run. */
export function foreignCpu(before: CpuReading, after: CpuReading, ours: readonly number[]): number {
  const own = new Set(ours);
  const others = [...after.keys()].filter((pid) => !own.has(pid));
  return cpuBetween(before, after, others);
}

import { readdirSync, readFileSync } from 'node:fs';
import type { BenchAsterisk } from '../machine/asterisk.js';
import type { Callplane } from '../machine/callplane.js';
import { residentMemory } from '../machine/processes.js';

const ARI_USER = 'callplane';
const MEGABYTE = 1024 * 1024;

/** What is looked at again and again; memory in MB. */
export interface Sample {
  readonly atMs: number;
  readonly lineMemory: number;
  readonly lineHeap: number;
  readonly lineHandles: number;
  readonly booksMemory: number;
  readonly booksHandles: number;
  readonly asteriskMemory: number;
  readonly asteriskHandles: number;
  /** Longest of the last 30 to 60 s. */
  readonly loopDelayMs: number;
  readonly booksBehindSeconds: number;
  readonly channels: number;
  readonly bridges: number;
}

/** One look at everything, `atMs` after the beginning. */
export async function takeSample(
  callplane: Callplane,
  asterisk: BenchAsterisk,
  atMs: number,
): Promise<Sample> {
  const [metrics, { channels, bridges }] = await Promise.all([callplane.metrics(), existing(asterisk)]);
  const figure = (name: string): number => metrics.get(name) ?? NaN;
  const [line, books] = [callplane.pidOf('line'), callplane.pidOf('books')];
  return {
    atMs,
    lineMemory: residentMemory(line).nowMb,
    lineHeap: figure('process_heap_used_bytes') / MEGABYTE,
    lineHandles: handlesOf(line),
    booksMemory: residentMemory(books).nowMb,
    booksHandles: handlesOf(books),
    asteriskMemory: residentMemory(asterisk.pid).nowMb,
    asteriskHandles: handlesOf(asterisk.pid),
    loopDelayMs: figure('callplane_event_loop_delay_max_seconds') * 1000,
    booksBehindSeconds: figure('callplane_database_lag_seconds'),
    channels,
    bridges,
  };
}

/** Channels and bridges that Asterisk has now. */
export async function existing(
  asterisk: BenchAsterisk,
): Promise<{ readonly channels: number; readonly bridges: number }> {
  const [channels, bridges] = await Promise.all(
    ['channels', 'bridges'].map((what) => countIn(asterisk, what)),
  );
  return { channels: channels ?? NaN, bridges: bridges ?? NaN };
}

async function countIn({ ariUrl, ariPasswordFile }: BenchAsterisk, what: string): Promise<number> {
  const password = readFileSync(ariPasswordFile, 'utf8').trim();
  const authorization = `Basic ${Buffer.from(`${ARI_USER}:${password}`).toString('base64')}`;
  const reply = await fetch(`${ariUrl}/ari/${what}`, { headers: { authorization } });
  return ((await reply.json()) as readonly unknown[]).length;
}

/** Open descriptors: files, sockets, pipes. */
function handlesOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Packet, readCapture } from './pcap.js';

/** A running capture. */
export interface Capture {
  readonly pid: number;
  /** Ends it and reads what passed; throws when the kernel dropped a packet. */
  stop(): Promise<Packet[]>;
}

/** The kernel hands what it captured to tcpdump at least once a second. */
const KERNEL_HANDS_OVER_MS = 1_200;

/**
 * Captures on loopback into the file whatever the filter (in tcpdump's words) lets pass. Resolves when tcpdump
 * listens; rejects with its own words when it cannot.
 */
export async function startCapture(file: string, filter: string): Promise<Capture> {
  const options = ['-i', 'lo', '-n', '-U', '-s', '0', '-B', '32768', '-Z', 'root', '-w', file, filter];
  const child = spawn('tcpdump', options, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'close');
  while (!said.includes('listening on')) {
    const first = await Promise.race([once(child.stderr, 'data'), ended.then(() => 'ended' as const)]);
    if (first === 'ended') throw new Error(`tcpdump cannot capture on loopback: ${said.trim()}`);
  }
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      await sleep(KERNEL_HANDS_OVER_MS);
      child.kill('SIGINT');
      await ended;
      const dropped = /(\d+) packets dropped by kernel/.exec(said)?.[1] ?? 'an unknown number of';
      if (dropped !== '0') throw new Error(`the capture lost ${dropped} packets, so this run does not count`);
      return readCapture(file);
    },
  };
}

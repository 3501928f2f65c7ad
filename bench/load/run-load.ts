import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { type BenchAsterisk, emptyAsterisk, type Group } from '../machine/asterisk.js';
import { cpuBetween, foreignCpu, readCpu } from '../machine/processes.js';
import type { Contender } from '../machine/contender.js';
import { startCapture } from '../wire/capture.js';
import type { Packet } from '../wire/pcap.js';
import { type SipMessage, sipMessages } from '../wire/sip.js';
import { callerFields } from './callers.js';
import { callerScenario } from './caller-scenario.js';
import { startSipp } from './sipp.js';

/** What is played to a contender. */
export interface Load {
  readonly group: Group;
  /** Scenario of the phones. */
  readonly phones: string;
  readonly callers: number;
  /** Calls per second. */
  readonly rate: number;
  /** Callers at one time; the next one calls when one has ended. */
  readonly atOnce: number;
  /** `all-served`: until the last caller has been hung up on; else so many milliseconds. */
  readonly lasts: 'all-served' | number;
  /** Whether ARI is captured besides SIP, which costs time. */
  readonly capture: 'sip' | 'sip-and-ari';
  /** Called at the end, while the load still stands. */
  readonly atEnd?: () => void;
}

/** What was seen of it. */
export interface Played {
  readonly packets: readonly Packet[];
  readonly messages: readonly SipMessage[];
  /** Callers and phones whose call did not end as it should; only when all were served. */
  readonly failed: number;
  readonly succeeded: number;
  readonly seconds: number;
  /** CPU seconds: of Asterisk, of Callplane's processes, of SIPp, of everybody who is no part of this. */
  readonly cpu: {
    readonly asterisk: number;
    readonly callplane: number;
    readonly sipp: number;
    readonly foreign: number;
  };
}

/** The place and the tools of all runs. */
export interface Bench {
  readonly asterisk: BenchAsterisk;
  /** For scenarios, captures and logs. */
  readonly folder: string;
  /** Root process of Callplane and all that it started. */
  readonly callplanePids: () => readonly number[];
}

const PHONES_NEED_MS = 400;
/** After the last call began, so long until all must be over. */
const LAST_CALL_WITHIN_MS = 20_000;

/** Plays one load to one contender and reads from the wire what became of it. */
export async function runLoad(bench: Bench, contender: Contender, load: Load): Promise<Played> {
  const { asterisk, folder } = bench;
  const { ports } = asterisk;
  const filter = `udp port ${ports.pbx}`;
  const all = load.capture === 'sip' ? filter : `${filter} or tcp port ${asterisk.ariPort}`;
  const capture = await startCapture(join(folder, 'wire.pcap'), all);
  const phones = startSipp({
    name: 'phones',
    folder,
    scenario: load.phones,
    localPort: ports.phones,
    options: ['-mp', '6200', '-l', '5000'],
  });
  await sleep(PHONES_NEED_MS);
  const before = readCpu();
  const beganAt = Date.now();
  const callers = startSipp({
    name: 'callers',
    folder,
    scenario: callerScenario(),
    localPort: ports.callers,
    fields: callerFields(contender.dials(load.group), load.callers, 20),
    options: callerOptions(load, ports.pbx),
  });
  const longestMs =
    load.lasts === 'all-served' ? (load.callers / load.rate) * 1000 + LAST_CALL_WITHIN_MS : load.lasts;
  const stopWaiting = new AbortController();
  await Promise.race([callers.ended, sleep(longestMs, null, { signal: stopWaiting.signal })]);
  stopWaiting.abort();
  const seconds = (Date.now() - beganAt) / 1000;
  load.atEnd?.();
  const after = readCpu();
  const packets = await capture.stop();
  callers.drain();
  await emptyAsterisk();
  callers.kill();
  phones.kill();
  const [calls] = await Promise.all([callers.ended, phones.ended]);
  const cpuOf = (pids: readonly number[]): number => cpuBetween(before, after, pids);
  const sipp = [callers.pid, phones.pid];
  const own = [...bench.callplanePids(), asterisk.pid, capture.pid, process.pid, ...sipp];
  return {
    packets,
    messages: sipMessages(packets, ports),
    failed: load.lasts === 'all-served' ? load.callers - calls.succeeded : 0,
    succeeded: calls.succeeded,
    seconds,
    cpu: {
      asterisk: cpuOf([asterisk.pid]),
      callplane: cpuOf(bench.callplanePids()),
      sipp: cpuOf(sipp),
      foreign: foreignCpu(before, after, own),
    },
  };
}

function callerOptions(load: Load, pbxPort: number): string[] {
  const counts = ['-r', String(load.rate), '-m', String(load.callers), '-l', String(load.atOnce)];
  return [...counts, '-mp', '6000', `127.0.0.1:${pbxPort}`];
}

import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { type BenchAsterisk, emptyAsterisk, type Group } from '../machine/asterisk.js';
import { cpuBetween, foreignCpu, readCpu } from '../machine/processes.js';
import type { Contender } from '../machine/contender.js';
import { startCapture } from '../wire/capture.js';
import { replied } from '../wire/intervals.js';
import type { Packet } from '../wire/pcap.js';
import { type SipMessage, sipMessages } from '../wire/sip.js';
import { newCallers } from './callers.js';
import { callerScenario } from './caller-scenario.js';
import { type Sipp, type SippEnd, startSipp } from './sipp.js';

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
  /** Callers whose call did not end as it should; 0 when the run was cut off. */
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
  /** Called with the calls that were played to each contender. */
  readonly played: (contender: Contender['name'], calls: number) => void;
}

const PHONES_NEED_MS = 400;
/** After the last call began, so long until all must be over. */
const LAST_CALL_WITHIN_MS = 10_000;
const GOODBYES_WITHIN_MS = 3_000;
/** Phones of the race: the winner changes among so many. */
const RACERS = 20;

/** Plays one load to one contender and reads from the wire what became of it. */
export async function runLoad(bench: Bench, contender: Contender, load: Load): Promise<Played> {
  const { asterisk, folder } = bench;
  const { ports } = asterisk;
  const who = newCallers(contender.dials(load.group), load.callers, RACERS);
  const capture = await startCapture(join(folder, 'wire.pcap'), filterFor(load, asterisk));
  const phones = startPhones(load, bench);
  await sleep(PHONES_NEED_MS);
  const before = readCpu();
  const beganAt = Date.now();
  const callers = startSipp({
    name: 'callers',
    folder,
    scenario: callerScenario(),
    localPort: ports.callers,
    fields: who.fields,
    options: callerOptions(load, ports.pbx),
  });
  await within(longestMs(load), callers.ended);
  const seconds = (Date.now() - beganAt) / 1000;
  load.atEnd?.();
  const after = readCpu();
  const packets = await capture.stop();
  const calls = await sayGoodbye(callers, phones);
  const messages = ofCallers(sipMessages(packets, ports), who.prefix);
  bench.played(contender.name, replied(messages).size);
  const cpuOf = (pids: readonly number[]): number => cpuBetween(before, after, pids);
  const sipp = [callers.pid, phones.pid];
  const own = [...bench.callplanePids(), asterisk.pid, capture.pid, process.pid, ...sipp];
  return {
    packets,
    messages,
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

function filterFor(load: Load, { ports, ariPort }: BenchAsterisk): string {
  const sip = `udp port ${ports.pbx}`;
  return load.capture === 'sip' ? sip : `${sip} or tcp port ${ariPort}`;
}

function startPhones({ phones }: Load, { asterisk, folder }: Bench): Sipp {
  const localPort = asterisk.ports.phones;
  return startSipp({
    name: 'phones',
    folder,
    scenario: phones,
    localPort,
    options: ['-mp', '6200', '-l', '5000'],
  });
}

function callerOptions(load: Load, pbxPort: number): string[] {
  const counts = ['-r', String(load.rate), '-m', String(load.callers), '-l', String(load.atOnce)];
  return [...counts, '-mp', '6000', `127.0.0.1:${pbxPort}`];
}

function longestMs(load: Load): number {
  if (load.lasts !== 'all-served') return load.lasts;
  return (load.callers / load.rate) * 1000 + LAST_CALL_WITHIN_MS;
}

/** Waits for the work, but no longer than this. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const given = new AbortController();
  const timer = sleep(milliseconds, null, { signal: given.signal }).catch(() => null);
  await Promise.race([work, timer]);
  given.abort();
}

/** Everybody hangs up in an orderly way, so that nothing of this run is repeated into the next. */
async function sayGoodbye(callers: Sipp, phones: Sipp): Promise<SippEnd> {
  try {
    callers.drain();
    await emptyAsterisk();
    phones.drain();
    await within(GOODBYES_WITHIN_MS, Promise.all([callers.ended, phones.ended]));
  } finally {
    callers.kill();
    phones.kill();
  }
  const [calls] = await Promise.all([callers.ended, phones.ended]);
  // Above the highest rate an INVITE may still have lain in Asterisk's socket when nobody was left.
  await emptyAsterisk();
  return calls;
}

/** Only the calls of these callers, with the phones that rang for them. */
function ofCallers(messages: readonly SipMessage[], prefix: string): SipMessage[] {
  const calls = new Set(
    messages.filter(({ calling }) => calling.startsWith(prefix)).map(({ callId }) => callId),
  );
  return messages.filter(({ callId }) => calls.has(callId));
}

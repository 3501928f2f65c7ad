import { answeringPhone } from '../load/phone-scenario.js';
import { type Bench, runLoad } from '../load/run-load.js';
import type { Callplane } from '../machine/callplane.js';
import { residentMemory } from '../machine/processes.js';
import { ariTraffic } from '../wire/ari.js';
import { steadyLoad } from './live-cases.js';

/** What one plain call (queue, no menu) costs on the wire to Asterisk. */
export interface TrafficPerCall {
  readonly calls: number;
  readonly requests: number;
  readonly byRequest: readonly (readonly [string, number])[];
  readonly eventBytes: number;
}

const SETTLING_SECONDS = 3;

/**
 * Counts what goes over the ARI port at the steady load; a run of its own, because the capture costs time. A short one
 * goes before it, so that what belongs to the agents' signing in, and not to calls, is over.
 */
export async function measureTraffic(
  bench: Bench,
  callplane: Callplane,
  seconds: number,
): Promise<TrafficPerCall> {
  await runLoad(bench, callplane, steadyLoad(SETTLING_SECONDS, 'sip'));
  const { packets, succeeded } = await runLoad(bench, callplane, steadyLoad(seconds, 'sip-and-ari'));
  const { requests, eventBytes } = ariTraffic(packets, bench.asterisk.ariPort);
  const each = [...requests].map(([name, count]) => [name, count / succeeded] as const);
  return {
    calls: succeeded,
    requests: each.reduce((sum, [, count]) => sum + count, 0),
    byRequest: each.sort(([, a], [, b]) => b - a),
    eventBytes: eventBytes / succeeded,
  };
}

/** The line with a crowd that waits. */
export interface CrowdMemory {
  readonly waiting: number;
  readonly residentMb: number;
}

const CROWD = 1_000;
const ARRIVING = 50;
const LONG_TALK_MS = 120_000;

/** Lets 1,000 callers wait for four agents who never come free, and reads the line's resident memory. */
export async function measureCrowd(bench: Bench, callplane: Callplane): Promise<CrowdMemory> {
  let residentMb = NaN;
  const played = await runLoad(bench, callplane, {
    group: 'few',
    phones: answeringPhone(LONG_TALK_MS),
    callers: CROWD + 4,
    rate: ARRIVING,
    atOnce: CROWD + 4,
    lasts: ((CROWD + 4) / ARRIVING) * 1000 + 5_000,
    capture: 'sip',
    atEnd: () => {
      residentMb = residentMemory(callplane.linePid()).nowMb;
    },
  });
  const isAnswer = ({ to, method, status }: (typeof played.messages)[number]): boolean =>
    to === 'caller' && method === 'INVITE' && status === 200;
  const answered = new Set(played.messages.filter(isAnswer).map(({ callId }) => callId));
  return { waiting: answered.size - 4, residentMb };
}

import { answeringPhone, racingPhones } from '../load/phone-scenario.js';
import { type Bench, type Load, type Played, runLoad } from '../load/run-load.js';
import type { Contender } from '../machine/contender.js';
import { dispatchTimes, firstRings, freedTimes, races } from '../wire/intervals.js';
import { coreFigures, cpuFigures, foreignPercent, intervalFigures, type Measurement } from './measurement.js';

/** How long and how often; `--quick` takes the shorter one. */
export interface Effort {
  readonly mode: 'quick' | 'full';
  readonly rounds: number;
  readonly steadySeconds: number;
  readonly fewSeconds: number;
  readonly manySeconds: number;
  readonly races: number;
  readonly stepSeconds: number;
  /** At the highest rate held, and so long above it. */
  readonly overloadSeconds: number;
  /** The search for the highest rate ends when the next step is smaller than this factor. */
  readonly stepFactor: number;
  /** A run that was disturbed is repeated so often. */
  readonly repeats: number;
}

/** One thing to be measured on both. */
export interface LiveCase {
  readonly name: string;
  readonly title: string;
  measure(bench: Bench, contender: Contender, effort: Effort): Promise<Omit<Measurement, 'case' | 'round'>>;
}

export const STEADY_RATE = 60;
const TALK_MS = 100;

/** 60 calls a second for 50 agents who talk for a moment. */
export function steadyLoad(seconds: number, capture: Load['capture'], rate = STEADY_RATE): Load {
  const phones = answeringPhone(TALK_MS);
  const callers = Math.round(rate * seconds);
  return { group: 'many', phones, callers, rate, atOnce: 5000, lasts: 'all-served', capture };
}

const steady: LiveCase = {
  name: 'steady',
  title: `caller's INVITE to INVITE at a free agent's phone: ${STEADY_RATE} calls/s, 50 agents, ${TALK_MS} ms talk`,
  async measure(bench, contender, effort) {
    const played = await runLoad(bench, contender, steadyLoad(effort.steadySeconds, 'sip'));
    const times = dispatchTimes(played.messages);
    return result(contender, played, times.length, {
      ...intervalFigures('dispatch', times),
      ...cpuFigures(played),
    });
  },
};

const few: LiveCase = {
  name: 'few',
  title: 'agent free to INVITE of the next caller: 4 agents who talk 0.3 to 0.9 s, 20 waiting',
  async measure(bench, contender, effort) {
    const talk = { fromMs: 300, toMs: 900 };
    const load = crowd('few', answeringPhone(talk), 4 + 20, effort.fewSeconds);
    return measureFreed(contender, await runLoad(bench, contender, load), 2);
  },
};

const WAITING_FOR_MANY = 500;
const ARRIVING = 50;

const many: LiveCase = {
  name: 'many',
  title: `agent free to INVITE of the next caller: 50 agents who talk 2 to 6 s, ${WAITING_FOR_MANY} waiting`,
  async measure(bench, contender, effort) {
    const talk = { fromMs: 2000, toMs: 6000 };
    const load = crowd('many', answeringPhone(talk), 50 + WAITING_FOR_MANY, effort.manySeconds);
    return measureFreed(contender, await runLoad(bench, contender, load), (50 + WAITING_FOR_MANY) / ARRIVING);
  },
};

const race: LiveCase = {
  name: 'race',
  title: 'parallel ring of 20, one answers',
  async measure(bench, contender, effort) {
    const played = await runLoad(bench, contender, {
      group: 'all',
      phones: racingPhones(TALK_MS),
      callers: effort.races,
      rate: 1,
      atOnce: 10,
      lasts: 'all-served',
      capture: 'sip',
    });
    const seen = races(played.messages);
    const bridged = intervalFigures(
      'bridged',
      seen.map(({ bridgedMs }) => bridgedMs),
    );
    const cancelled = intervalFigures(
      'last CANCEL',
      seen.map(({ lastCancelMs }) => lastCancelMs),
    );
    return result(contender, played, seen.length, { ...bridged, ...cancelled });
  },
};

/** In the order in which a round plays them. */
export const LIVE_CASES: readonly LiveCase[] = [steady, few, many, race];

/** Callers come until the crowd stands, and one more whenever one has been served. */
export function crowd(group: Load['group'], phones: string, atOnce: number, seconds: number): Load {
  const lasts = seconds * 1000;
  return { group, phones, callers: 20_000, rate: ARRIVING, atOnce, lasts, capture: 'sip' };
}

/** Only agents who came free when the crowd stood count. */
function measureFreed(contender: Contender, played: Played, rampSeconds: number): ReturnType<typeof result> {
  const startUs = played.messages[0]?.atUs ?? 0;
  const window = { fromUs: startUs + rampSeconds * 1e6, toUs: Infinity };
  const times = freedTimes(played.messages, window);
  const served = (firstRings(played.messages).size / played.seconds) * 60;
  return result(contender, played, times.length, {
    ...intervalFigures('free to INVITE', times),
    'calls given to agents per minute': served,
    ...coreFigures(played),
  });
}

function result(
  contender: Contender,
  played: Played,
  samples: number,
  figures: Record<string, number>,
): Omit<Measurement, 'case' | 'round'> {
  return {
    contender: contender.name,
    samples,
    figures,
    failed: played.failed,
    foreignPercent: foreignPercent(played),
  };
}

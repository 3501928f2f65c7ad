import { setTimeout as pause } from 'node:timers/promises';
import type { FarEnd } from '../tests/support/far-end/far-end.js';
import type { FarCall, FarRing } from '../tests/support/far-end/records.js';
import type { DemoAgent, DemoCaller } from './day.js';

/** How far apart two answers to one call lie when the second is a lost race. */
const LOST_RACE_WITHIN_MS = 1_500;

const LOOK_EVERY_MS = 100;

/** Plays one caller to his end. */
export async function playCaller(far: FarEnd, caller: DemoCaller): Promise<void> {
  await pause(caller.atMs);
  const placedAt = Date.now();
  const id = await far.call({ number: caller.number, from: caller.from, toneHz: null });
  for (const { afterMs, key } of caller.keys) {
    await pause(Math.max(0, placedAt + afterMs - Date.now()));
    if (isOver(far, id)) return;
    await far.press(id, key);
  }
  while (!isOver(far, id) && Date.now() < placedAt + caller.patienceMs) await pause(LOOK_EVERY_MS);
  if (!isOver(far, id) && talkOf(far, caller.from) === null) await far.hangUp(id);
}

function isOver(far: FarEnd, id: string): boolean {
  return far.callRecord(id)?.endedAt !== null;
}

/** Changes the moods of an agent's phone as the day goes. */
export async function playMoods(far: FarEnd, agent: DemoAgent): Promise<void> {
  const begin = Date.now();
  for (const { atMs, behaviour } of agent.moods) {
    await pause(Math.max(0, begin + atMs - Date.now()));
    await far.setBehaviour(agent.phone, behaviour);
  }
}

/** What the far end itself counted; nothing of it comes from Callplane. */
export interface FarTally {
  readonly calls: number;
  readonly keys: number;
  readonly talks: number;
  /** Callers who hung up before anybody had answered. */
  readonly gaveUp: number;
  /** Answered talks by phone. */
  readonly answersByPhone: ReadonlyMap<string, number>;
  /** Wait by caller's number: from the last key, or the call's beginning, to the agent's answer. */
  readonly waitMsByCaller: ReadonlyMap<string, number>;
}

export function tallyOf(far: FarEnd, callers: readonly DemoCaller[]): FarTally {
  const calls = far.calls();
  const talks = talksOf(far.phones.rings());
  const answersByPhone = new Map<string, number>();
  for (const talk of talks.values())
    answersByPhone.set(talk.phone, (answersByPhone.get(talk.phone) ?? 0) + 1);
  return {
    calls: calls.length,
    keys: calls.reduce((sum, call) => sum + call.keys.length, 0),
    talks: talks.size,
    gaveUp: calls.filter(({ from, endedBy }) => endedBy === 'far-end' && !talks.has(from ?? '')).length,
    answersByPhone,
    waitMsByCaller: waitsOf(calls, talks, callers),
  };
}

/** The talk of each caller: his first answered ring. */
function talksOf(rings: readonly FarRing[]): ReadonlyMap<string, FarRing> {
  const answered = rings.filter(({ outcome }) => outcome === 'answered');
  const talks = new Map<string, FarRing>();
  for (const ring of answered.sort((a, b) => (a.stoppedAt ?? 0) - (b.stoppedAt ?? 0))) {
    const caller = ring.callerNumber ?? '';
    const first = talks.get(caller);
    const isLostRace =
      first !== undefined && (ring.stoppedAt ?? 0) - (first.stoppedAt ?? 0) < LOST_RACE_WITHIN_MS;
    if (first === undefined) talks.set(caller, ring);
    else if (!isLostRace) throw new Error(`${caller} had two talks`);
  }
  return talks;
}

function talkOf(far: FarEnd, from: string): FarRing | null {
  return talksOf(far.phones.rings()).get(from) ?? null;
}

/** Callers of the menu who pressed nothing are left out: when their queueing began only Callplane knows. */
function waitsOf(
  calls: readonly FarCall[],
  talks: ReadonlyMap<string, FarRing>,
  callers: readonly DemoCaller[],
): ReadonlyMap<string, number> {
  const waits = new Map<string, number>();
  for (const call of calls) {
    const caller = callers.find(({ from }) => from === call.from);
    const talk = talks.get(call.from ?? '');
    const begin =
      call.keys.at(-1)?.at ?? (caller?.keys.length === 0 && isDirect(call) ? call.placedAt : null);
    if (talk?.stoppedAt == null || begin === null) continue;
    waits.set(call.from ?? '', talk.stoppedAt - begin);
  }
  return waits;
}

function isDirect(call: FarCall): boolean {
  return !call.number.endsWith('0');
}

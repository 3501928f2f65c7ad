import { setTimeout as pause } from 'node:timers/promises';
import type { FarRing } from '../support/far-end/records.js';
import { type Aim, AFTER_ANSWER, NEAR_MS } from './aim.js';
import { newestAnswer, standingTalks, waitingCallers } from './rings.js';
import { TALKS, WAITING } from './routing.js';
import type { ChaosSite } from './site.js';
import type { Load } from './load.js';

/** What a case has in hand. */
export interface Scene {
  readonly site: ChaosSite;
  readonly load: Load;
  readonly random: () => number;
  /** Call it in the moment in which it happens; with what it met, if it was aimed. */
  readonly hit: (aim?: Aim) => void;
}

/** One thing that goes wrong. A new case is one more object in a list of these. */
export interface ChaosCase {
  readonly name: string;
  /** What must stand before it can happen; calls are taken meanwhile. */
  readonly prepare?: (site: ChaosSite) => Promise<void>;
  /** Does it, and resolves when calls are taken again. */
  readonly run: (scene: Scene) => Promise<void>;
  /** Asterisk itself dies: no talk can go on. */
  readonly asteriskDies?: boolean;
}

const AIM_WITHIN_MS = 20_000;
const LOOKS_EVERY_MS = 1;
/** A blow falls up to so long after an answer; what is heard of too late for that is let pass. */
const AFTER_ANSWER_MS = 35;
/** Behind the decision the blow itself takes a moment. */
const BLOW_TAKES_MS = 5;
/** The far end's newest rings and calls: what goes on is not further back. */
const NEWEST = 400;
/** The line's parent starts it again at once; the second time in a row it waits. So everything goes every second time. */
export type Blow = 'line' | 'everything';

/** Whom the blow will meet: looked up before, for that takes longer than the moment that is aimed at. */
interface Victims {
  readonly line: number;
  readonly processes: readonly number[];
}

export function killAtRandom(blow: Blow): ChaosCase {
  return {
    name: `kill -9 of ${nameOf(blow)}`,
    run: async (scene) => {
      const victims = victimsOf(scene.site, blow);
      await pause(500 + scene.random() * 1_500);
      const deadline = performance.now() + AIM_WITHIN_MS;
      while (!isFull(scene.site) && performance.now() < deadline) await pause(LOOKS_EVERY_MS);
      await strike(scene, blow, victims);
    },
  };
}

/** Right after an agent's phone has answered: within some milliseconds. */
export function killAfterAnswer(blow: Blow): ChaosCase {
  return {
    name: `kill -9 of ${nameOf(blow)} ${AFTER_ANSWER}`,
    run: async (scene) => {
      const victims = victimsOf(scene.site, blow);
      const liftedAt = await answerToHit(scene);
      await strike(scene, blow, victims, () => ({ kind: 'answer', afterMs: Date.now() - liftedAt }));
    },
  };
}

/** Between a command and its reply: the request has left, its answer does not arrive. */
export function killInCommand(request: RegExp, what: string, blow: Blow): ChaosCase {
  return {
    name: `kill -9 of ${nameOf(blow)} between "${what}" and its reply`,
    run: async (scene) => {
      const victims = victimsOf(scene.site, blow);
      const late = pause(2 * AIM_WITHIN_MS, 'late' as const, { ref: false });
      const patientUntil = performance.now() + AIM_WITHIN_MS;
      for (;;) {
        const passed = await Promise.race([scene.site.proxy.nextRequest(request), late]);
        if (passed === 'late') throw new Error(`no request ${String(request)} passed`);
        // Nothing is awaited from here to the blow: the reply passes through this very process.
        if (!isFull(scene.site) && performance.now() < patientUntil) continue;
        await strike(scene, blow, victims, () => ({ kind: 'command', isUnanswered: passed.isUnanswered() }));
        return;
      }
    },
  };
}

/**
 * When an agent's phone was lifted that was so some milliseconds ago, while a full house talks. An answer that is heard of
 * too late is let pass and the next one waited for, for as long as there is time; then the newest has to do.
 */
async function answerToHit({ site, random }: Scene): Promise<number> {
  const afterMs = random() * AFTER_ANSWER_MS;
  const deadline = performance.now() + AIM_WITHIN_MS;
  for (;;) {
    const liftedAt = newestAnswer(newestRings(site));
    const ageMs = Date.now() - (liftedAt ?? 0);
    if (liftedAt !== null && ageMs >= afterMs && ageMs <= NEAR_MS - BLOW_TAKES_MS && isFull(site))
      return liftedAt;
    if (performance.now() > deadline) {
      if (liftedAt === null) throw new Error('no agent answered');
      return liftedAt;
    }
    await pause(LOOKS_EVERY_MS);
  }
}

function victimsOf(site: ChaosSite, blow: Blow): Victims {
  const line = site.linePid();
  return { line, processes: blow === 'line' ? [line] : site.processes() };
}

/** `met`: asked when the blow has fallen, so that it is not told nearer than it was. */
async function strike(
  { site, hit }: Scene,
  blow: Blow,
  { line, processes }: Victims,
  met?: () => Aim,
): Promise<void> {
  for (const pid of processes) process.kill(pid, 'SIGKILL');
  hit(met?.());
  if (blow === 'line') await site.anotherLine(line);
  else await site.start();
}

function nameOf(blow: Blow): string {
  return blow === 'line' ? 'the line' : 'line, books and parent';
}

/** By the far end's own record: so many talks of agents stand, and so many callers wait. */
function isFull(site: ChaosSite): boolean {
  const [rings, now] = [newestRings(site), Date.now()];
  if (standingTalks(rings, now) < TALKS) return false;
  return waitingCallers(site.far.calls().slice(-NEWEST), rings, now) >= WAITING;
}

function newestRings({ far }: ChaosSite): readonly FarRing[] {
  return far.phones.rings().slice(-NEWEST);
}

const COMMANDS: readonly (readonly [RegExp, string])[] = [
  [/^POST \/ari\/channels HTTP/, 'ring'],
  [/^POST \/ari\/bridges\/[^/]+\/addChannel/, 'connect'],
  [/^POST \/ari\/channels\/[^/]+\/answer/, 'answer'],
  [/^DELETE \/ari\/channels\//, 'hang up'],
  [/^POST \/ari\/channels\/[^/]+\/play/, 'play'],
];

/** So many kills: a third aimed at answers, a third at commands, the rest at random. */
export function kills(count: number): readonly ChaosCase[] {
  return Array.from({ length: count }, (_, index): ChaosCase => {
    const blow: Blow = index % 2 === 0 ? 'line' : 'everything';
    const [request, what] = COMMANDS[Math.floor(index / 3) % COMMANDS.length] ?? [/./, 'anything'];
    if (index % 3 === 0) return killAfterAnswer(blow);
    return index % 3 === 1 ? killInCommand(request, what, blow) : killAtRandom(blow);
  });
}

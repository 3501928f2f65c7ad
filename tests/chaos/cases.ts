import { setTimeout as pause } from 'node:timers/promises';
import type { ChaosSite } from './site.js';
import type { Load } from './load.js';

/** What a case has in hand. */
export interface Scene {
  readonly site: ChaosSite;
  readonly load: Load;
  readonly random: () => number;
  /** Call it in the moment in which it happens. */
  readonly hit: () => void;
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
/** With what it takes to notice the answer this stays below 50 ms. */
const AFTER_ANSWER_MS = 35;
/** The line's parent starts it again at once; the second time in a row it waits. So everything goes every second time. */
export type Blow = 'line' | 'everything';

export function killAtRandom(blow: Blow): ChaosCase {
  return {
    name: `kill -9 of ${nameOf(blow)}`,
    run: async (scene) => {
      await pause(500 + scene.random() * 1_500);
      await strike(scene, blow);
    },
  };
}

/** Right after an agent's phone has answered: within some milliseconds. */
export function killAfterAnswer(blow: Blow): ChaosCase {
  return {
    name: `kill -9 of ${nameOf(blow)} after an agent's answer`,
    run: async (scene) => {
      const before = answers(scene.site);
      const deadline = performance.now() + AIM_WITHIN_MS;
      while (answers(scene.site) === before) {
        if (performance.now() > deadline) throw new Error('no agent answered');
        await pause(LOOKS_EVERY_MS);
      }
      await pause(scene.random() * AFTER_ANSWER_MS);
      await strike(scene, blow);
    },
  };
}

/** Between a command and its reply: the request has left, its answer does not arrive. */
export function killInCommand(request: RegExp, what: string, blow: Blow): ChaosCase {
  return {
    name: `kill -9 of ${nameOf(blow)} between "${what}" and its reply`,
    run: async (scene) => {
      const passed = scene.site.proxy.nextRequest(request);
      const late = pause(AIM_WITHIN_MS, 'late', { ref: false });
      if ((await Promise.race([passed, late])) === 'late')
        throw new Error(`no request ${String(request)} passed`);
      await strike(scene, blow);
    },
  };
}

async function strike({ site, hit }: Scene, blow: Blow): Promise<void> {
  const before = site.linePid();
  hit();
  if (blow === 'line') {
    process.kill(before, 'SIGKILL');
    await site.anotherLine(before);
    return;
  }
  site.killEverything();
  await site.start();
}

function nameOf(blow: Blow): string {
  return blow === 'line' ? 'the line' : 'line, books and parent';
}

function answers({ far }: ChaosSite): number {
  return far.phones.rings().filter(({ outcome }) => outcome === 'answered').length;
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

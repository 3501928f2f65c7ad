import { type Chance, nextChance, shuffled } from '../src/core/chance.js';
import type { Ask, Behaviour } from '../tests/support/scenario/scenario.js';

/** The demo's day: everything that callers and agents will do, decided by the seed. Times in milliseconds. */
export interface DemoDay {
  readonly agents: readonly DemoAgent[];
  readonly callers: readonly DemoCaller[];
}

export interface DemoCaller {
  readonly from: string;
  readonly number: string;
  readonly atMs: number;
  /** Counted from the call's beginning. */
  readonly keys: readonly { readonly afterMs: number; readonly key: string }[];
  /** Hangs up so long after the beginning when nobody has answered. */
  readonly patienceMs: number;
}

export interface DemoAgent {
  readonly agent: string;
  readonly phone: string;
  /** How the phone behaves from when on; the first one from the beginning. */
  readonly moods: readonly { readonly atMs: number; readonly behaviour: Behaviour }[];
  readonly asks: readonly { readonly atMs: number; readonly ask: Ask }[];
}

export const DAY_MS = 75_000;
const CALLERS = 40;
const NAMES = [
  'anna',
  'boris',
  'vera',
  'georgi',
  'dmitri',
  'elena',
  'ivan',
  'kalina',
  'leonid',
  'maria',
  'nikolai',
  'olga',
];
const MAIN_NUMBER = '+35920000000';
const DIRECT_NUMBERS = ['+35920000001', '+35920000002', '+35920000003', '+35920000009'];
const MENU_KEYS = ['1', '1', '2', '2', '3', '0'];

/** The same seed gives the same day. */
export function planDay(seed: number): DemoDay {
  const chance: Chance = { seed };
  const agents = NAMES.map((agent, index) => planAgent(agent, index, chance));
  const callers = Array.from({ length: CALLERS }, (_, index) => planCaller(index, chance));
  return { agents: withTroubles(agents, chance), callers };
}

function between(chance: Chance, from: number, to: number): number {
  return Math.round(from + nextChance(chance) * (to - from));
}

function pick<T>(chance: Chance, items: readonly T[]): T {
  return items[Math.floor(nextChance(chance) * items.length)] as T;
}

/** Answers at a pace of his own, so that two phones of a parallel ring seldom answer in the same instant. */
function planAgent(agent: string, index: number, chance: Chance): DemoAgent {
  const answers: Behaviour = {
    kind: 'answers',
    afterMs: 700 + 230 * index + between(chance, 0, 150),
    hangsUpAfterMs: between(chance, 4_000, 11_000),
  };
  return {
    agent,
    phone: `phone-${String(index + 1).padStart(3, '0')}`,
    moods: [{ atMs: 0, behaviour: answers }],
    asks: [],
  };
}

/** One declines for a while, one lets it ring, one goes to lunch, two change their wrap-up, one leaves early. */
function withTroubles(agents: readonly DemoAgent[], chance: Chance): readonly DemoAgent[] {
  const [decliner, sleeper, eater, hasty, slow, leaver] = shuffled(NAMES.slice(0, 11), chance);
  return agents.map((one): DemoAgent => {
    const usual = one.moods[0]?.behaviour ?? { kind: 'never-answers' };
    const spell = (behaviour: Behaviour, atMs: number, forMs: number): DemoAgent => ({
      ...one,
      moods: [...one.moods, { atMs, behaviour }, { atMs: atMs + forMs, behaviour: usual }],
    });
    switch (one.agent) {
      case decliner:
        return spell({ kind: 'declines', afterMs: 900 }, 8_000, 25_000);
      case sleeper:
        return spell({ kind: 'never-answers' }, 5_000, 30_000);
      case eater:
        return {
          ...one,
          asks: [asked(20_000, { ask: 'pause', reason: 'lunch' }), asked(45_000, { ask: 'resume' })],
        };
      case hasty:
        return {
          ...one,
          asks: [15, 20, 25, 30, 35, 40].map((second) => asked(second * 1000, { ask: 'end-wrap-up' })),
        };
      case slow:
        return {
          ...one,
          asks: [18, 28, 38].map((second) => asked(second * 1000, { ask: 'extend-wrap-up', byMs: 4_000 })),
        };
      case leaver:
        return { ...one, asks: [asked(55_000, { ask: 'sign-out' })] };
      default:
        return one;
    }
  });
}

function asked(atMs: number, ask: Ask): DemoAgent['asks'][number] {
  return { atMs, ask };
}

function planCaller(index: number, chance: Chance): DemoCaller {
  const from = `+359888${String(100_001 + index)}`;
  const atMs = Math.round((index * (DAY_MS - 15_000)) / CALLERS) + between(chance, 0, 1_200);
  const isPatient = nextChance(chance) < 0.75;
  const patienceMs = isPatient ? 60_000 : between(chance, 3_000, 12_000);
  if (nextChance(chance) < 0.4)
    return { from, number: pick(chance, DIRECT_NUMBERS), atMs, keys: [], patienceMs };
  return { from, number: MAIN_NUMBER, atMs, keys: planKeys(chance), patienceMs: Math.max(patienceMs, 6_000) };
}

/** Most press the right key at once, some a wrong one first, a few none at all. */
function planKeys(chance: Chance): DemoCaller['keys'] {
  const luck = nextChance(chance);
  if (luck < 0.1) return [];
  const first = between(chance, 1_500, 3_500);
  if (luck < 0.8) return [{ afterMs: first, key: pick(chance, MENU_KEYS) }];
  return [
    { afterMs: first, key: '7' },
    { afterMs: first + 1_500, key: pick(chance, MENU_KEYS) },
  ];
}

import { localTime, type LocalTime } from '../../core/calendar.js';
import type { AgentId, Language } from '../../core/plan.js';
import type { Instant } from '../../core/signal.js';
import type { Period } from '../../ports/facts.js';
import { wallTime } from '../formats.js';
import { indexOf, type Interval } from '../intervals.js';
import { countryPrefix } from '../telephone-number.js';
import { termOf, type Words } from '../words.js';
import type { Items, Kind, Origin } from './items.js';
import { waitBandLabel, waitBandOf } from './wait-bands.js';

/** What rows can be made by. */
export const DIMENSIONS = [
  'interval',
  'hour',
  'weekday',
  'queue',
  'agent',
  'team',
  'number',
  'tag',
  'disposition',
  'place',
  'prefix',
  'result',
  'exit',
  'menu',
  'key',
  'question',
  'score',
  'outcome',
  'made-result',
  'wait',
  'pause',
] as const;
export type DimensionName = (typeof DIMENSIONS)[number];

/** The divisions of the period, and the names of things. */
export interface Surroundings {
  readonly zone: string;
  readonly language: Language;
  readonly interval: Interval;
  /** The period in intervals. */
  readonly intervals: readonly Period[];
  /** The period in hours of the clock. */
  readonly hours: readonly Period[];
  readonly agentNames: ReadonlyMap<AgentId, string>;
}

export interface Dimension {
  readonly title: Words;
  /** The rows in which a fact stands, by key; a kind that is missing cannot be divided so. */
  readonly keys: { readonly [K in Kind]?: (item: Items[K], around: Surroundings) => readonly string[] };
  /** What stands in the row for a key; none: the term for it. */
  readonly label?: (key: string, around: Surroundings) => string;
}

const byOrigin = (
  keysOf: (origin: Origin) => readonly string[],
): Omit<Dimension['keys'], 'states' | 'outgoing' | 'reviews'> => ({
  calls: ({ origin }) => keysOf(origin),
  visits: ({ origin }) => keysOf(origin),
  offers: ({ origin }) => keysOf(origin),
  conversations: ({ origin }) => keysOf(origin),
  menus: ({ origin }) => keysOf(origin),
  ratings: ({ origin }) => keysOf(origin),
  outcomes: ({ origin }) => keysOf(origin),
});

/** By when it happened; an agent's states are cut at the borders before they come here. */
const byTime = (keyOf: (at: Instant, around: Surroundings) => string | null): Dimension['keys'] => {
  const keysOf = (at: Instant, around: Surroundings): readonly string[] => {
    const key = keyOf(at, around);
    return key === null ? [] : [key];
  };
  return {
    calls: ({ arrivedAt }, around) => keysOf(arrivedAt, around),
    visits: ({ fact }, around) => keysOf(fact.enteredAt, around),
    offers: ({ fact }, around) => keysOf(fact.offeredAt, around),
    conversations: ({ fact }, around) => keysOf(fact.startedAt, around),
    states: ({ from }, around) => keysOf(from, around),
    menus: ({ at }, around) => keysOf(at, around),
    ratings: ({ fact }, around) => keysOf(fact.askedAt, around),
    outcomes: ({ fact }, around) => keysOf(fact.startedAt, around),
    outgoing: ({ fact }, around) => keysOf(fact.askedAt, around),
    reviews: ({ at }, around) => keysOf(at, around),
  };
};

function startOf(intervals: readonly Period[], at: Instant): Instant | null {
  return intervals[indexOf(intervals, at)]?.from ?? null;
}

/** The clock at the beginning of each hour of a period, once an hour is asked for: telling it takes longer than all the rest. */
const clocks = new WeakMap<readonly Period[], Map<number, LocalTime>>();

function clockOf(at: Instant, { hours, zone }: Surroundings): LocalTime | null {
  const index = indexOf(hours, at);
  const hour = hours[index];
  if (hour === undefined) return null;
  const told = clocks.get(hours) ?? new Map<number, LocalTime>();
  clocks.set(hours, told);
  const clock = told.get(index) ?? localTime(zone, hour.from);
  told.set(index, clock);
  return clock;
}

/** The local hour, as a number of two digits. */
function hourOf(at: Instant, around: Surroundings): string | null {
  const clock = clockOf(at, around);
  return clock === null ? null : String(Math.floor(clock.minute / 60)).padStart(2, '0');
}

/** 0 is Monday. */
function weekdayOf(at: Instant, around: Surroundings): string | null {
  const clock = clockOf(at, around);
  return clock === null ? null : String(clock.weekday);
}

/** Before the name of a region, which may be any: no code of a country begins so. */
const REGION = 'region ';

/** The region that the plan names, else the country. */
function prefixOf({ from, region }: Origin): string {
  if (from === null) return 'hidden';
  return region === null ? (countryPrefix(from) ?? 'not-e164') : `${REGION}${region}`;
}

const RING_STEPS = 'ring-steps';
/** No code of a queue is called so, and no team: they have no brackets. */
const NOT_SET = '[not-set]';
/** Nor is a reason for a pause. */
const NO_REASON = '[no-reason]';
const NO_TEAM = '[no-team]';

export const DIMENSION_BOOK: Readonly<Record<DimensionName, Dimension>> = {
  interval: {
    title: { en: 'from', ru: 'начало' },
    keys: byTime((at, { intervals }) => {
      const from = startOf(intervals, at);
      return from === null ? null : String(from).padStart(15, '0');
    }),
    label: (key, { zone, interval }) => {
      const at = wallTime(Number(key), zone);
      return interval === '15min' || interval === 'hour' ? at : at.slice(0, 10);
    },
  },
  hour: {
    title: { en: 'hour', ru: 'час' },
    keys: byTime(hourOf),
    label: (key) => `${key}:00`,
  },
  weekday: {
    title: { en: 'weekday', ru: 'день недели' },
    keys: byTime(weekdayOf),
    label: (key, { language }) => termOf(`weekday-${key}`, language),
  },
  queue: {
    title: { en: 'queue', ru: 'очередь' },
    keys: {
      visits: ({ fact }) => [fact.queue ?? RING_STEPS],
      offers: ({ fact }) => [fact.queue ?? RING_STEPS],
      conversations: ({ fact }) => [fact.queue ?? RING_STEPS],
      ratings: ({ fact }) => [fact.queue ?? RING_STEPS],
      outcomes: ({ fact }) => [fact.queue],
    },
  },
  agent: {
    title: { en: 'agent', ru: 'оператор' },
    keys: {
      offers: ({ fact }) => [fact.agent],
      conversations: ({ fact }) => [fact.agent],
      states: ({ agent }) => [agent],
      ratings: ({ fact }) => [fact.agent],
      outcomes: ({ fact }) => [fact.agent],
      outgoing: ({ fact }) => [fact.agent],
      reviews: ({ fact: { agent } }) => (agent === null ? [] : [agent]),
    },
    label: (key, { agentNames }) => agentNames.get(key) ?? key,
  },
  team: {
    title: { en: 'team', ru: 'команда' },
    keys: {
      offers: ({ team }) => [team ?? NO_TEAM],
      conversations: ({ team }) => [team ?? NO_TEAM],
      ratings: ({ team }) => [team ?? NO_TEAM],
      outcomes: ({ team }) => [team ?? NO_TEAM],
      reviews: ({ origin, fact, team }) => (origin === null || fact.agent === null ? [] : [team ?? NO_TEAM]),
    },
    label: (key, { language }) => (key === NO_TEAM ? termOf(NO_TEAM, language) : key),
  },
  number: {
    title: { en: 'number dialled', ru: 'набранный номер' },
    keys: byOrigin(({ dialled }) => (dialled === null ? [] : [dialled])),
  },
  tag: {
    title: { en: 'tag', ru: 'метка' },
    keys: byOrigin(({ dialled, tags }) => {
      if (tags.length > 0) return [...new Set(tags)];
      return dialled === null ? [] : ['no-tag'];
    }),
  },
  disposition: {
    title: { en: 'disposition', ru: 'исход' },
    keys: { calls: ({ origin }) => [origin.disposition] },
  },
  place: {
    title: { en: 'where it ended', ru: 'где закончился' },
    keys: { calls: ({ fact }) => [fact === null ? 'in-progress' : fact.endPlace] },
  },
  prefix: {
    title: { en: 'region', ru: 'регион' },
    keys: { calls: ({ origin }) => [prefixOf(origin)] },
    label: (key, { language }) => (key.startsWith(REGION) ? key.slice(REGION.length) : termOf(key, language)),
  },
  result: { title: { en: 'result', ru: 'результат' }, keys: { offers: ({ fact }) => [fact.result] } },
  exit: { title: { en: 'exit', ru: 'выход' }, keys: { visits: ({ fact }) => [fact.exit] } },
  menu: { title: { en: 'menu', ru: 'меню' }, keys: { menus: ({ menu }) => [menu] } },
  question: {
    title: { en: 'question', ru: 'вопрос' },
    keys: { ratings: ({ fact }) => [fact.question] },
    label: (key) => key,
  },
  score: {
    title: { en: 'score', ru: 'оценка' },
    keys: { ratings: ({ fact }) => [fact.score === null ? fact.result : String(fact.score)] },
  },
  outcome: {
    title: { en: 'outcome', ru: 'итог' },
    keys: { outcomes: ({ fact }) => [fact.outcome ?? NOT_SET] },
    label: (key, { language }) => (key === NOT_SET ? termOf(NOT_SET, language) : key),
  },
  'made-result': {
    title: { en: 'result', ru: 'результат' },
    keys: { outgoing: ({ fact }) => [fact.result] },
  },
  wait: {
    title: { en: 'wait (the end is not in it)', ru: 'ожидание (без верхней границы)' },
    keys: {
      calls: ({ fact }) => (fact === null || fact.firstOfferedAt === null ? [] : [waitBandOf(fact.waitMs)]),
      visits: ({ fact }) => [waitBandOf(fact.waitMs)],
    },
    label: (key, { language }) => waitBandLabel(key, language),
  },
  pause: {
    title: { en: 'reason for the pause', ru: 'причина перерыва' },
    keys: { states: ({ state, reason }) => (state === 'paused' ? [reason ?? NO_REASON] : []) },
    label: (key, { language }) => (key === NO_REASON ? termOf(NO_REASON, language) : key),
  },
  key: {
    title: { en: 'key', ru: 'клавиша' },
    keys: { menus: ({ event, key }) => (event === 'menu-silence' ? ['no-key'] : key === null ? [] : [key]) },
  },
};

/** The row's own words for a key. */
export function labelOf(name: DimensionName, key: string, around: Surroundings): string {
  const { label } = DIMENSION_BOOK[name];
  return label === undefined ? termOf(key, around.language) : label(key, around);
}

import type { Requirement } from '../../src/core/needs.js';
import type { Condition } from '../../src/core/condition.js';
import {
  type AtOnce,
  type Counting,
  type KnownCaller,
  type OfferPolicy,
  type Plan,
  type PlannedQueue,
  type RingStep,
  SAYINGS,
  STRATEGIES,
  type Step,
} from '../../src/core/plan.js';
import { OFFICE, plan, queue, ring } from '../core/plan-builder.js';
import type { Dice } from './dice.js';
import { numberOfAgent, randomPhones } from './random-outgoing.js';
import { randomTransfers, transferRings } from './random-transfers.js';
import { callBack, randomCallbackRule, randomDialPolicy } from './random-callbacks.js';
import { randomBeforeAndAfter, randomOutcomes, randomSkills, SKILLS, withMobiles } from './random-answers.js';
import { byFigure } from './random-figures.js';
import { dialOut } from './random-dials.js';
import { withPartners } from './random-partners.js';
import { leaveMessage, randomBox } from './random-voicemail.js';

export const QUEUES = ['sales', 'support', 'billing'];
export const NUMBERS = ['100', '200', '300', '400', '500', '600'];
/** Who may be in the directory, in E.164. */
export const CLIENTS = ['+359888000001', '+359888000002', '+359888000003', '+359888000004'];
const PROMPTS = ['welcome', 'choose', 'channels', 'sorry'];

/** Who there is on a day, whatever the plan makes of them. */
export interface Staff {
  readonly agents: readonly string[];
  readonly phones: Readonly<Record<string, string>>;
}

/** Two to seven agents; now and then two of them share a phone. */
export function randomStaff(dice: Dice): Staff {
  const agents = Array.from({ length: dice.between(2, 7) }, (_, index) => `agent-${index + 1}`);
  const shares = dice.falls(0.15);
  const phones = agents.map((agent, index) => [agent, `PJSIP/${shares && index === 1 ? 1 : index + 1}`]);
  return { agents, phones: Object.fromEntries(phones) as Record<string, string> };
}

/** A plan for the staff: every strategy, ring steps, a menu, limits, exits that lead to one another. */
export function randomPlan(dice: Dice, staff: Staff, version: string): Plan {
  const agents = dice.falls(0.85) ? staff.agents : dice.some(staff.agents, 0.8);
  const queues = QUEUES.slice(0, dice.between(1, QUEUES.length));
  const made = plan({
    version,
    agents,
    phones: { ...staff.phones, ...(dice.falls(0.2) ? { [staff.agents.at(-1) ?? '']: null } : {}) },
    agentNumbers: Object.fromEntries(agents.map((id) => [id, numberOfAgent(id)])),
    skills: dice.falls(0.5) ? Object.fromEntries(agents.map((id) => [id, randomSkills(dice)])) : {},
    recorded: Object.fromEntries(agents.filter(() => dice.falls(0.1)).map((id) => [id, dice.falls(0.5)])),
    queues: queues.map((id) => randomQueue(dice, id, agents, queues)),
    prompts: dice.falls(0.9) ? PROMPTS : PROMPTS.slice(1),
    ...{ calendars: { office: OFFICE }, hours: 'office' },
    blocks: blocks(dice, agents, queues),
    flows: { main: 'greet', late: 'sorry' },
    callers: randomDirectory(dice, agents),
    voicemail: { day: randomBox(dice, queues), night: randomBox(dice, queues) },
    rememberAgentMs: dice.pick([null, 60_000, 3_600_000]),
    ...(dice.falls(0.9) ? { dialPolicy: randomDialPolicy(dice) } : {}),
    ...(dice.falls(0.8) ? { atPhones: randomPhones(dice) } : {}),
    ...(dice.falls(0.9) ? { transfers: randomTransfers(dice, agents, queues) } : {}),
    numbers: Object.fromEntries(
      NUMBERS.map((number, index) => [
        number,
        {
          block: dice.falls(0.3)
            ? dice.pick(['leave-message', 'dials-out'])
            : (['to-queue', 'greet', 'ring-around', 'by-hours', 'to-other', 'speaks'][index] ?? 'sorry'),
          ...{ tags: [], hours: null },
          ...(dice.falls(0.2) ? { record: dice.falls(0.7) } : {}),
          ...(dice.falls(0.5) ? { afterCall: 'rated' } : {}),
        },
      ]),
    ),
  });
  return withPartners(dice, { ...made, agents: withMobiles(dice, made.agents) });
}

function blocks(
  dice: Dice,
  agents: readonly string[],
  queues: readonly string[],
): Record<string, readonly Step[]> {
  const toQueue: Step = { do: 'queue', queue: queues[0] ?? '' };
  const toOther: Step = { do: 'queue', queue: queues.at(-1) ?? '' };
  return {
    'to-queue': [toQueue, { do: 'play', prompt: 'sorry', information: false }],
    'to-other': [
      { do: 'tag', tag: 'other' },
      ...(dice.falls(0.4) ? [{ do: 'record', record: dice.falls(0.3) } as const] : []),
      ...(dice.falls(0.5) ? [byFigure(dice, queues)] : []),
      ...(dice.falls(0.4) ? [{ do: 'needs', needs: randomNeeds(dice) } as const] : []),
      toOther,
    ],
    sorry: [{ do: 'closed' }, { do: 'play', prompt: 'sorry', information: true }, { do: 'hangup' }],
    greet: [
      { do: 'greet', otherwise: dice.pick([null, 'channels']) },
      { do: 'play', prompt: 'welcome', information: false },
      menu(dice),
    ],
    speaks: speaking(dice),
    rated: afterCall(dice),
    thanks: [{ do: 'play', prompt: 'sorry', information: false }],
    'call-back': callBack(dice, queues),
    'leave-message': leaveMessage(dice),
    'to-first': [{ do: 'priority', priority: dice.between(-3, 3) }, toQueue],
    'dials-out': dialOut(dice),
    'ring-around': [
      callersRing(dice, 'ring-around[-1]'),
      randomRing(dice, 'ring-around[0]', agents),
      randomRing(dice, 'ring-around[1]', agents),
      callersRing(dice, 'ring-around[2]'),
      toQueue,
    ],
    'transfers.steps': [
      ...transferRings(dice),
      dice.pick<Step>([toQueue, toOther, { do: 'play', prompt: 'sorry', information: false }]),
    ],
    'by-hours': [
      {
        do: 'if',
        condition: { inHours: null, outside: 'office', dialled: null },
        then: 'sorry',
        otherwise: dice.falls(0.5) ? 'to-other' : null,
      },
      { do: 'go', flow: dice.falls(0.8) ? 'main' : 'late' },
    ],
  };
}

/** What a caller comes to when the agent has hung up; now and then he goes back to a queue. */
function afterCall(dice: Dice): readonly Step[] {
  const rate = (id: string, as: string): Step => ({
    do: 'rate',
    ...{ id, as, prompt: dice.pick(['choose', 'choose', 'gone']), lowest: dice.between(0, 1) },
    ...{ highest: dice.between(2, 9), timeoutMs: dice.between(2, 6) * 1000, tries: dice.between(1, 3) },
  });
  return [
    ...(dice.falls(0.3) ? [{ do: 'play', prompt: 'channels', information: false } as const] : []),
    rate('rated[0]', 'rating'),
    ...(dice.falls(0.3) ? [rate('rated[1]', 'speed')] : []),
    {
      do: 'if',
      condition: { inHours: null, outside: null, dialled: null, variable: { name: 'rating', below: 3 } },
      then: dice.pick(['to-first', 'thanks']),
      otherwise: 'thanks',
    },
  ];
}

function randomDirectory(
  dice: Dice,
  agents: readonly string[],
): Readonly<Record<string, Partial<KnownCaller>>> {
  return Object.fromEntries(
    dice.some(CLIENTS, 0.7).map((number) => [
      number,
      {
        name: dice.pick([null, 'Anna']),
        group: dice.pick([null, 'gold', 'silver']),
        tags: dice.some(['late', 'loud'], 0.4),
        priority: dice.falls(0.5) ? dice.between(-3, 3) : 0,
        greeting: dice.pick([null, 'welcome', 'gone']),
        manager: dice.falls(0.7) ? dice.pick(agents) : null,
        backups: dice.some(agents, 0.3),
        blocked: dice.falls(0.1),
      },
    ]),
  );
}

/** Speaks, asks for digits (now and then secret ones) and goes by them. */
function speaking(dice: Dice): readonly Step[] {
  const isSecret = dice.falls(0.4);
  return [
    { do: 'language', language: dice.pick(['en', 'ru'] as const) },
    {
      do: 'say',
      as: dice.pick(SAYINGS),
      value: dice.pick(['{order}', '{now}', '{today}', '12']),
      unit: null,
    },
    {
      do: 'speak',
      name: '"Order {order} of {caller.number}."',
      texts: { en: { text: 'Order {order} of {caller.number}.', language: 'en', voice: 'en' } },
    },
    { do: 'set', name: 'asked', value: 'from {caller.number}' },
    { do: 'notify', url: 'https://crm.example.com/calls', values: { number: '{caller.number}' } },
    ...(dice.falls(0.6) ? [lookup(dice)] : []),
    {
      do: 'collect',
      id: 'speaks[3]',
      prompt: 'choose',
      as: isSecret ? 'pin' : 'order',
      least: dice.between(1, 2),
      most: dice.between(2, 4),
      endKey: dice.pick(['#', '*', null]),
      timeoutMs: dice.between(2, 6) * 1000,
      tries: dice.between(1, 3),
      secret: isSecret,
      otherwise: dice.pick(['to-queue', 'sorry']),
    },
    {
      do: 'if',
      condition: randomCondition(dice),
      then: dice.pick(['to-first', 'greet']),
      otherwise: dice.pick([null, 'to-other']),
    },
    { do: 'say', as: 'digits', value: '{order}', unit: null },
    { do: 'go', flow: 'main' },
  ];
}

function lookup(dice: Dice): Step {
  return {
    do: 'lookup',
    id: 'speaks.lookup',
    url: 'https://crm.example.com/clients?number={caller.number}&order={order}',
    timeoutMs: dice.between(200, 4_000),
    values: { order: '12', plan: '' },
  };
}

function randomCondition(dice: Dice): Condition {
  const nothing = { inHours: null, outside: null, dialled: null };
  return dice.pick<Condition>([
    { ...nothing, variable: { name: 'order', is: ['1', '12', ''] } },
    { ...nothing, variable: { name: 'order', above: 11 } },
    { ...nothing, variable: { name: 'order', below: 50 } },
    { ...nothing, caller: { is: 'hidden' } },
    { ...nothing, caller: { is: 'prefix', prefixes: ['3591', '3592'] } },
    { ...nothing, caller: { is: 'known' } },
    { ...nothing, caller: { is: 'unknown' } },
    { ...nothing, caller: { is: 'tag', tags: ['loud'] } },
    { ...nothing, caller: { is: 'group', groups: ['gold'] } },
    { ...nothing, chance: 0.5 },
    { ...nothing, dates: ['03-04'], inHours: 'office' },
  ]);
}

function menu(dice: Dice): Step {
  return {
    do: 'menu',
    id: 'greet[2]',
    prompt: 'choose',
    keys: {
      '1': 'to-queue',
      '2': 'to-other',
      '3': 'ring-around',
      '8': 'leave-message',
      '9': 'sorry',
      '#': 'greet',
    },
    timeoutMs: dice.between(2, 6) * 1000,
    tries: dice.between(1, 3),
    otherwise: dice.pick(['to-queue', 'sorry']),
  };
}

function randomWayOut(dice: Dice, queues: readonly string[]): string {
  return dice.pick(['sorry', 'hangup', 'leave-message', queues.length > 1 ? 'to-other' : 'ring-around']);
}

function randomQueue(
  dice: Dice,
  id: string,
  agents: readonly string[],
  queues: readonly string[],
): PlannedQueue {
  const wrapUpMs = dice.pick([0, 5_000, 20_000]);
  const elsewhere = randomWayOut(dice, queues);
  const members = dice.shuffled(dice.some(agents, 0.6));
  const strategy = dice.pick(STRATEGIES);
  return queue(id, members, {
    ...(strategy === 'parallel' && dice.falls(0.6) ? { atOnce: randomAtOnce(dice) } : {}),
    ...(dice.falls(0.3) ? { opensAfterMs: randomOpenings(dice, members) } : {}),
    ...(dice.falls(0.3) ? { needs: randomNeeds(dice) } : {}),
    ...(dice.falls(0.3) ? { weight: dice.between(2, 10) } : {}),
    strategy,
    counting: randomCounting(dice),
    offerMs: dice.between(4, 20) * 1000,
    answer: dice.falls(0.8) ? 'at-entry' : 'when-agent-answers',
    hear: dice.falls(0.8) ? 'music' : 'ringing',
    offers: {
      'no-answer': randomPolicy(dice),
      declined: randomPolicy(dice),
      busy: randomPolicy(dice),
      unreachable: randomPolicy(dice),
    },
    wrapUp: { timeMs: wrapUpMs, extendToMs: wrapUpMs * dice.between(1, 3) },
    waiting: {
      music: 'default',
      position: dice.falls(0.4)
        ? {
            firstAfterMs: dice.between(0, 9) * 1000,
            everyMs: dice.between(3, 15) * 1000,
            onlyWhenBetter: dice.falls(0.5),
          }
        : null,
      messages: Array.from({ length: dice.between(0, 2) }, () => ({
        prompt: 'channels',
        firstAfterMs: dice.between(1, 9) * 1000,
        everyMs: dice.falls(0.7) ? dice.between(3, 15) * 1000 : null,
      })),
      ...(dice.falls(0.3)
        ? { estimate: { firstAfterMs: dice.between(0, 9) * 1000, everyMs: dice.between(3, 15) * 1000 } }
        : {}),
      ...(dice.falls(0.6)
        ? { keys: { '1': dice.pick(['sorry', 'call-back']), '2': 'call-back', '7': elsewhere } }
        : {}),
    },
    limits: {
      waitMs: dice.falls(0.7) ? dice.between(10, 120) * 1000 : null,
      callers: dice.falls(0.3) ? dice.between(1, 6) : null,
      ...(dice.falls(0.2) ? { callersPerAgent: dice.between(1, 3) } : {}),
      ...(dice.falls(0.2) ? { expectedWaitMs: dice.between(5, 60) * 1000 } : {}),
    },
    exits: {
      wait: dice.falls(0.6) ? elsewhere : null,
      full: dice.falls(0.5) ? 'sorry' : null,
      nobody: dice.falls(0.9) ? 'sorry' : elsewhere,
      crowded: 'sorry',
      tooLong: dice.falls(0.9) ? 'sorry' : elsewhere,
    },
    ...(dice.falls(0.2) ? { nobodyCounts: dice.some(['paused', 'talking', 'wrap-up'] as const, 0.4) } : {}),
    nobodyGraceMs: dice.pick([0, 10_000]),
    ...(dice.falls(0.6) ? { redialMs: dice.pick([5_000, 60_000]) } : {}),
    record: dice.pick([true, true, null, false]),
    ...(dice.falls(0.5) ? { outcomes: randomOutcomes(dice) } : {}),
    ...randomBeforeAndAfter(dice),
    ...(dice.falls(0.7) ? { callback: randomCallbackRule(dice) } : {}),
  });
}

/** Now and then something that nobody can do. */
function randomNeeds(dice: Dice): readonly Requirement[] {
  return dice.some(SKILLS, 0.3).map((skill) => ({
    skill,
    least: dice.between(1, dice.falls(0.9) ? 4 : 6),
    untilMs: dice.falls(0.7) ? dice.between(1, 40) * 1000 : null,
  }));
}

function randomOpenings(dice: Dice, agents: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(dice.some(agents, 0.5).map((id) => [id, dice.between(1, 40) * 1000]));
}

function randomAtOnce(dice: Dice): AtOnce {
  return { first: dice.between(1, 3), more: dice.between(0, 2), everyMs: dice.between(1, 8) * 1000 };
}

function randomPolicy(dice: Dice): OfferPolicy {
  return {
    restMs: dice.falls(0.3) ? dice.between(1, 20) * 1000 : 0,
    pauseAfterMissed: dice.falls(0.2) ? dice.between(1, 3) : null,
    ...(dice.falls(0.3) ? { rank: 'last' } : {}),
  };
}

function randomCounting(dice: Dice): Counting {
  return {
    window: dice.pick<Counting['window']>([
      { kind: 'day' },
      { kind: 'week' },
      { kind: 'shift' },
      { kind: 'rolling', lengthMs: 600_000 },
    ]),
    newcomers: dice.pick(['first', 'fair'] as const),
    talk: dice.pick(['mean', 'total'] as const),
    calls: dice.pick(['all-queues', 'this-queue'] as const),
  };
}

/** The agents of the caller himself; of one who has none, nobody. */
function callersRing(dice: Dice, id: string): RingStep {
  const whose = dice.pick(['manager', 'backups', 'last-agent'] as const);
  return { ...randomRing(dice, id, ['nobody']), agents: [], whose };
}

function randomRing(dice: Dice, id: string, agents: readonly string[]): RingStep {
  const strategy = dice.pick(STRATEGIES);
  return ring(id, dice.shuffled(dice.some(agents, 0.5)), {
    strategy,
    ...(strategy === 'parallel' && dice.falls(0.6) ? { atOnce: randomAtOnce(dice) } : {}),
    counting: randomCounting(dice),
    offerMs: dice.between(3, 12) * 1000,
    limitMs: dice.falls(0.4) ? dice.between(5, 30) * 1000 : null,
    hear: dice.pick(['music', 'ringing', null]),
    wrapUp: { timeMs: dice.pick([0, 8_000]), extendToMs: 8_000 },
    mark: dice.falls(0.3) ? 'escalated' : null,
  });
}

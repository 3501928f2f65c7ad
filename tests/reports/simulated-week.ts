import type { CallEvent, Milestone } from '../../src/core/milestone.js';
import type { DialplanCall, DialplanTold, LegRescue } from '../../src/ports/facts.js';
import type { JournalRecord } from '../../src/ports/journal.js';
import { Dice } from '../simulation/dice.js';
import { makeDay } from '../simulation/day.js';
import { runDay } from '../simulation/run-day.js';

const DAY_MS = 86_400_000;
const CALLS_A_DAY = 60;

/** Names under which an instant stands in a milestone. */
const INSTANTS = new Set([
  ...['at', 'from', 'to', 'arrivedAt', 'answeredAt', 'firstOfferedAt', 'enteredAt', 'endedAt'],
  ...['offeredAt', 'startedAt', 'askedAt', 'settledAt', 'setAt'],
  ...['notBefore', 'offerEndedAt', 'dialledAt', 'recordedAt'],
  ...['handedOverAt', 'talkStartedAt', 'talkEndedAt'],
]);
/** Names under which something stands that is new every day. */
const IDS = new Set([
  'call',
  'visit',
  'offer',
  'conversation',
  'agent',
  'leg',
  'rating',
  'callback',
  'attempt',
  'version',
  'planVersion',
  'voicemail',
  'transfer',
]);
const TAGS = [[], ['site'], ['site', 'promo'], ['=cmd()']];
/** Ways in which carriers write the same Bulgarian number. */
const WRITINGS = [
  (tail: string) => `+35988${tail}`,
  (tail: string) => `088${tail}`,
  (tail: string) => `0035988${tail}`,
];

/**
 * The journal of a week: seven simulated days of the real core on the unruly model of Asterisk, one behind the other,
 * with gaps, crashes and reloads. Every day has agents of its own, as each simulated day begins with nobody signed in.
 */
export function simulatedWeek(seed: number): JournalRecord[] {
  const dice = new Dice(seed);
  const records: JournalRecord[] = [];
  for (let day = 0; day < 7; day++) {
    const result = runDay(makeDay(seed * 7 + day, CALLS_A_DAY), { remembers: 'nothing' });
    if ('error' in result) throw result.error;
    for (const { at, signal, reaction } of result.journal) {
      const milestones = reaction.milestones.map((milestone) => onDay(day, milestone, dice));
      records.push({ sequence: records.length + 1, at: at + day * DAY_MS, signal, milestones });
    }
  }
  return records;
}

/**
 * What Asterisk and the watchdog tell of that week: callers whom Callplane never had, and calls of ours that ended in a
 * gap because the dialplan took them, or the watchdog cleared them.
 */
export function dialplanOf(records: readonly JournalRecord[], seed: number): DialplanTold {
  const dice = new Dice(seed);
  const calls: DialplanCall[] = [];
  const rescues: LegRescue[] = [];
  const milestones = records.flatMap(({ milestones: all }) => all);
  const ends = new Map(
    milestones.flatMap((each) => (each.kind === 'call-ended' ? [[each.call, each] as const] : [])),
  );
  for (const each of milestones) {
    if (each.kind !== 'call-arrived') continue;
    const { leg, from, dialled, at } = each;
    if (dice.falls(0.1)) calls.push(alone(`PJSIP/trunk-${calls.length}`, at + 60_000, dice));
    const end = ends.get(each.call);
    if (end === undefined || !dice.falls(end.endPlace === 'gap' ? 0.7 : 0.05)) continue;
    const leftAt = end.endedAt + 5_000;
    const did = dice.falls(0.3) ? 'hung-up' : 'sent-to-emergency';
    rescues.push({ leg, at: leftAt, did, from, dialled });
    if (did === 'hung-up' || dice.falls(0.3)) continue;
    calls.push({ ...alone(leg, at, dice), endedAt: Math.floor(leftAt / 1000) * 1000 + 20_000 });
  }
  return { calls, rescues };
}

function alone(leg: string, near: number, dice: Dice): DialplanCall {
  const arrivedAt = Math.floor(near / 1000) * 1000;
  const answeredAt = dice.falls(0.7) ? arrivedAt + 4_000 : null;
  const from = dice.falls(0.2) ? null : `+35988800${dice.between(1_000, 1_020)}`;
  return {
    leg,
    from,
    dialled: '700',
    arrivedAt,
    answeredAt,
    endedAt: arrivedAt + dice.between(5, 90) * 1_000,
  };
}

function onDay(day: number, milestone: Milestone, dice: Dice): Milestone {
  const moved = Object.fromEntries(
    Object.entries(milestone).map(([name, value]) => {
      if (typeof value === 'number' && INSTANTS.has(name)) return [name, value + day * DAY_MS];
      if (typeof value === 'string' && IDS.has(name) && !value.startsWith('partner:'))
        return [name, `d${day}-${value}`];
      return [name, value as unknown];
    }),
  ) as unknown as Milestone;
  return decorated(moved, dice);
}

/** How numbers of that week begin, and where they are from. */
export const REGIONS = { '+35988': 'Mobile', '+35988800001': 'Plovdiv' };

/** What the simulator has too little of: tags, marks, announced waits, a country with regions, and numbers written in many ways. */
function decorated(milestone: Milestone, dice: Dice): Milestone {
  if (milestone.kind === 'plan-in-force') {
    const plan = JSON.parse(milestone.plan) as { company: object };
    const company = { ...plan.company, country: 'BG', regions: REGIONS };
    return { ...milestone, plan: JSON.stringify({ ...plan, company }) };
  }
  if (milestone.kind === 'call-event') return announcing(milestone);
  if (milestone.kind === 'outcome-settled')
    return { ...milestone, wrongNumber: milestone.outcome === 'other' && dice.falls(0.5) };
  if (milestone.kind !== 'call-ended') return milestone;
  const tail = `800${String(dice.between(10, 40)).padStart(4, '0')}`;
  const abroad = dice.falls(0.1) ? `+4930${dice.between(1_000_000, 1_000_009)}` : null;
  const from = milestone.from === null ? null : (abroad ?? dice.pick(WRITINGS)(tail));
  const heard =
    milestone.conversations === 0 && dice.falls(0.2) ? { informationHeard: dice.pick([0.5, 0.8, 1]) } : {};
  return {
    ...milestone,
    from,
    tags: dice.pick(TAGS),
    marks: dice.falls(0.05) ? ['misdirected'] : [],
    ...heard,
  };
}

/** Half of those who were told their place are told as many minutes instead. */
function announcing(event: CallEvent): CallEvent {
  const { position, ...rest } = event.detail;
  if (event.event !== 'announced' || position === undefined || event.at % 2 === 0) return event;
  return { ...event, detail: { ...rest, minutes: position } };
}

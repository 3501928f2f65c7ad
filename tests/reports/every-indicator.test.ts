import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  CallEventName,
  CallFact,
  HoldFact,
  OfferResult,
  OutgoingFact,
} from '../../src/core/milestone.js';
import { readDayFacts } from '../../src/reports/day-facts.js';
import { INDICATOR_NAMES, INDICATORS } from '../../src/reports/indicators/all.js';
import { localDay } from '../../src/reports/local-day.js';
import { shown } from '../../src/reports/render/values.js';
import { filtered, NO_FILTERS } from '../../src/reports/slicing/filters.js';
import type { Slice } from '../../src/reports/slicing/items.js';
import { readAside, sliceOf } from '../../src/reports/slicing/read-slice.js';
import { USUAL_SERVICE_LEVEL } from '../../src/reports/thresholds.js';
import { aBlockedOutgoing, anOutgoing, aReview } from '../store/sample-facts.js';
import { factsOf, readerOf, stateOf, type Caller, type Facts } from './day-of-calls.js';
import { msOf, rowsBehind } from './handbook-tables.js';

const ZONE = 'Europe/Sofia';
const HOUR = 3_600_000;
const DAY = localDay('2026-03-02', ZONE);
const STAGES: Readonly<Record<string, CallEventName>> = {
  entered: 'menu-entered',
  key: 'menu-key',
  'wrong-key': 'menu-wrong-key',
  silence: 'menu-silence',
  'given-up': 'menu-given-up',
};

function at(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return DAY.from + (hours * 60 + minutes) * 60_000;
}

async function handbookFacts(): Promise<Facts> {
  const rows = await rowsBehind('calls');
  assert.equal(rows.length, 12);
  const facts = factsOf(rows.map(callerOf));
  facts.calls = facts.calls.map((call, index) => callOf(call, rows[index] ?? []));
  const offered = new Set(facts.calls.filter((call) => call.firstOfferedAt !== null).map(({ call }) => call));
  facts.visits = facts.visits.filter(({ call }) => offered.has(call));
  facts.conversations = facts.conversations.map((talk) => ({ ...talk, ringMs: ringOf(rows, talk.call) }));
  rows.forEach((row, index) => addStages(facts, row, `c${index + 1}`));
  await addStates(facts, rows);
  for (const row of await rowsBehind('after-call')) addAfterCall(facts, row);
  for (const row of await rowsBehind('outgoing')) addOutgoing(facts, row);
  (await rowsBehind('holds')).forEach(([call, why, length], index) => {
    addHold(facts, `c${call ?? ''}`, why === 'consult' ? 'consult' : 'hold', msOf(length), index);
  });
  facts.reviews = (await rowsBehind('reviews')).map(([call, agent = '', score], index) =>
    aReview({
      ...{ review: `r${index}`, call: `c${call ?? ''}`, agent, reviewedAt: at('12:00') + index },
      score: score === '' ? null : Number(score),
    }),
  );
  return facts;
}

function addHold(facts: Facts, call: string, why: HoldFact['why'], lengthMs: number, index: number): void {
  const talk = facts.conversations.find((each) => each.call === call);
  assert.ok(talk !== undefined && lengthMs > 0, call);
  const { conversation, agent, queue } = talk;
  const startedAt = talk.startedAt + index * 60_000;
  facts.holds.push({ call, conversation, agent, queue, why, startedAt, endedAt: startedAt + lengthMs });
}

/** With the notes after it, on a day of their own as those after other talks. */
function addOutgoing(facts: Facts, row: string[]): void {
  const fact = outgoingOf(row);
  facts.outgoing.push(fact);
  const from = DAY.to + HOUR + facts.outgoing.length * 60_000;
  if (msOf(row[6]) > 0)
    facts.states.push({
      ...stateOf('boris', 'wrap-up', from, from + msOf(row[6])),
      conversation: fact.conversation,
    });
}

function outgoingOf([
  id = '',
  clock = '',
  agent = '',
  number = '',
  result = '',
  talk,
]: string[]): OutgoingFact {
  const [call, askedAt, talkMs] = [`c${id}`, at(clock), msOf(talk)];
  if (result === 'blocked-by-policy') return aBlockedOutgoing({ call, agent, number, askedAt });
  const times = { askedAt, dialledAt: askedAt + 1_000, endedAt: askedAt + 9_000 + talkMs };
  const said = { call, agent, number, ...times, talkMs, result: result as OutgoingFact['result'] };
  if (result === 'answered')
    return anOutgoing({ ...said, answeredAt: askedAt + 8_000, conversation: `t${id}` });
  return anOutgoing({
    ...said,
    answeredAt: null,
    conversation: null,
    talkStartedAt: null,
    talkEndedAt: null,
  });
}

function callerOf([, clock = '', , wait, before = '', rings = '', , talk]: string[]): Caller {
  const [agent, result] = before.split(' ');
  const rungBefore = result === undefined ? [] : [[agent ?? '', result as OfferResult] as const];
  const common = { at: at(clock), waitMs: msOf(wait), rungBefore };
  if (rings === '') return common;
  return { ...common, answeredBy: rings.split(' ')[0] ?? '', talkMs: msOf(talk) };
}

function ringOf(rows: string[][], call: string): number {
  return msOf(rows[Number(call.slice(1)) - 1]?.[5]?.split(' ').slice(1).join(' '));
}

function callOf(call: CallFact, [, , from = '', wait, , , told = '']: string[]): CallFact {
  const [, end = told, seconds] = /^(.*), after (\d+ s)$/.exec(told) ?? [];
  const outside = { firstOfferedAt: null, lastExit: null, waitMs: 0, endedBy: 'caller' } as const;
  const ends: Readonly<Record<string, Partial<CallFact>>> = {
    full: { lastExit: 'full', endPlace: 'flow', endedBy: 'callplane' },
    'left in menu': { ...outside, endPlace: 'menu' },
    'information heard': { ...outside, endPlace: 'prompt', informationHeard: 1 },
    closed: { ...outside, endPlace: 'prompt', closed: true, inHours: false },
  };
  assert.ok(wait !== undefined && (end === 'answered' || end === 'hung up' || ends[end] !== undefined), end);
  const endedAt = seconds === undefined ? call.endedAt : call.arrivedAt + msOf(seconds);
  return { ...call, endedAt, from: from === 'hidden' ? null : from, ...ends[end] };
}

function addStages(facts: Facts, row: string[], call: string): void {
  const [, clock = ''] = row;
  for (const stage of (row[9] ?? '').split(', ').filter((each) => each !== '')) {
    const [name = '', key] = stage.split(' ');
    const event = STAGES[name];
    assert.ok(event !== undefined, stage);
    const detail = { menu: 'flows.main[0]', ...(key === undefined ? {} : { key }) };
    facts.stages.push({ kind: 'call-event', call, at: at(clock), event, detail });
  }
}

/** Anna's day as the table says; wrap-ups belong to their conversations, on a day of their own that is not this one. */
async function addStates(facts: Facts, rows: string[][]): Promise<void> {
  for (const [state = '', from = '', to = ''] of await rowsBehind('states')) {
    const [name = '', limit] = state.split(', ');
    const fact = stateOf('anna', name as Parameters<typeof stateOf>[1], at(from), at(to));
    facts.states.push(limit === undefined ? fact : { ...fact, endedBy: 'limit' });
  }
  rows.forEach((row, index) => {
    const wrapUpMs = msOf(row[8]);
    if (wrapUpMs === 0) return;
    const from = DAY.to + index * 60_000;
    const wrapUp = stateOf('boris', 'wrap-up', from, from + wrapUpMs);
    facts.states.push({ ...wrapUp, conversation: `t${index + 1}` });
  });
}

/** What the caller and the agent said when the talk of this call was over. */
function addAfterCall(facts: Facts, [number = '', asked = '', code = '', success = '']: string[]): void {
  const talk = facts.conversations.find(({ call }) => call === `c${number}`);
  assert.ok(talk !== undefined);
  const { conversation, call, queue, agent, startedAt, endedAt } = talk;
  const about = { conversation, call, agent };
  const score = asked === 'silent' ? null : Number(asked);
  if (asked !== '')
    facts.ratings.push({
      ...{
        ...about,
        rating: `r${number}`,
        queue,
        recording: null,
        question: 'rating',
        lowest: 1,
        highest: 5,
      },
      ...{ askedAt: endedAt, endedAt, tries: 1, result: score === null ? 'silent' : 'rated', score },
    });
  const outcome = code === 'not set' ? null : code;
  facts.outcomes.push({
    ...{ ...about, queue: queue ?? '', startedAt, settledAt: endedAt, outcome, success: success === 'yes' },
    ...{
      resolution: null,
      required: false,
      setAt: outcome === null ? null : endedAt,
      setBy: outcome === null ? null : 'request',
      wrongNumber: outcome === 'wrong-number',
    },
  });
}

async function handbookSlice(): Promise<Slice> {
  const reader = readerOf(await handbookFacts());
  const facts = await readDayFacts(reader, DAY, DAY.to);
  const aside = await readAside(reader, DAY, facts, DAY.to);
  return sliceOf(facts, aside, {
    thresholds: () => USUAL_SERVICE_LEVEL,
    teams: { teamOf: () => null },
    country: 'BG',
    regions: {},
    clientOf: (normal) => normal,
    now: DAY.to,
    counted: 'calls',
  });
}

test('docs/metrics.md says of every indicator what it is good for and works it by hand, and the reports compute the same', async () => {
  const all = await handbookSlice();
  const anna = filtered(all, { ...NO_FILTERS, agents: ['anna'] });
  const rows = await rowsBehind('figures');
  assert.deepEqual(rows.map(([name]) => name?.replaceAll('`', '')).sort(), [...INDICATOR_NAMES].sort());
  for (const name of INDICATOR_NAMES) {
    const { about, needs, compute, formula, additive } = INDICATORS[name];
    const [, goodFor, told, , result, periods] = rows.find(([each]) => each === `\`${name}\``) ?? [];
    const isAboutTime = ([...needs] as string[]).includes('states');
    assert.equal(shown(compute(isAboutTime ? anna : all), ZONE, 'en'), result, name);
    assert.equal(goodFor, about.en, name);
    assert.equal(told, formula, name);
    assert.equal(periods, additive === 'additive' ? 'added' : 'anew', name);
  }
});

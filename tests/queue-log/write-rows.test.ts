import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Milestone } from '../../src/core/milestone.js';
import type { JournalRecord } from '../../src/ports/journal.js';
import { BEFORE_ALL, isBehind, type KnownBefore, type QueueLogRow } from '../../src/ports/queue-log.js';
import { lineText } from '../../src/queue-log/line-text.js';
import { HistoryReader } from '../../src/queue-log/read-history.js';
import { queueLogRows } from '../../src/queue-log/write-rows.js';
import { simulatedWeek } from '../reports/simulated-week.js';
import {
  aConversation,
  anArrival,
  anEvent,
  anOffer,
  anOpenState,
  aPlan,
  aVisit,
  recordsOf,
  T0,
} from '../store/sample-facts.js';

const NOTHING: KnownBefore = {
  callers: new Map(),
  places: new Map(),
  answered: new Map(),
  states: new Map(),
  plan: null,
};
/** 2026-03-02 10:00:00 UTC. */
const SECOND = Math.floor(T0 / 1000);

function linesOf(records: readonly JournalRecord[], before = NOTHING): string[] {
  return queueLogRows(records, before, 'UTC').map((row) => lineText(row).trimEnd());
}

const arrival = anArrival({
  call: 'call-1',
  leg: '1772445600.7',
  from: '+359880000001',
  dialled: '+35920000001',
});
const entered = (position: number | null = 2): Milestone =>
  anEvent({
    call: 'call-1',
    at: T0,
    event: 'queue-entered',
    detail: { queue: 'sales', visit: 'v1', position },
  });
const left = (exit: Milestone & { kind: 'visit-ended' }): Milestone => exit;
const visit = (change: Partial<Extract<Milestone, { kind: 'visit-ended' }>>): Milestone =>
  left({
    kind: 'visit-ended',
    ...aVisit({ visit: 'v1', call: 'call-1', queue: 'sales', enteredAt: T0, endedAt: T0 + 30_000 }),
    ...change,
  });
const BEGIN = [
  `${SECOND}|1772445600.7|sales|NONE|ENTERQUEUE||+359880000001|2`,
  `${SECOND}|1772445600.7|sales|NONE|DID|+35920000001`,
];

test('a call that is answered after somebody did not is written with Asterisk’s words and fields', () => {
  const offer = { call: 'call-1', visit: 'v1', queue: 'sales' };
  const lines = linesOf(
    recordsOf(
      1,
      [arrival, entered()],
      [
        {
          kind: 'offer-ended',
          ...anOffer({
            ...offer,
            agent: 'boris',
            offeredAt: T0 + 1_000,
            endedAt: T0 + 16_000,
            result: 'no-answer',
          }),
        },
      ],
      [
        {
          kind: 'offer-ended',
          ...anOffer({
            ...offer,
            offer: 'o2',
            agent: 'anna',
            offeredAt: T0 + 26_500,
            endedAt: T0 + 30_000,
            result: 'answered',
          }),
          leg: '1772445626.9',
        },
        visit({ exit: 'answered', agent: 'anna', position: 1 }),
      ],
      [
        {
          kind: 'conversation-ended',
          ...aConversation({ call: 'call-1', visit: 'v1', queue: 'sales', agent: 'anna', waitMs: 30_000 }),
          ...{ startedAt: T0 + 30_000, endedAt: T0 + 90_000, talkMs: 60_000, endedBy: 'agent' },
        },
      ],
    ),
  );
  assert.deepEqual(lines, [
    ...BEGIN,
    `${SECOND + 16}|1772445600.7|sales|boris|RINGNOANSWER|15000`,
    `${SECOND + 30}|1772445600.7|sales|anna|CONNECT|30|1772445626.9|3`,
    `${SECOND + 90}|1772445600.7|sales|anna|COMPLETEAGENT|30|60|2`,
  ]);
});

test('whoever hands his caller over has not ended the call: Asterisk’s words for it, blind and after asking', () => {
  const talk = (agent: string): Milestone => ({
    kind: 'conversation-ended',
    ...aConversation({ call: 'call-1', visit: 'v1', queue: 'sales', agent, waitMs: 30_000 }),
    ...{ startedAt: T0 + 30_000, endedAt: T0 + 90_000, talkMs: 60_000, endedBy: 'agent' },
  });
  const handedOver = (way: 'blind' | 'consult', target: string, call = 'call-1'): Milestone =>
    anEvent({ call, at: T0 + 90_000, event: 'handed-over', detail: { from: 'anna', target, way } });
  const written = (...step: readonly Milestone[]): string[] =>
    linesOf(recordsOf(1, [arrival, entered()], step)).slice(BEGIN.length);
  const line = `${SECOND + 90}|1772445600.7|sales|anna`;
  assert.deepEqual(written(talk('anna'), handedOver('blind', 'queue:support')), [
    `${line}|BLINDTRANSFER|support|queue|30|60|2`,
  ]);
  assert.deepEqual(written(talk('anna'), handedOver('consult', 'agent:boris')), [
    `${line}|ATTENDEDTRANSFER|BRIDGE|agent:boris|30|60|2`,
  ]);
  assert.deepEqual(written(talk('anna'), handedOver('blind', 'queue:support', 'call-2')), [
    `${line}|COMPLETEAGENT|30|60|2`,
  ]);
});

test('each way of leaving a queue has its word, with the place at the end and at the beginning', () => {
  const words = {
    'hung-up': 'ABANDON|1|2|30',
    failed: 'ABANDON|1|2|30',
    unknown: 'ABANDON|1|2|30',
    'wait-limit': 'EXITWITHTIMEOUT|1|2|30',
    key: 'EXITWITHKEY|7|1|2|30',
    callback: 'EXITWITHKEY|7|1|2|30',
    nobody: 'EXITEMPTY|1|2|30',
    removed: 'WITHDRAW|1|2|30|',
  } as const;
  const key = anEvent({
    call: 'call-1',
    at: T0 + 30_000,
    event: 'queue-key',
    detail: { queue: 'sales', key: '7' },
  });
  for (const [exit, word] of Object.entries(words))
    assert.deepEqual(
      linesOf(
        recordsOf(1, [arrival, entered()], [key, visit({ exit: exit as 'key', agent: null, position: 1 })]),
      ),
      [...BEGIN, `${SECOND + 30}|1772445600.7|sales|NONE|${word}`],
      exit,
    );
});

test('whoever is turned away at the door was in no queue, and a ring step is none', () => {
  for (const exit of ['full', 'nobody'] as const)
    assert.deepEqual(
      linesOf(recordsOf(1, [arrival, entered(), visit({ exit, agent: null, endedAt: T0, waitMs: 0 })])),
      [],
      exit,
    );
  assert.deepEqual(
    linesOf(recordsOf(1, [arrival], [visit({ queue: null, step: 'main.1', exit: 'hung-up' })])),
    [],
  );
});

test('who signs in is a member of his queues, a pause has its reason, and another plan moves who is in', () => {
  const plan = (version: string, queues: object): Milestone =>
    aPlan({ at: T0, version, plan: JSON.stringify({ queues }) });
  const sales = { id: 'sales', agents: ['anna', 'boris'] };
  const state = (
    from: number,
    state: 'available' | 'paused' | 'talking' | 'signed-out',
    reason: string | null = null,
  ) => ({
    kind: 'agent-state-began' as const,
    ...anOpenState({ agent: 'anna', state, reason, from: T0 + from * 1000 }),
  });
  const lines = linesOf(
    recordsOf(
      1,
      [plan('a', { sales }), state(0, 'signed-out')],
      [state(1, 'available')],
      [state(2, 'paused', 'lunch|now')],
      [state(3, 'paused', 'training')],
      [state(4, 'talking')],
      [plan('b', { support: { id: 'support', agents: ['anna'] } })],
      [state(6, 'signed-out')],
    ),
  );
  assert.deepEqual(lines, [
    `${SECOND}|NONE|NONE|NONE|CONFIGRELOAD|`,
    `${SECOND + 1}|NONE|sales|anna|ADDMEMBER|`,
    `${SECOND + 2}|NONE|NONE|anna|PAUSEALL|`,
    `${SECOND + 2}|NONE|sales|anna|PAUSE|lunch now`,
    `${SECOND + 3}|NONE|NONE|anna|UNPAUSEALL|`,
    `${SECOND + 3}|NONE|sales|anna|UNPAUSE|`,
    `${SECOND + 3}|NONE|NONE|anna|PAUSEALL|`,
    `${SECOND + 3}|NONE|sales|anna|PAUSE|training`,
    `${SECOND + 4}|NONE|NONE|anna|UNPAUSEALL|`,
    `${SECOND + 4}|NONE|sales|anna|UNPAUSE|`,
    `${SECOND}|NONE|NONE|NONE|CONFIGRELOAD|`,
    `${SECOND}|NONE|sales|anna|REMOVEMEMBER|`,
    `${SECOND}|NONE|support|anna|ADDMEMBER|`,
    `${SECOND + 6}|NONE|support|anna|REMOVEMEMBER|`,
  ]);
});

test('who is paused when another plan moves him is a paused member there', () => {
  const plan = (queues: object): Milestone =>
    aPlan({ at: T0, version: 'b', plan: JSON.stringify({ queues }) });
  const lines = linesOf(recordsOf(1, [plan({ support: { id: 'support', agents: ['anna', 'boris'] } })]), {
    ...NOTHING,
    states: new Map([
      ['anna', { state: 'paused', reason: 'lunch' }],
      ['boris', { state: 'available', reason: null }],
    ]),
  });
  assert.deepEqual(lines.slice(1), [
    `${SECOND}|NONE|support|anna|ADDMEMBER|PAUSED`,
    `${SECOND}|NONE|support|boris|ADDMEMBER|`,
  ]);
});

test('a ring that was taken back while the caller waits on is nothing that Asterisk writes; one whose caller left is', () => {
  const ring = (result: 'withdrawn' | 'caller-left' | 'not-confirmed'): string[] =>
    linesOf(
      recordsOf(1, [
        {
          kind: 'offer-ended',
          ...anOffer({ call: 'call-1', visit: 'v1', queue: 'sales', agent: 'anna' }),
          ...{ offeredAt: T0, endedAt: T0 + 5_000, result },
        },
      ]),
    );
  assert.deepEqual(ring('withdrawn'), []);
  assert.deepEqual(ring('caller-left'), [`${SECOND + 5}|call-1|sales|anna|RINGCANCELED|5000`]);
  assert.deepEqual(ring('not-confirmed'), [`${SECOND + 5}|call-1|sales|anna|RINGNOANSWER|5000`]);
});

test('the time in the table is that of the clock on the wall, to the microsecond', () => {
  const [row] = queueLogRows(recordsOf(1, [arrival, entered()]), NOTHING, 'Europe/Sofia');
  assert.equal(row?.time, '2026-03-02 12:00:00.123000');
});

/** What a queue_log can say of the facts: instants to the second, exits by Asterisk's words. */
function sayable(milestones: readonly Milestone[]): string[] {
  const arrived = new Set(milestones.flatMap((each) => (each.kind === 'call-arrived' ? [each.call] : [])));
  const known = arrived.size === 0 ? null : arrived;
  const second = (at: number): number => Math.floor(at / 1000);
  return milestones
    .flatMap((each) => {
      if (each.kind === 'visit-ended' && each.queue !== null) {
        if ((each.exit === 'full' || each.exit === 'nobody') && known !== null && each.position === undefined)
          return [];
        return [
          `visit ${each.queue} ${second(each.enteredAt)} ${second(each.endedAt)} ${WORDS[each.exit] ?? each.exit} ${each.agent}`,
        ];
      }
      if (each.kind === 'conversation-ended' && each.queue !== null) {
        const by = each.endedBy === 'agent' ? 'agent' : 'caller';
        return [
          `talk ${each.queue} ${each.agent} ${second(each.startedAt)} ${second(each.endedAt)} ${second(each.startedAt) - second(each.startedAt - each.waitMs)} ${by}`,
        ];
      }
      if (each.kind === 'offer-ended' && each.queue !== null) {
        const result = known === null && each.result === 'withdrawn' ? 'withdrawn' : RINGS[each.result];
        if (result === undefined) return [];
        // The line is written when both are in the bridge.
        const ended = result === 'answered' ? '' : second(each.endedAt);
        return [`ring ${each.queue} ${each.agent} ${ended} ${result}`];
      }
      return [];
    })
    .sort();
}
const WORDS: Readonly<Record<string, string>> = { failed: 'hung-up', unknown: 'hung-up', callback: 'key' };
const RINGS: Readonly<Record<string, string>> = {
  'no-answer': 'missed',
  busy: 'missed',
  declined: 'missed',
  unreachable: 'missed',
  'not-confirmed': 'missed',
  'caller-left': 'withdrawn',
  answered: 'answered',
};

function readAgain(rows: readonly QueueLogRow[]): Milestone[] {
  const reader = new HistoryReader((member) => member);
  const told = rows.flatMap((row) => reader.read(lineText(row).trimEnd()));
  const all = [...told, ...reader.end()];
  assert.deepEqual([reader.report().broken, reader.report().strays], [0, 0]);
  return all;
}

for (const seed of [3, 8])
  test(`a week of the core (${seed}) is read again as it was, as far as a queue_log can say`, () => {
    const week = simulatedWeek(seed);
    const rows = queueLogRows(week, NOTHING, 'UTC');
    const facts = sayable(week.flatMap(({ milestones }) => milestones));
    assert.ok(facts.length > 200, `${facts.length} facts`);
    assert.deepEqual(sayable(readAgain(rows)), facts);
    for (const event of ['CONFIGRELOAD', 'PAUSEALL', 'UNPAUSEALL', 'RINGCANCELED', 'EXITWITHKEY'])
      assert.ok(
        rows.some((row) => row.event === event),
        `no ${event} in this week`,
      );
    assert.ok(rows.every((row, index) => isBehind(row, rows[index - 1] ?? BEFORE_ALL)));
  });

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { DataSource } from 'typeorm';
import { StatementBook, type Plan } from '../../bench/history/plans.js';
import { connected } from '../../bench/history/seed.js';
import type { AgentStateFact } from '../../src/core/milestone.js';
import type { Period } from '../../src/ports/facts.js';
import { openStore, type Store, type StoreAddress } from '../../src/store/open-store.js';
import { TypeOrmReader } from '../../src/store/reader.js';
import type { Place } from './databases.js';
import {
  aCall,
  aConversation,
  anArrival,
  anOffer,
  anOpenState,
  aState,
  aVisit,
  silentLog,
  T0,
} from './sample-facts.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 400;
/** In the middle of the past. */
const OLD_DAY = { from: T0 - 200 * DAY_MS, to: T0 - 199 * DAY_MS };
const LENGTHS = [0, 1, HOUR_MS, DAY_MS - 1, DAY_MS, DAY_MS + 1, 2 * DAY_MS, 40 * DAY_MS, DAYS * DAY_MS];

/** States of every length that end or begin at, just before and just after each border of the old day, one agent each. */
function oddStates(): AgentStateFact[] {
  const borders = [OLD_DAY.from - DAY_MS, OLD_DAY.from, OLD_DAY.to, OLD_DAY.to + DAY_MS];
  const ends = borders.flatMap((border) => [border - 1, border, border + 1, border + 5 * HOUR_MS]);
  const spans = ends.flatMap((end) =>
    LENGTHS.flatMap((length) => [
      { from: end - length, to: end },
      { from: end, to: end + length },
    ]),
  );
  return spans.map((span, index) => aState({ agent: `odd-${String(index)}`, state: 'paused', ...span }));
}

/** Four agents in and out every six hours over the whole past. */
function usualStates(): AgentStateFact[] {
  return Array.from({ length: DAYS * 4 * 4 }, (_, index) => {
    const from = T0 - DAYS * DAY_MS + Math.floor(index / 4) * 6 * HOUR_MS;
    return aState({ agent: `usual-${String(index % 4)}`, from, to: from + 6 * HOUR_MS });
  });
}

/** A call every three hours over the whole past, each of somebody else; they last for 0, 3, 6 or 9 hours. */
function usualCalls(): ReturnType<typeof aCall>[] {
  return Array.from({ length: DAYS * 8 }, (_, index) => {
    const from = `+3598800${String(index).padStart(5, '0')}`;
    const arrivedAt = T0 - DAYS * DAY_MS + index * 3 * HOUR_MS;
    const endedAt = arrivedAt + (index % 4) * 3 * HOUR_MS;
    return aCall({ call: `past-${String(index)}`, from, arrivedAt, endedAt });
  });
}

/** What a long past promises: each thing is found without all others, and found like without a long past. */
export function pastContract(place: Place): void {
  describe(`a long past on ${place.name}`, () => {
    let address: StoreAddress;
    let store: Store;
    const states = [...oddStates(), ...usualStates()];
    before(async () => {
      address = await place.fresh();
      store = await openStore({ ...address, log: silentLog });
      await store.migrate();
      await store.recorder.recordHistory([
        ...states.map((state) => ({ kind: 'agent-state-ended', ...state }) as const),
        ...usualCalls().flatMap((call, index) => [
          { kind: 'call-ended', ...call } as const,
          {
            kind: 'conversation-ended',
            ...aConversation({ call: call.call, conversation: `talk-${String(index)}` }),
            ...{ agent: `talker-${String(index % 40)}`, startedAt: call.arrivedAt },
          } as const,
        ]),
      ]);
      await store.recorder.recordDialplan({ calls: aloneInThePast(), rescues: [] });
    });
    after(() => store.close());

    test('states of every length are found in every period that they overlap', async () => {
      const periods = [
        OLD_DAY,
        { from: OLD_DAY.from - DAY_MS, to: OLD_DAY.from },
        { from: OLD_DAY.from, to: OLD_DAY.from + 1 },
        { from: OLD_DAY.from - 30 * DAY_MS, to: OLD_DAY.to },
        { from: T0, to: T0 + DAY_MS },
      ];
      for (const period of periods) {
        const found = await store.reader.agentStates(period);
        const expected = overlapping(states, period);
        assert.deepEqual(found, expected, JSON.stringify(period));
        assert.deepEqual(
          await store.reader.agentStates(period, ['available', 'wrap-up']),
          expected.filter(({ state }) => state === 'available' || state === 'wrap-up'),
        );
        assert.deepEqual(
          [...(await store.reader.agentsWithStates(period))].sort(),
          [...new Set(expected.map(({ agent }) => agent))].sort(),
        );
      }
    });

    test('of a day are told apart the calls that went on into the next', async () => {
      const goingOn = await store.reader.callsGoingOn(OLD_DAY);
      const all = await store.reader.calls(OLD_DAY);
      assert.deepEqual(
        goingOn,
        all.filter(({ endedAt }) => endedAt >= OLD_DAY.to),
      );
      assert.ok(goingOn.length > 0 && goingOn.length < all.length);
      assert.ok(goingOn.some(({ endedAt }) => endedAt === OLD_DAY.to));
    });

    test('one caller, and the states of an old day, are found by an index that names them', async () => {
      const plans = await plansOf(address, async (reader) => {
        await reader.callsWanted(
          { by: 'ending', endings: ['0123', '123'] },
          { from: T0 - DAYS * DAY_MS, to: T0 },
        );
        await reader.outgoingWanted(
          { by: 'ending', endings: ['0123', '123'] },
          { from: T0 - DAYS * DAY_MS, to: T0 },
        );
        await reader.callsWanted({ by: 'agent', agents: ['talker-7'] }, { from: T0 - DAYS * DAY_MS, to: T0 });
        await reader.agentStates(OLD_DAY);
        await reader.agentsWithStates(OLD_DAY);
        await reader.callsGoingOn(OLD_DAY);
      });
      const steps = plans.flatMap(({ steps: each }) => each);
      for (const index of [
        'stored_calls_by_caller_tail',
        'stored_calls_by_called_tail',
        'dialplan_calls_by_caller_tail',
        'conversations_by_agent_id_started_at',
        'stored_agent_states_by_long_until',
        'agent_states_by_from_at',
      ])
        assert.ok(
          steps.some((step) => step.includes(index)),
          `${index}:\n${JSON.stringify(plans, null, 2)}`,
        );
      // `c` is what the view `calls` calls the table of calls.
      const everything =
        /^SCAN (c|stored_calls|stored_agent_states)\b|^(c|stored_calls|stored_agent_states), (ALL|index)\b|^-> Table scan on (c|stored_calls|stored_agent_states)\b/;
      assert.deepEqual(
        steps.filter((step) => everything.test(step)),
        [],
        JSON.stringify(plans, null, 2),
      );
    });
  });
}

function aloneInThePast(): Parameters<Store['recorder']['recordDialplan']>[0]['calls'] {
  return Array.from({ length: DAYS }, (_, day) => {
    const arrivedAt = T0 - (day + 1) * DAY_MS;
    return {
      ...{ leg: `PJSIP/alone-${String(day)}`, from: `+3598811${String(day).padStart(5, '0')}` },
      ...{ dialled: '+35920000001', arrivedAt, answeredAt: null, endedAt: arrivedAt + 40_000 },
    };
  });
}

function overlapping(states: readonly AgentStateFact[], { from, to }: Period): AgentStateFact[] {
  return states
    .filter((state) => state.from < to && state.to > from)
    .sort((a, b) => a.from - b.from || (a.agent < b.agent ? -1 : a.agent > b.agent ? 1 : a.to - b.to));
}

/** How the database goes about each of the statements that are asked. */
async function plansOf(
  address: StoreAddress,
  ask: (reader: TypeOrmReader) => Promise<void>,
): Promise<readonly Plan[]> {
  const source = await connected(address);
  try {
    await countAnew(source);
    const book = new StatementBook();
    const { logger } = source;
    source.logger = book;
    await ask(new TypeOrmReader((question) => question(source.manager)));
    source.logger = logger;
    return await book.plans(source);
  } finally {
    await source.destroy();
  }
}

/** MySQL and MariaDB count rows a while after they came; SQLite only when it is told to, which nobody does. */
async function countAnew(source: DataSource): Promise<void> {
  if (source.options.type === 'better-sqlite3') return;
  await source.query('ANALYZE TABLE stored_calls, dialplan_calls, stored_agent_states');
}

const OUTBOUND = { direction: 'outbound', planVersion: 'plan-c' } as const;

/** What the names in facts promise. */
export function namesContract(place: Place): void {
  describe(`names in facts on ${place.name}`, () => {
    let store: Store;
    before(async () => {
      store = await openStore({ ...(await place.fresh()), log: silentLog });
      await store.migrate();
      const later = T0 + 2 * DAY_MS;
      await store.recorder.recordHistory([
        { kind: 'call-ended', ...aCall({ call: 'c1', dialled: '101', tags: ['a', 'b'] }) },
        { kind: 'call-ended', ...aCall({ call: 'c2', dialled: '102', tags: ['b'], arrivedAt: later }) },
        { kind: 'call-ended', ...aCall({ call: 'c4', dialled: '106', tags: ['c'], ...OUTBOUND }) },
        anArrival({ call: 'c3', leg: 'leg-3', dialled: '103', at: T0, planVersion: 'plan-b' }),
        { kind: 'visit-ended', ...aVisit({ call: 'c1', visit: 'v1', queue: 'visited', enteredAt: T0 }) },
        { kind: 'visit-ended', ...aVisit({ call: 'c2', visit: 'v2', queue: 'late', enteredAt: later }) },
        { kind: 'visit-ended', ...aVisit({ call: 'c1', visit: 'v3', queue: null, enteredAt: T0 }) },
        { kind: 'offer-ended', ...anOffer({ call: 'c1', offer: 'o1', agent: 'rung', offeredAt: T0 }) },
        {
          kind: 'conversation-ended',
          ...aConversation({ conversation: 't1', queue: 'talked', agent: 'talker', startedAt: T0 }),
        },
        { kind: 'agent-state-ended', ...aState({ agent: 'early', from: T0 - 9, to: T0 + 9 }) },
        { kind: 'agent-state-ended', ...aState({ agent: 'gone', from: T0 - 9, to: T0 }) },
        { kind: 'agent-state-began', ...anOpenState({ agent: 'open', from: T0 + 9 }) },
      ]);
      const alone = { leg: 'PJSIP/alone-1', from: null, dialled: '104', arrivedAt: T0, answeredAt: null };
      await store.recorder.recordDialplan({
        calls: [
          { ...alone, endedAt: T0 + 40_000 },
          { ...alone, leg: 'leg-3', dialled: '105', endedAt: T0 + 40_000 },
        ],
        rescues: [],
      });
    });
    after(() => store.close());

    test('are those of the period, each once', async () => {
      const names = await store.reader.namesIn({ from: T0, to: T0 + DAY_MS });
      assert.deepEqual(
        Object.fromEntries(Object.entries({ ...names }).map(([kind, list]) => [kind, [...list].sort()])),
        {
          queues: ['talked', 'visited'],
          agents: ['early', 'open', 'rung', 'talker'],
          numbers: ['101', '103', '104'],
          tags: ['a', 'b'],
          plans: ['plan-a', 'plan-b'],
        },
      );
    });
  });
}

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { OutgoingFact } from '../../src/core/milestone.js';
import type { WantedCalls } from '../../src/ports/facts.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import type { Place } from './databases.js';
import {
  aCall,
  aConversation,
  anOffer,
  anOutgoing,
  aRecording,
  aTransfer,
  aVisit,
  silentLog,
  T0,
} from './sample-facts.js';

const DAY = { from: T0, to: T0 + 86_400_000 };
/** Numbers as they are written, and the endings by which each is found. */
const NUMBERS: readonly (readonly [written: string | null, endings: readonly string[]])[] = [
  ['+359 88 (000)-0001', ['0001']],
  ['0880.000/001', ['0001']],
  ['12', ['12']],
  ['0888123456', ['3456']],
  ['+359880000001;ext=3456', ['?']],
  ['anonymous', ['?']],
  ['', ['']],
  [null, []],
  ['client-359-abcdefghijklmnopabcd', []],
];

/** What finding calls by the end of the caller's number promises. */
export function callerContract(place: Place): void {
  describe(`callers on ${place.name}`, () => {
    let store: Store;
    before(async () => {
      store = await openStore({ ...(await place.fresh()), log: silentLog });
      await store.migrate();
      await store.recorder.recordHistory(
        NUMBERS.map(([from], index) => ({
          kind: 'call-ended',
          ...aCall({ call: `c${index}`, from, arrivedAt: T0 + index }),
        })),
      );
    });
    after(() => store.close());

    test('calls that our own people made are none of a caller', async () => {
      const call = { call: 'made', direction: 'outbound', from: '+359881234', arrivedAt: T0 + 500 } as const;
      await store.recorder.recordHistory([{ kind: 'call-ended', ...aCall(call) }]);
      assert.deepEqual(await store.reader.callsWanted({ by: 'ending', endings: ['1234'] }, DAY), []);
    });

    test('calls that our own people made are found by how the number that they called ends, and no others', async () => {
      const to = (call: string, number: string, askedAt: number): OutgoingFact =>
        anOutgoing({ call, number, askedAt, conversation: call });
      const made = [
        to('made-1', '+359887654321', T0 + 600),
        to('made-2', '112', T0 + 601),
        to('made-3', '*9', T0 + 602),
        to('made-4', 'client-359-abcdefghijklmnopabcd', T0 + 603),
        to('made-5', '+359997654321', T0 + 2 * 86_400_000),
        to('made-6', '', T0 + 604),
      ];
      await store.recorder.recordHistory([
        ...made.map((fact) => ({ kind: 'outgoing-ended', ...fact }) as const),
        {
          kind: 'call-ended',
          ...aCall({ call: 'to-us', dialled: '+35920004321', from: null, arrivedAt: T0 + 605 }),
        },
      ]);
      const found = (endings: readonly string[]): Promise<readonly OutgoingFact[]> =>
        store.reader.outgoingWanted({ by: 'ending', endings }, DAY);
      assert.deepEqual(await found(['4321', '321']), [made[0]]);
      assert.deepEqual(await found(['112', '?']), [made[1], made[2]]);
      assert.deepEqual(await found(['abcd', 'pabcd']), []);
      assert.deepEqual(await found([]), []);
      assert.deepEqual(
        (await store.reader.outgoing(DAY)).filter(({ call }) => call === 'made-1'),
        [made[0]],
      );
    });

    test('calls are found by how the number ends, in the period only', async () => {
      for (const ending of ['0001', '12', '3456', '?', '', '9999', 'client-359']) {
        const found = await store.reader.callsWanted({ by: 'ending', endings: [ending] }, DAY);
        const wanted = NUMBERS.flatMap(([, endings], index) =>
          endings.includes(ending) ? [`c${index}`] : [],
        );
        assert.deepEqual(
          found.map(({ call }) => call),
          wanted,
          ending,
        );
      }
      const first = await store.reader.callsWanted(
        { by: 'ending', endings: ['0001'] },
        { from: T0, to: T0 + 1 },
      );
      assert.deepEqual(
        first.map(({ call }) => call),
        ['c0'],
      );
      assert.deepEqual(await store.reader.callsWanted({ by: 'ending', endings: [] }, DAY), []);
    });

    test('calls that the dialplan handled by itself are found like ours', async () => {
      const alone = { dialled: '+35920000001', answeredAt: null };
      const later = { arrivedAt: T0 + 2 * 86_400_000, endedAt: T0 + 2 * 86_400_000 + 1 };
      const over = { arrivedAt: T0 + 20, endedAt: T0 + 30 };
      await store.recorder.recordDialplan({
        calls: [
          { ...alone, ...over, leg: 'alone-1', from: '+359 (88) 555-55' },
          { ...alone, ...over, leg: 'alone-2', from: '+359886666' },
          { ...alone, ...later, leg: 'alone-3', from: '+35985555' },
          { ...alone, ...over, leg: 'alone-4', from: null },
        ],
        rescues: [],
      });
      const idsOf = async (endings: readonly string[]): Promise<readonly string[]> =>
        (await store.reader.callsWanted({ by: 'ending', endings: endings }, DAY)).map(({ call }) => call);
      assert.deepEqual(await idsOf(['5555']), ['dialplan-alone-1']);
      assert.deepEqual(await idsOf(['6666', '12']), ['c2', 'dialplan-alone-2']);
      assert.deepEqual(await idsOf(['0000']), []);
      const [found] = await store.reader.callsWanted({ by: 'ending', endings: ['5555'] }, DAY);
      assert.deepEqual(
        found,
        (await store.reader.calls(DAY)).find(({ call }) => call === 'dialplan-alone-1'),
      );
    });

    test('a call is told as it is told without a search', async () => {
      const [found] = await store.reader.callsWanted({ by: 'ending', endings: ['12'] }, DAY);
      const all = await store.reader.calls(DAY);
      assert.deepEqual(
        found,
        all.find(({ call }) => call === 'c2'),
      );
    });

    test('calls are found by who talked in them or made them, and by their ids, in the period only', async () => {
      const talk = (call: string, agent: string, startedAt: number) =>
        ({
          kind: 'conversation-ended',
          ...aConversation({ call, conversation: `by-${call}`, agent, startedAt }),
        }) as const;
      const tomorrow = T0 + 86_400_000;
      await store.recorder.recordHistory([
        { kind: 'call-ended', ...aCall({ call: 'hers', arrivedAt: T0 + 700 }) },
        { kind: 'call-ended', ...aCall({ call: 'hers-later', arrivedAt: tomorrow }) },
        ...[
          talk('hers', 'vera', T0 + 800),
          talk('hers-later', 'vera', tomorrow + 1),
          talk('c1', 'zoya', T0 + 900),
        ],
        { ...talk('hers', 'vera', tomorrow + 5), conversation: 'again' },
        { kind: 'outgoing-ended', ...anOutgoing({ call: 'she-calls', agent: 'vera', askedAt: T0 + 950 }) },
      ]);
      const by = async (wanted: WantedCalls): Promise<readonly (readonly string[])[]> =>
        [await store.reader.callsWanted(wanted, DAY), await store.reader.outgoingWanted(wanted, DAY)].map(
          (found) => found.map(({ call }) => call),
        );
      assert.deepEqual(await by({ by: 'agent', agents: ['vera'] }), [['hers'], ['she-calls']]);
      assert.deepEqual(await by({ by: 'agent', agents: ['zoya', 'vera'] }), [['c1', 'hers'], ['she-calls']]);
      assert.deepEqual(await by({ by: 'agent', agents: [] }), [[], []]);
      const calls = ['hers', 'hers-later', 'she-calls', 'nobodys', 'dialplan-alone-1', 'hers'];
      assert.deepEqual(await by({ by: 'call', calls }), [['dialplan-alone-1', 'hers'], ['she-calls']]);
      assert.deepEqual(await by({ by: 'call', calls: [] }), [[], []]);
    });

    test('more calls than one statement takes are told with all of their parts', async () => {
      const calls = Array.from({ length: 1_200 }, (_, index) => `many-${String(index).padStart(4, '0')}`);
      await store.recorder.recordHistory(
        calls.flatMap((call, index) => {
          const [visit, offer, conversation] = [`v-${call}`, `o-${call}`, `t-${call}`];
          const arrivedAt = T0 + 1_000 + index;
          return [
            { kind: 'call-ended', ...aCall({ call, from: '777777', arrivedAt }) } as const,
            { kind: 'visit-ended', ...aVisit({ call, visit }) } as const,
            { kind: 'offer-ended', ...anOffer({ call, visit, offer }) } as const,
            { kind: 'transfer-ended', ...aTransfer({ call, transfer: `x-${call}` }) } as const,
            { kind: 'conversation-ended', ...aConversation({ call, visit, offer, conversation }) } as const,
            {
              kind: 'recording-ended',
              ...aRecording({ call, conversation, recording: conversation }),
            } as const,
          ];
        }),
      );
      const found = await store.reader.callsWanted({ by: 'ending', endings: ['7777'] }, DAY);
      assert.deepEqual(
        found.map(({ call }) => call),
        calls,
      );
      const parts = await store.reader.partsOf(calls);
      for (const list of Object.values(parts))
        assert.deepEqual(
          new Set((list as readonly { call: string }[]).map(({ call }) => call)),
          new Set(calls),
        );
      assert.deepEqual(await store.reader.partsOf([]), {
        visits: [],
        offers: [],
        conversations: [],
        transfers: [],
        recordings: [],
      });
    });
  });
}

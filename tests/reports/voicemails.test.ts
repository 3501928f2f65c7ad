import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VoicemailFact } from '../../src/core/milestone.js';
import { NO_FILTERS, type Filters } from '../../src/reports/slicing/filters.js';
import { aCallback, aCallbackAsked, aVoicemail } from '../store/sample-facts.js';
import { factsOf, type Facts } from './day-of-calls.js';
import { BOTH, build, HOUR, numbersOf } from './two-days.js';

const MINUTE = 60_000;

/** A caller whose queue was full, and what he did at the box: the message of the call of this place. */
function message(place: number, change: Partial<VoicemailFact> = {}): VoicemailFact {
  const at = BOTH.from + place * HOUR;
  return aVoicemail({
    ...{ voicemail: `m${place}`, call: `c${place}`, recording: `rec-${place}`, callback: null },
    ...{ enteredAt: at, recordedAt: at + 4_000, endedAt: at + MINUTE, durationMs: 15_000 },
    ...change,
  });
}

const silent = { recordedAt: null, durationMs: null, spokenMs: null, recording: null } as const;

/** Four messages in one box, of which two were heard and two are to be called back; one message in another. */
function facts(): Facts {
  const all = factsOf(
    Array.from({ length: 7 }, (_, index) => ({
      ...{ at: BOTH.from + (index + 1) * HOUR - MINUTE, waitMs: 1_000, exit: 'full' as const },
      queue: index < 6 ? 'sales' : 'support',
    })),
  );
  all.calls = all.calls.map((call, index) => ({
    ...call,
    from: `+35988000000${index + 1}`,
    tags: ['night'],
  }));
  all.voicemails = [
    message(1, { callback: 'back-1' }),
    message(2),
    message(3, { callback: 'back-3' }),
    message(4),
    message(5, { result: 'too-short', ...silent, callback: 'back-5' }),
    message(6, { result: 'failed', failure: 'box-full', ...silent }),
    message(7, { box: 'support-box' }),
  ];
  const endOf = (place: number): number => BOTH.from + place * HOUR + MINUTE;
  all.voicemailMarks = [
    { voicemail: 'm1', at: endOf(1) + 10 * MINUTE, heardBy: 'lena' },
    { voicemail: 'm2', at: endOf(2) + 30 * MINUTE, heardBy: 'mark' },
    // Heard, and then said to be unheard again.
    { voicemail: 'm4', at: endOf(4) + 30 * MINUTE, heardBy: null },
  ];
  const asked = (place: number) => ({ callback: `back-${place}`, askedAt: endOf(place), call: `c${place}` });
  all.callbacks = [
    aCallback({ ...asked(1), endedAt: endOf(1) + 20 * MINUTE, end: 'reached' }),
    aCallback({ ...asked(5), endedAt: endOf(5) + 40 * MINUTE, end: 'expired', agent: null }),
  ];
  all.openCallbacks = [aCallbackAsked(asked(3))];
  return all;
}

async function rowsOf(change: Partial<Filters> = {}): Promise<(number | string | null)[][][]> {
  const { tables } = await build(facts(), 'voicemails', { filters: { ...NO_FILTERS, ...change } });
  return tables.map(({ rows, total }) =>
    [...rows, ...(total === null ? [] : [total])].map((row) =>
      row.map(({ value }) => numbersOf(value)).flat(),
    ),
  );
}

test('what callers left in each box, what was heard and how soon, and who was called back', async () => {
  const [boxes, unheard] = await rowsOf();
  // came, left, nothing, failed, heard, unheard, share, heard after, promised, called back, after.
  assert.deepEqual(boxes, [
    ['evening', 6, 4, 1, 1, 2, 2, 2, 4, 40 * MINUTE, 2, 3, 1, 20 * MINUTE, 1],
    ['support-box', 1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0],
    ['total', 7, 5, 1, 1, 2, 3, 2, 5, 40 * MINUTE, 2, 3, 1, 20 * MINUTE, 1],
  ]);
  assert.deepEqual(
    unheard?.map((row) => [row[1], row[2], row[4], row[5], row[6]]),
    [
      ['evening', '+359880000003', 'open', 'c3', 'rec-3'],
      ['evening', '+359880000004', 'nobody promised it', 'c4', 'rec-4'],
      ['support-box', '+359880000007', 'nobody promised it', 'c7', 'rec-7'],
    ],
  );
});

test('messages are narrowed as their calls are', async () => {
  const came = async (change: Partial<Filters>): Promise<unknown> => (await rowsOf(change))[0]?.at(-1)?.[1];
  assert.equal(await came({ queues: ['support'] }), 1);
  assert.equal(await came({ caller: '0880 000 002' }), 1);
  assert.equal(await came({ tags: ['night'] }), 7);
  assert.equal(await came({ dispositions: ['answered'] }), 0);
});

test('a message of a call of the period counts in it, however late it was left', async () => {
  const all = facts();
  all.voicemails = [message(7, { enteredAt: BOTH.to + MINUTE, endedAt: BOTH.to + 2 * MINUTE })];
  const late = await build(all, 'voicemails', { now: BOTH.to + HOUR });
  assert.deepEqual(late.tables[0]?.total?.[1]?.value, { unit: 'count', value: 1 });
});

test('whoever was promised a callback the day before, and leaves a message now, was promised it and reached', async () => {
  const all = facts();
  all.voicemails = [message(4, { callback: 'old' })];
  const askedAt = BOTH.from - 10 * HOUR;
  const endedAt = BOTH.from + 5 * HOUR;
  all.callbacks = [aCallback({ callback: 'old', call: 'before', askedAt, endedAt, end: 'reached' })];
  all.openCallbacks = [];
  const { tables } = await build(all, 'voicemails', {});
  const row = tables[0]?.rows[0]?.flatMap(({ value }) => numbersOf(value)) ?? [];
  assert.deepEqual(row.slice(11, 13), [1, 1], `promised, called back: ${JSON.stringify(row)}`);
});

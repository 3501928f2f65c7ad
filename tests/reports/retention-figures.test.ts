import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallbackFact } from '../../src/core/milestone.js';
import type { OpenCallback } from '../../src/ports/facts.js';
import { replacementOf } from '../../src/retention/replacement.js';
import { countryPrefix, isSameNumber, normalNumber } from '../../src/reports/telephone-number.js';
import type { ReportRequest } from '../../src/reports/report-request.js';
import type { ReportName } from '../../src/reports/catalogue/all.js';
import { aCallback, aCallbackAsked } from '../store/sample-facts.js';
import { factsOf, type Facts } from './day-of-calls.js';
import { BOTH, build, FIRST, HOUR, numbersOf } from './two-days.js';

const DAY = 24 * HOUR;
const KEY = Buffer.alloc(32, 1);
const clientOf = (normal: string): string =>
  replacementOf(normal, countryPrefix(normal)?.slice(1) ?? null, KEY);
const ANSWERED = { waitMs: 5_000, answeredBy: 'anna' };
const FIRST_HOUR = BOTH.from + HOUR;
const SECOND_DAY = BOTH.from + DAY;

/** Six people of two countries who call on both days, in the week before and after; one hides his number, one is called back. */
function weeks(): Facts {
  const at = (days: number, hours: number) => FIRST_HOUR + days * DAY + hours * HOUR;
  const callers = [
    { at: at(-3, 1), ...ANSWERED, number: '+359880000001' },
    { at: at(0, 1), ...ANSWERED, number: '+359 88 000 0001' },
    { at: at(0, 2), ...ANSWERED, number: '0880000002' },
    { at: at(1, 1), ...ANSWERED, number: '+359880000002' },
    { at: at(0, 3), waitMs: 60_000, number: '+79160000003' },
    { at: at(1, 2), ...ANSWERED, number: '+79160000003' },
    { at: at(1, 3), waitMs: 60_000, number: '+79160000004' },
    { at: at(0, 4), waitMs: 60_000, number: null },
    { at: at(5, 1), ...ANSWERED, number: '+79160000004' },
    { at: at(0, 5), waitMs: 60_000, number: '0880000005' },
  ];
  const facts = factsOf(callers);
  facts.calls = facts.calls.map((call, index) => ({ ...call, from: callers[index]?.number ?? null }));
  // Asked for when numbers are replaced already, reached when they are not yet.
  const callback = { number: '+359880000005', name: null, askedAt: at(0, 5) + 60_000, endedAt: at(1, 4) };
  facts.callbacks = [aCallback(callback), aCallback({ ...callback, askedAt: at(1, 5), end: 'expired' })];
  facts.openCallbacks = [aCallbackAsked({ number: '+359880000002', name: null, askedAt: at(0, 6) })];
  facts.calledBack = [{ number: callback.number, at: callback.endedAt }];
  facts.plans.set('plan-1', JSON.stringify({ company: { country: 'BG' }, queues: {}, agents: {} }));
  return facts;
}

/** The numbers of calls before the second day as they stand when their time is over. */
function over(facts: Facts, rule: 'replace' | 'delete'): Facts {
  const cleared = (from: string): string | null =>
    rule === 'delete' ? null : clientOf(normalNumber(from, 'BG'));
  const clearedIn = <Asked extends OpenCallback | CallbackFact>(one: Asked): Asked =>
    one.number !== null && one.askedAt < SECOND_DAY
      ? { ...one, number: cleared(one.number), name: null }
      : one;
  return {
    ...facts,
    calls: facts.calls.map((call) =>
      call.from !== null && call.arrivedAt < SECOND_DAY ? { ...call, from: cleared(call.from) } : call,
    ),
    callbacks: facts.callbacks.map(clearedIn),
    openCallbacks: facts.openCallbacks.map(clearedIn),
  };
}

const LATER = { now: BOTH.from + 60 * DAY };

/** Every cell of a report that is no caller's number. */
async function figures(
  facts: Facts,
  name: ReportName,
  change: Partial<ReportRequest> = {},
): Promise<unknown> {
  const { tables } = await build(facts, name, { ...LATER, ...change });
  return tables.map(({ rows }) =>
    rows.map((row) => row.map(({ value }) => (value.unit === 'phone' ? 'a number' : numbersOf(value)))),
  );
}

for (const name of [
  'calls',
  'summary',
  'first-call',
  'to-call-back',
  'callbacks',
  'geography',
  'agents',
  'sources',
] as const) {
  test(`${name}: every figure is the same when numbers are replaced in the middle of the period`, async () => {
    const plain = await figures(weeks(), name);
    assert.deepEqual(await figures(over(weeks(), 'replace'), name, { clientOf }), plain);
    assert.deepEqual(await figures(weeks(), name, { clientOf }), plain);
  });
}

test('without the key, who called before and after counts twice, and the report says so', async () => {
  const [plain, replaced] = [weeks(), over(weeks(), 'replace')];
  assert.notDeepEqual(await figures(replaced, 'summary'), await figures(plain, 'summary'));
  const { notes } = await build(replaced, 'calls', LATER);
  assert.match(
    notes.join('\n'),
    /replaced with a key that is not here: who called before and after counts twice/,
  );
  const firstDay = { ...LATER, days: { from: FIRST, to: FIRST } };
  assert.match(
    (await build(replaced, 'to-call-back', firstDay)).notes.join('\n'),
    /a key that is not here/,
    'all are replaced in the period, and who was reached after it is not',
  );
  const withKey = await build(replaced, 'calls', { ...LATER, clientOf });
  assert.deepEqual(withKey.notes, (await build(plain, 'calls', LATER)).notes);
});

test('a replaced number is no number: it keeps its country, and no search finds it', () => {
  const replaced = clientOf('+79160000003');
  assert.match(replaced, /^client-7-[a-p]{20}$/);
  assert.equal(replaced, clientOf(normalNumber('8 916 000-00-03', 'RU')));
  assert.notEqual(replaced, clientOf('+79160000004'));
  assert.notEqual(replaced, replacementOf('+79160000003', '7', Buffer.alloc(32, 2)));
  assert.equal(normalNumber(replaced, 'RU'), replaced);
  assert.equal(countryPrefix(replaced), '+7');
  assert.equal(countryPrefix(clientOf('anonymous')), null);
  for (const searched of ['+79160000003', '0003', replaced])
    assert.equal(isSameNumber(searched, replaced), false);
});

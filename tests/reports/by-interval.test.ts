import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CATALOGUE,
  REPORT_NAMES,
  REPORTS_BY_INTERVAL,
  type ReportName,
} from '../../src/reports/catalogue/all.js';
import { documentOf, NOTHING_ASKED } from '../../src/reports/run-report.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import type { Table } from '../../src/reports/table.js';
import type { VoicemailFact } from '../../src/core/milestone.js';
import { aCallback, aCallbackAsked, aTransfer, aVoicemail } from '../store/sample-facts.js';
import { factsOf, readerOf, stateOf, type Facts } from './day-of-calls.js';
import { BOTH, build, FIRST, HOUR, numbersOf, SECOND, ZONE } from './two-days.js';

const MINUTE = 60_000;
const WITHOUT: readonly ReportName[] = [
  ...(['heat-map', 'journal', 'to-call-back', 'long-calls', 'comparison', 'sample', 'escalations'] as const),
];

/** Two calls on the first day and one on the second, from different people; something of everything belongs to each. */
function facts(): Facts {
  const at = [BOTH.from + HOUR, BOTH.from + 2 * HOUR, BOTH.from + 26 * HOUR];
  const all = factsOf(at.map((each) => ({ at: each, waitMs: 4_000, answeredBy: 'anna' })));
  all.calls = all.calls.map((call, index) => ({ ...call, from: `+35988000000${index}` }));
  for (const [index, { call, endedAt }] of all.calls.entries()) {
    const askedAt = at[index] ?? 0;
    const id = String(index);
    all.callbacks.push(
      aCallback({ callback: `over-${id}`, call, queue: 'sales', askedAt, endedAt: askedAt + MINUTE }),
    );
    all.openCallbacks.push(aCallbackAsked({ callback: `open-${id}`, call, queue: 'sales', askedAt }));
    all.transfers.push(
      aTransfer({ transfer: id, call, agent: 'anna', askedAt: endedAt, endedAt: endedAt + MINUTE }),
    );
    all.voicemails.push(message(id, call, endedAt));
    all.stages.push({
      kind: 'call-event',
      call,
      at: askedAt + 1,
      event: 'announced',
      detail: { queue: 'sales', minutes: 1 },
    });
  }
  all.states.push(stateOf('anna', 'available', BOTH.from, BOTH.to));
  return all;
}

function message(voicemail: string, call: string, enteredAt: number): VoicemailFact {
  return aVoicemail({ voicemail, call, box: 'evening', enteredAt, endedAt: enteredAt + MINUTE });
}

function asked(name: ReportName, interval: string | null): Promise<ReportDocument> {
  return documentOf(
    readerOf(facts()),
    { ...NOTHING_ASKED, from: FIRST, to: SECOND, what: { name }, language: 'en', interval },
    { zone: ZONE, now: BOTH.to },
  );
}

test('every report has rows by interval, or says that it has none and which ones have', async () => {
  for (const name of REPORT_NAMES) {
    if (WITHOUT.includes(name)) {
      await assert.rejects(
        asked(name, 'day'),
        new RegExp(
          `^ReportFault: ${name} has no rows by interval, .* right would be ${name} without it, or a report that has them: summary, `,
        ),
      );
      assert.equal((await asked(name, null)).name, name);
    } else {
      const { tables } = await asked(name, 'week');
      assert.ok(
        tables[0]?.columns.some(({ key }) => key === 'interval'),
        name,
      );
    }
  }
  assert.deepEqual(
    REPORT_NAMES.filter((name) => !WITHOUT.includes(name)),
    REPORTS_BY_INTERVAL,
  );
});

test('an interval that is none is told before that the report has no rows by it', async () => {
  await assert.rejects(asked('journal', '5min'), /"5min" is no interval; there are: 15min, /);
});

/** Every count of a table's rows, by the row's name and the column; `keys`: the cells that name a row, behind the interval. */
function counts({ columns, rows }: Table, keys: number): Map<string, number> {
  const found = new Map<string, number>();
  const first = columns[0]?.key === 'interval' ? 1 : 0;
  for (const row of rows) {
    const name = row
      .slice(first, first + keys)
      .map(({ value }) => String(numbersOf(value)[0]))
      .join(' ');
    columns.forEach(({ key, unit }, index) => {
      const value = row[index]?.value;
      if (unit !== 'count' || value === undefined) return;
      const place = `${name} ${key}`;
      found.set(place, (found.get(place) ?? 0) + Number(numbersOf(value)[0]));
    });
  }
  return found;
}

const KEYS = [
  ['callbacks', 0, 2],
  ['transfers', 0, 0],
  ['transfers', 1, 1],
  ['voicemails', 0, 1],
  ['first-call', 0, 1],
  ['announced-wait', 0, 1],
  ['announced-wait', 1, 1],
] as const;

for (const [name, index, keys] of KEYS) {
  test(`rows by day of ${name}, table ${index + 1}, stand in the order of days and come to the whole`, async () => {
    const now = BOTH.to + 30 * 24 * HOUR;
    const tableOf = async (interval: 'day' | null): Promise<Table> => {
      const table = (await build(facts(), name, { interval, now })).tables[index];
      assert.ok(table !== undefined);
      return table;
    };
    const [whole, byDay] = [await tableOf(null), await tableOf('day')];
    assert.ok(whole.rows.length > 0 && whole.columns.every(({ key }) => key !== 'interval'));
    assert.deepEqual(counts(byDay, keys), counts(whole, keys));
    const days = byDay.rows.map(([day]) => day?.value.unit === 'text' && day.value.value);
    assert.deepEqual([...new Set(days)], [FIRST, SECOND]);
    assert.deepEqual(days, [...days].sort());
    if (whole.total !== null) {
      assert.deepEqual(byDay.total?.slice(1), whole.total);
      assert.equal(byDay.total.length, byDay.columns.length);
    }
    for (const row of byDay.rows) assert.equal(row.length, byDay.columns.length);
  });
}

test('a message and a transfer stand where their call arrived, however late they were', async () => {
  const all = facts();
  const [first] = all.calls;
  assert.ok(first !== undefined);
  all.voicemails = [message('late', first.call, BOTH.from + 30 * HOUR)];
  all.transfers = [aTransfer({ call: first.call, agent: 'anna', askedAt: BOTH.from + 30 * HOUR })];
  for (const [name, index] of [
    ['voicemails', 0],
    ['transfers', 1],
  ] as const) {
    const { tables } = await build(all, name, { interval: 'day' });
    assert.deepEqual(
      tables[index]?.rows.map(([day]) => day?.value),
      [{ unit: 'text', value: FIRST }],
      name,
    );
  }
});

test('who asks a report of figures by the hour has its hours', async () => {
  assert.equal(CATALOGUE.queues.looksAt, 'figures');
  const { tables } = await asked('queues', 'hour');
  assert.deepEqual(
    tables[0]?.rows.map(([hour]) => hour?.value),
    ['01:00', '02:00']
      .map((hour) => ({ unit: 'text', value: `${FIRST} ${hour}` }))
      .concat([{ unit: 'text', value: `${SECOND} 02:00` }]),
  );
});

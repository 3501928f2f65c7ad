import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { CallEvent, CallFact } from '../../src/core/milestone.js';
import { buildDailyReport } from '../../src/reports/daily-report.js';
import { renderTable } from '../../src/reports/render-table.js';
import { shown } from '../../src/reports/render/values.js';
import type { Cell, Table } from '../../src/reports/table.js';
import { factsOf, readerOf, type Caller, type Facts } from './day-of-calls.js';
import { BOTH, build, FIRST, HOUR, ZONE } from './two-days.js';

const NINE = BOTH.from + 9 * HOUR;
const answered = { waitMs: 4_000, answeredBy: 'anna' };
const gaveUp = { waitMs: 30_000 };

/** So many callers of each kind, a minute apart. */
function came(...kinds: readonly (readonly [count: number, caller: Omit<Caller, 'at'>])[]): Facts {
  const callers = kinds.flatMap(([count, caller]) => Array.from({ length: count }, () => caller));
  return factsOf(callers.map((caller, index) => ({ ...caller, at: NINE + index * 60_000 })));
}

/** From the number `first` on the calls were never offered to anybody. */
function neverOffered(
  facts: Facts,
  first: number,
  change: (call: CallFact, id: number) => Partial<CallFact>,
): Facts {
  const isLater = (call: string): boolean => Number(call.slice(1)) >= first;
  const outside = { firstOfferedAt: null, lastExit: null, waitMs: 0, endedBy: 'caller' } as const;
  facts.visits = facts.visits.filter(({ call }) => !isLater(call));
  facts.calls = facts.calls.map((call) =>
    isLater(call.call) ? { ...call, ...outside, ...change(call, Number(call.call.slice(1))) } : call,
  );
  return facts;
}

/** The total of a table, by column. */
function totalOf(table: Table | undefined): ReadonlyMap<string, Cell> {
  return new Map(
    table?.columns.flatMap(({ key }, index) => {
      const cell = (table.total ?? table.rows[0])?.[index];
      return cell === undefined ? [] : [[key, cell] as const];
    }),
  );
}

const textOf = (cell: Cell | undefined): string | null =>
  cell === undefined ? null : shown(cell.value, ZONE, 'en');

test('C30: of 180 calls in hours 18 are missed, 10.0 %, and 20 out of hours stand in a column of their own', async () => {
  const facts = neverOffered(came([162, answered], [18, gaveUp], [10, gaveUp], [10, gaveUp]), 191, () => ({
    ...{ endPlace: 'prompt', closed: true },
  }));
  // Ten came to the closed branch, and ten waited for nobody all the same.
  facts.calls = facts.calls.map((call, index) => ({ ...call, inHours: index < 180 }));
  const total = totalOf((await build(facts, 'calls')).tables[0]);
  assert.equal(textOf(total.get('entered')), '200');
  assert.equal(textOf(total.get('missed-rate')), '10.0% (18/180)');
  assert.equal(textOf(total.get('missed-calls')), '18');
  assert.equal(textOf(total.get('out-of-hours-calls')), '20');
});

test('C31: of 100 queued callers 7 who hang up are inside the band of 5 to 8 %, and so are 8; 9 are flagged', async () => {
  for (const [lost, mark] of [
    [7, 'plain'],
    [8, 'plain'],
    [9, 'flagged'],
  ] as const) {
    const facts = came([100 - lost, answered], [lost, gaveUp]);
    const cell = totalOf((await build(facts, 'calls')).tables[0]).get('abandonment-rate');
    assert.deepEqual([textOf(cell), cell?.mark], [`${lost}.0% (${lost}/100)`, mark]);
    const day = await buildDailyReport(readerOf(facts), { date: FIRST, zone: ZONE, now: BOTH.to });
    const flag = mark === 'flagged' ? ' !' : '';
    assert.ok(renderTable(day).includes(`abandonment ${lost}.0% (${lost}/100)${flag}\n`));
  }
});

/** 65 asked for a person (key 1), 35 were served by the menu (key 3), and 8 had heard 4 s of it. */
function atTheMenu(): Facts {
  const facts = neverOffered(came([65, answered], [43, gaveUp]), 66, ({ arrivedAt }, id) =>
    id <= 100
      ? { endPlace: 'prompt', informationHeard: 1, endedAt: arrivedAt + 20_000 }
      : { endPlace: 'menu', endedAt: arrivedAt + 4_000 },
  );
  facts.stages = facts.calls.flatMap(({ call, arrivedAt }, index): CallEvent[] => {
    const event = { kind: 'call-event', call, at: arrivedAt } as const;
    const entered: CallEvent = { ...event, event: 'menu-entered', detail: { menu: 'main' } };
    if (index >= 100) return [entered];
    return [entered, { ...event, event: 'menu-key', detail: { menu: 'main', key: index < 65 ? '1' : '3' } }];
  });
  return facts;
}

test('V39: 35 served by the menu and 65 who asked for an operator are a containment of 35.0 %, calls cut off in 5 s apart', async () => {
  const { tables } = await build(atTheMenu(), 'menus');
  const [byMenu, byKey, all] = tables;
  const rows = (table: Table | undefined): (string | null)[][] =>
    table?.rows.map((row) => row.map(textOf)) ?? [];
  assert.deepEqual(rows(byMenu), [['main', '108', '100', '0', '0', '0', '35.0% (35/100)', '8']]);
  assert.deepEqual(
    rows(byKey).map((row) => [row[1], row.at(-1)]),
    [
      ['1', '0.0% (0/65)'],
      ['3', '100.0% (35/35)'],
    ],
  );
  const total = totalOf(all);
  assert.equal(textOf(total.get('containment')), '35.0% (35/100)');
  assert.equal(textOf(total.get('cut-off-calls')), '8');
  assert.equal(textOf(total.get('entered')), '108');
  const guide = await readFile('docs/metrics.md', 'utf8');
  assert.ok(guide.includes('containment 35 / (35 + 65) = 35.0 %, cut off 8.'));
});

test('cut off is who hangs up within 5 s, the last moment included, was not served and had not asked for anybody', async () => {
  const cases: readonly (readonly [string, Partial<CallFact>, string])[] = [
    ['in the last moment', { endedAt: NINE + 5_000 }, '1'],
    ['later', { endedAt: NINE + 5_001 }, '0'],
    ['in the closed branch', { closed: true, inHours: false }, '1'],
    ['never greeted', { answeredAt: null }, '0'],
    ['hung up by us', { endedBy: 'callplane' }, '0'],
    ['in the emergency message', { endPlace: 'message' }, '0'],
    ['information was heard', { informationHeard: 1 }, '0'],
    ['had left a queue by a key', { firstOfferedAt: NINE, lastExit: 'key' }, '0'],
  ];
  for (const [what, change, expected] of cases) {
    const facts = neverOffered(came([1, gaveUp]), 1, ({ arrivedAt }) => ({
      ...{ endPlace: 'menu', endedAt: arrivedAt + 4_000 },
      ...change,
    }));
    facts.stages = [
      { kind: 'call-event', call: 'c1', at: NINE, event: 'menu-entered', detail: { menu: 'main' } },
    ];
    const [byMenu, , all] = (await build(facts, 'menus')).tables;
    assert.equal(textOf(totalOf(all).get('cut-off-calls')), expected, what);
    assert.equal(textOf(totalOf(byMenu).get('menu-cut-off')), expected, what);
  }
});

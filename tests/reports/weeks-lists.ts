import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ReportName } from '../../src/reports/catalogue/all.js';
import type { Table } from '../../src/reports/table.js';
import { billed } from './naive-bills.js';
import { num, type NaiveFigure, type NaiveTable } from './naive-figures.js';
import type { NaiveLists } from './naive-lists.js';
import type { Naive } from './naive.js';
import type { Row } from './naive-views.js';
import { assertSame, assertTotal, figureOf, said } from './same-figures.js';

const PLACES: Readonly<Record<string, string>> = {
  ...{ conversation: 'in conversation', queue: 'in a queue', ring: 'while phones rang', menu: 'in a menu' },
  ...{ rating: 'while asked for a rating', outside: 'while a phone outside rang', prompt: 'in a prompt' },
  ...{ message: 'in the emergency message', flow: 'at the end of a flow', gap: 'in a gap' },
  ...{ unallocated: 'number not in use', dialplan: 'at the emergency destination' },
};

interface Listed {
  readonly naive: Naive;
  /** Of the last three days, and of the three before. */
  readonly halves: readonly [Naive, Naive];
  readonly lists: NaiveLists;
}

const columnsOf = (table: Table | undefined, ...keys: readonly string[]): readonly string[] =>
  (table?.rows ?? [])
    .map((row) =>
      keys
        .map(
          (key) => figureOf(row[table?.columns.findIndex((column) => column.key === key) ?? -1]?.value) ?? '',
        )
        .join(' | '),
    )
    .sort();

/** Reports that list callers, transfers and escalations, or look beside the period, against the naive implementation. */
export function listsAgree(
  week: () => Promise<Listed>,
  tableOf: (name: ReportName, index?: number) => Promise<Table | undefined>,
): void {
  it('who is to be called back, and who was reached since', async () => {
    const { lists } = await week();
    const missed = lists.missed();
    const [open, since] = [
      missed.filter(({ reached }) => reached === null),
      missed.filter(({ reached }) => reached !== null),
    ];
    assert.ok(open.length >= 5 && since.length >= 1, `${open.length} open, ${since.length} reached`);
    const rowOf = ({ caller, calls }: (typeof missed)[number]): string => {
      const arrived = calls.map((call) => num(call, 'arrived_at'));
      const wait = Math.max(...calls.map((call) => num(call, 'wait_ms')));
      const last = calls.find((call) => num(call, 'arrived_at') === Math.max(...arrived));
      const queues = last === undefined ? '' : lists.queuesOf(last);
      return [caller ?? '', calls.length, Math.min(...arrived), Math.max(...arrived), queues, wait].join(
        ' | ',
      );
    };
    const keys = ['caller', 'tries', 'first', 'last', 'queues', 'wait'];
    assert.deepEqual(columnsOf(await tableOf('to-call-back'), ...keys), open.map(rowOf).sort());
    const reachedRow = (one: (typeof missed)[number]): string => {
      const first = Math.min(...one.calls.map((call) => num(call, 'arrived_at')));
      return `${rowOf(one)} | ${String(one.reached)} | ${Number(one.reached) - first}`;
    };
    assert.deepEqual(
      columnsOf(await tableOf('to-call-back', 1), ...keys, 'reached', 'after'),
      since.map(reachedRow).sort(),
    );
  });
  it('first calls, transfers and escalations', async () => {
    const { lists } = await week();
    const first = lists.firstCalls();
    assert.ok(first.size >= 2, `${first.size} queues`);
    assertSame(await tableOf('first-call'), first, 1);
    assertSame(
      await tableOf('transfers'),
      new Map([[String(lists.handedOver()['answered']), lists.handedOver()]]),
      1,
    );
    const byAgent = lists.transfersByAgent();
    assertSame(await tableOf('transfers', 1), byAgent, 1);
    const shown = new Map<string, number>();
    for (const row of columnsOf(await tableOf('escalations', 1), 'call', 'rung')) {
      const [call = '', rung] = row.split(' | ');
      shown.set(call, (shown.get(call) ?? 0) + (rung === '' ? 0 : 1));
    }
    assert.deepEqual([...shown].sort(), [...lists.escalated()].sort());
  });
  it('waits by how long', async () => {
    const { lists } = await week();
    const ends = [0, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, Infinity];
    const expected = ends.slice(1).map((to, index) => [...lists.waitsBetween(ends[index] ?? 0, to)]);
    const table = await tableOf('service-level', 2);
    assert.deepEqual(
      table?.rows.map((row) => row.slice(1).map(({ value }) => figureOf(value))),
      expected,
    );
    assert.ok(expected.filter(([answered = 0]) => answered > 0).length >= 3, JSON.stringify(expected));
  });
  it('by disposition and place, and offers by agent and result, with their shares', async () => {
    const { naive } = await week();
    const [ended, offers] = [naive.calls().length, naive.offers().length];
    const shared = (table: NaiveTable, column: string, whole: number): NaiveTable =>
      new Map(
        [...table].map(([key, row]) => [key, { ...row, share: [Number(row[column]), whole] as const }]),
      );
    const byPlace = naive.callsBy((call) => [
      `${said(naive.disposition(call))} | ${PLACES[String(call['end_place'])] ?? said(String(call['end_place']))}`,
    ]);
    assertSame(await tableOf('dispositions', 1), shared(byPlace, 'entered', ended), 2);
    const byResult = naive.offersBy((offer) => [
      `${String(offer['agent_id'])} | ${said(String(offer['result']))}`,
    ]);
    assertSame(await tableOf('offers', 1), shared(byResult, 'offers', offers), 2);
  });
  it('bills by number and by queue', async () => {
    const { naive } = await week();
    const calls = new Map(naive.calls().map((call) => [call['call_id'], call]));
    const numberOf = (talk: Row): string => String(calls.get(talk['call_id'])?.['dialled']);
    const talkBy = (keyOf: (talk: Row) => string): Map<string, number> => {
      const times = new Map<string, number>();
      for (const talk of naive.talks())
        times.set(keyOf(talk), (times.get(keyOf(talk)) ?? 0) + num(talk, 'talk_ms'));
      return times;
    };
    const byNumber = naive.callsBy((call) => [String(call['dialled'])]);
    assertSame(await tableOf('usage', 1), billed(byNumber, talkBy(numberOf)), 1);
    const queueOf = (row: Row): string =>
      typeof row['queue_id'] === 'string' ? row['queue_id'] : 'ring steps';
    // A call is one contact of a queue however often it was answered there.
    const contacts = new Map<string, Record<string, NaiveFigure>>();
    for (const queue of naive.byQueue().keys()) {
      const answered = naive
        .visits()
        .filter((visit) => queueOf(visit) === queue && visit['exit_kind'] === 'answered');
      contacts.set(queue, { answered: new Set(answered.map((visit) => visit['call_id'])).size });
    }
    assertSame(await tableOf('usage', 2), billed(contacts, talkBy(queueOf)), 1);
  });
  it('three days beside the three before', async () => {
    const { halves } = await week();
    const [now, before] = halves.map((half) => half.allCalls());
    const table = await tableOf('comparison');
    const labels = { entered: 'entered', offered: 'offered', answered: 'answered', talk: 'talk' } as const;
    for (const [key, row] of (table?.rows ?? []).map(
      (cells) => [String(figureOf(cells[0]?.value)), cells] as const,
    )) {
      const [column] = Object.entries(labels).find(([, label]) => label === key) ?? [];
      if (column === undefined) continue;
      assert.deepEqual(
        [figureOf(row[1]?.value), figureOf(row[2]?.value)],
        [now?.[column], before?.[column]],
        key,
      );
      const change = figureOf(row[3]?.value);
      assert.deepEqual(
        change,
        [Number(now?.[column]) - Number(before?.[column]), Number(before?.[column])],
        key,
      );
    }
    assert.ok((table?.rows.length ?? 0) > 10);
  });
  it('totals', async () => {
    const { naive } = await week();
    const all = naive.allCalls();
    for (const name of ['sources', 'dispositions', 'geography', 'calls'] as const)
      assertTotal(await tableOf(name), all);
  });
}

import assert from 'node:assert/strict';
import { INDICATORS, type IndicatorName } from '../../../src/reports/indicators/all.js';
import type { ReportDocument } from '../../../src/reports/report-document.js';
import { localDay } from '../../../src/reports/local-day.js';
import { anOutcome } from '../../store/sample-facts.js';
import { factsOf, noFacts, type Facts } from '../day-of-calls.js';
import { at, HOUR, MINUTE, ZONE } from './centre.js';
import { answered, changed, inMenu, oneByOne, times } from './people.js';
import { numbersOf, rowOf, sumOf, tableOf } from './reading.js';
import type { Row } from './row.js';

const HOURS = Array.from({ length: 24 }, (_, hour) => `hour-${String(hour).padStart(2, '0')}`);

/** When people call, and whether they call more than before. */
export const ROWS_OVER_TIME: readonly Row[] = [
  {
    row: 'C46',
    says: 'Mon/10 is 2, Tue/23 is 1 and 7 × 24 cells sum to 3; a day of 23 or of 25 hours neither loses nor doubles a call',
    play: async (centre) => {
      const facts = noFacts();
      const three = [at('10:05'), at('10:55'), at('23:59', '2026-03-03')];
      facts.calls = three.map((arrivedAt, index) => inMenu(`c${index}`, arrivedAt));
      for (const date of ['2026-03-29', '2026-10-25'])
        facts.calls.push(...halfHours(date).map((arrivedAt) => inMenu(`${date} ${arrivedAt}`, arrivedAt)));
      await centre.record(facts);
      const cells = (report: ReportDocument): number[][] =>
        HOURS.map((hour) => numbersOf(tableOf(report), hour));
      const week = cells(await centre.report('heat-map', { to: '2026-03-08' }));
      assert.deepEqual([week[10]?.[0], week[23]?.[1]], [2, 1]);
      assert.deepEqual([week.flat().length, sumOf(week.flat())], [7 * 24, 3]);

      const shorter = cells(await centre.report('heat-map', { from: '2026-03-29' }));
      assert.deepEqual([sumOf(shorter.flat()), shorter[2]?.[6], shorter[3]?.[6]], [46, 2, 0]);
      const longer = cells(await centre.report('heat-map', { from: '2026-10-25' }));
      assert.deepEqual([sumOf(longer.flat()), longer[2]?.[6], longer[3]?.[6]], [50, 2, 4]);
    },
  },
  {
    row: 'C48',
    says: '1,000 → 1,230 calls are +23 %, 100 → 117 to the shop +17 %, its conversion +4 %, and of nothing —',
    play: async (centre) => {
      await centre.record(twoDays());
      const now = { from: '2026-03-03' };
      const all = await centre.report('comparison', now);
      assert.deepEqual(figuresOf(all, 'entered'), ['1230', '1000', '+23.0%']);
      const shop = await centre.report('comparison', { ...now, tags: ['shop'] });
      assert.deepEqual(figuresOf(shop, 'entered'), ['117', '100', '+17.0%']);
      assert.deepEqual(figuresOf(shop, 'conversion'), ['52.0% (26/50)', '50.0% (25/50)', '+4.0%']);
      const empty = await centre.report('comparison', { ...now, against: '2026-02-01' });
      assert.deepEqual(figuresOf(empty, 'entered'), ['1230', '0', '—']);
      assert.deepEqual(figuresOf(empty, 'conversion'), ['52.0% (26/50)', '—', '—']);
    },
  },
];

function halfHours(date: string): number[] {
  const { from, to } = localDay(date, ZONE);
  return Array.from({ length: (to - from) / (HOUR / 2) }, (_, index) => from + (index * HOUR) / 2);
}

function figuresOf(report: ReportDocument, name: IndicatorName): string[] {
  return rowOf(tableOf(report), INDICATORS[name].label.en, ['now', 'before', 'change']);
}

/** On Monday 1,000 calls, 100 of them to the shop, where 25 of 50 who were answered bought; on Tuesday 1,230, 117, 26 of 50. */
function twoDays(): Facts {
  const tuesday = at('00:00', '2026-03-03');
  const facts = factsOf([
    ...oneByOne(times(50, answered(4_000)), at('00:00')),
    ...oneByOne(times(50, answered(4_000)), tuesday),
  ]);
  changed(facts, () => ({ tags: ['shop'] }));
  facts.outcomes = facts.conversations.map(({ conversation, call, startedAt, endedAt: settledAt }, index) =>
    anOutcome({
      conversation,
      call,
      startedAt,
      settledAt,
      success: index < 25 || (index >= 50 && index < 76),
    }),
  );
  const others = (day: string, from: number, all: number, toShop: number) =>
    Array.from({ length: all - 50 }, (_, index) =>
      inMenu(`${day}-${index}`, from + index * MINUTE, { tags: index < toShop - 50 ? ['shop'] : [] }),
    );
  facts.calls.push(...others('mon', at('00:00'), 1_000, 100), ...others('tue', tuesday, 1_230, 117));
  return facts;
}

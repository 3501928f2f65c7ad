import assert from 'node:assert/strict';
import { maskedReport } from '../../../src/reports/delivery/masked.js';
import { renderTableCsv } from '../../../src/reports/render/csv.js';
import { factsOf, type Facts } from '../day-of-calls.js';
import { at, MINUTE } from './centre.js';
import { answered, changed, hungUp, inMenu, oneByOne, times } from './people.js';
import { marksOf, numbersOf, rowOf, rowsOf, sumOf, tableOf, totalNumber } from './reading.js';
import type { Row } from './row.js';

const OWN = `
report: site-by-queue
title: Who came from the site
count: visits
by: [queue]
columns: [entered, answered, service-level, asa]
filter: { tags: [site] }
period: yesterday
order: { by: asa, direction: falling }
flag:
  service-level: { below: 60% }
`;
const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const MONTHLY = { ...MARCH, interval: 'month' };
const BILL = ['minutes', 'minute-packages', 'minutes-over', 'contact-packages', 'contacts-over'];

/** Where calls come from, what they cost, and reports of one's own. */
export const ROWS_GIVEN_OUT: readonly Row[] = [
  {
    row: 'V03',
    says: '64 of 100 calls to the number of the site are 64.0 %, and the tags sum to 100 %',
    play: async (centre) => {
      const facts = factsOf([]);
      facts.calls = Array.from({ length: 100 }, (_, index) =>
        inMenu(`c${index}`, at('09:00') + index * MINUTE, {
          dialled: index < 64 ? '+35920000001' : '+35920000002',
          tags: [index < 64 ? 'site' : index < 90 ? 'paper' : 'friends'],
        }),
      );
      await centre.record(facts);
      const report = await centre.report('sources');
      const tags = tableOf(report, 1);
      assert.deepEqual(rowsOf(tags, ['tag', 'share']), [
        ['friends', '10.0% (10/100)'],
        ['paper', '26.0% (26/100)'],
        ['site', '64.0% (64/100)'],
      ]);
      assert.equal(Math.round(sumOf(numbersOf(tags, 'share')) * 1e9), 1e9);
      assert.deepEqual(rowOf(tableOf(report), '+35920000001', ['share']), ['64.0% (64/100)']);
    },
  },
  {
    row: 'V46',
    says: '4,990 minutes and a call of 15 are 5,005: 5 over the package of 5,000; 500 contacts are the limit',
    play: async (centre) => {
      await centre.record(projectP());
      const bill = tableOf(await centre.report('usage', MONTHLY));
      assert.deepEqual(rowsOf(bill, ['interval', 'tag', 'answered', ...BILL]), [
        ['2026-03-01', 'p', '500', '5005', '2', '5', '1', '0'],
      ]);
      assert.deepEqual(totalNumber(bill, 'minutes-over'), 5);
    },
  },
  {
    row: 'C50',
    says: 'a report of one’s own, by columns, filter, grouping and period, runs as it is; an unknown indicator is refused by name',
    play: async (centre) => {
      const facts = factsOf(
        oneByOne([
          ...[answered(4_000), answered(9_000), hungUp(30_000)],
          ...[answered(50_000, { queue: 'support' }), answered(1_000, { queue: 'support' })],
        ]),
      );
      changed(facts, (_, index) => ({ tags: index < 4 ? ['site'] : [] }));
      await centre.record(facts);
      const tuesday = at('08:00', '2026-03-03');
      const asked = { file: 'own.yml', text: OWN };
      const own = await centre.report(asked, { from: null }, tuesday);
      assert.deepEqual(rowsOf(tableOf(own)), [
        ['support', '1', '1', '0.0% (0/1)', '50.0 s'],
        ['sales', '3', '2', '66.7% (2/3)', '6.5 s'],
      ]);
      assert.deepEqual(marksOf(tableOf(own), 'service-level'), ['flagged', 'plain']);
      const unknown = { file: 'own.yml', text: OWN.replace('asa]', 'luck]') };
      await assert.rejects(
        centre.report(unknown, { from: null }, tuesday),
        /found "luck"; right would be one of entered, /,
      );
    },
  },
  {
    row: 'S25',
    says: 'the client of an outsourcer gets minutes, contacts and masked numbers, and has the same figures from his own questions',
    play: async (centre) => {
      await centre.record(projectP());
      const bill = tableOf(await centre.report('usage', MONTHLY));
      const [from, to] = [at('00:00', '2026-03-01'), at('00:00', '2026-04-01')];
      const march = `c.arrived_at >= ${from} AND c.arrived_at < ${to}`;
      const ofProject = `JOIN call_tags t ON t.call_id = c.call_id WHERE t.tag = 'p' AND c.direction = 'inbound' AND ${march}`;
      const talkMs = await centre.number(`SELECT SUM(c.talk_ms) AS talk FROM calls c ${ofProject}`);
      const contacts = await centre.number(
        `SELECT COUNT(*) AS contacts FROM calls c ${ofProject} AND c.conversations > 0`,
      );
      assert.deepEqual(
        [numbersOf(bill, 'minutes'), numbersOf(bill, 'answered')],
        [[Math.ceil(talkMs / MINUTE)], [contacts]],
      );
      const journal = await centre.report('journal', MARCH);
      assert.equal(tableOf(journal).rows.length, 500);
      const csv = renderTableCsv(tableOf(maskedReport(journal)), { bom: 'without' });
      const [, first = ''] = csv.split('\r\n');
      assert.match(first, /Z,\+7916\*\*\*0001,,\+35920000001,/);
      assert.ok(!csv.includes('9160000001'));
    },
  },
];

/** 499 contacts that talk 10 minutes each, and one that talks for 15. */
function projectP(): Facts {
  const people = [
    ...times(499, answered(9_000, { talkMs: 10 * MINUTE })),
    answered(9_000, { talkMs: 15 * MINUTE }),
  ];
  const facts = factsOf(oneByOne(people, at('09:00'), 20 * MINUTE));
  changed(facts, () => ({ tags: ['p'], from: '+79160000001' }));
  return facts;
}

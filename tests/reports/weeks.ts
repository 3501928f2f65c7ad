import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CATALOGUE, REPORT_NAMES, type ReportName } from '../../src/reports/catalogue/all.js';
import { buildReport } from '../../src/reports/build-report.js';
import type { ReportRequest } from '../../src/reports/report-request.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { NO_FILTERS } from '../../src/reports/slicing/filters.js';
import type { Table } from '../../src/reports/table.js';
import { openStore, type StoreAddress } from '../../src/store/open-store.js';
import { askStore } from '../store/ask-store.js';
import { silentLog } from '../store/sample-facts.js';
import { Naive } from './naive.js';
import { billed } from './naive-bills.js';
import { clock } from './naive-figures.js';
import { NaiveLists } from './naive-lists.js';
import { NaiveAnnouncements } from './naive-announcements.js';
import { NaiveAfterCall } from './naive-after-call.js';
import { NaiveCallbacks } from './naive-callbacks.js';
import { NaiveVoicemails } from './naive-voicemails.js';
import { VIEW_NAMES, type Views } from './naive-views.js';
import { NaiveReviews } from './naive-reviews.js';
import { reviewed } from './random-reviews.js';
import { dialplanOf, REGIONS, simulatedWeek } from './simulated-week.js';
import { listsAgree } from './weeks-lists.js';
import { assertSame, figureOf, said } from './same-figures.js';
import { assertAlike, inThreeWays, type ThreeWays } from './three-ways.js';
import { inTeams } from './week-teams.js';

const ZONE = 'Europe/Sofia';
const DAYS = Array.from({ length: 7 }, (_, day) => `2026-03-${String(4 + day).padStart(2, '0')}`);
/** Midnight in Sofia. */
const FROM = Date.parse('2026-03-03T22:00:00Z');
const DAY_MS = 86_400_000;

/** A week's reports and the views that they must agree with. */
interface Week {
  readonly reports: ReadonlyMap<ReportName, ReportDocument>;
  /** Those of figures, without rows by the hour: from the facts of all days, from those of each, and from what each has left. */
  readonly threeWays: ThreeWays;
  readonly naive: Naive;
  /** Of the last three days, and of the three before. */
  readonly halves: readonly [Naive, Naive];
  readonly lists: NaiveLists;
  readonly afterCall: NaiveAfterCall;
  readonly callbacks: NaiveCallbacks;
  readonly voicemails: NaiveVoicemails;
  readonly reviews: NaiveReviews;
  readonly announcements: NaiveAnnouncements;
}

async function weekOn(address: StoreAddress, seed: number): Promise<Week> {
  const records = inTeams(reviewed(simulatedWeek(seed), seed));
  const now = (records.at(-1)?.at ?? FROM) + 60_000;
  const store = await openStore({ ...address, log: silentLog });
  try {
    await store.migrate();
    for (let at = 0; at < records.length; at += 500)
      await store.recorder.record(at, records.slice(at, at + 500));
    await store.recorder.recordDialplan(dialplanOf(records, seed));
    const reports = new Map<ReportName, ReportDocument>();
    for (const name of REPORT_NAMES) {
      reports.set(name, await store.atOneMoment((reader) => buildReport(reader, requestFor(name, now))));
    }
    const halves = { days: { from: DAYS[4] ?? '', to: DAYS[6] ?? '' }, against: DAYS[1] ?? '' };
    reports.set(
      'comparison',
      await store.atOneMoment((reader) =>
        buildReport(reader, { ...requestFor('comparison', now), ...halves }),
      ),
    );
    const threeWays = await inThreeWays(store, (name) => ({ ...requestFor(name, now), interval: null }));
    const views = await Promise.all(
      VIEW_NAMES.map(async (view) => [view, await askStore(address, `SELECT * FROM ${view}`)] as const),
    );
    const period = { from: FROM, to: FROM + 7 * DAY_MS, now, zone: ZONE };
    const all = Object.fromEntries(views) as unknown as Views;
    const naive = new Naive(all, period);
    const daysFrom = (day: number): Naive =>
      new Naive(all, { ...period, from: FROM + day * DAY_MS, to: FROM + (day + 3) * DAY_MS });
    return {
      ...{ reports, threeWays, naive, halves: [daysFrom(4), daysFrom(1)] },
      lists: new NaiveLists(all, naive, period),
      afterCall: new NaiveAfterCall(all, period),
      callbacks: new NaiveCallbacks(all, period),
      voicemails: new NaiveVoicemails(all),
      reviews: new NaiveReviews(all, period),
      announcements: new NaiveAnnouncements(all, period),
    };
  } finally {
    await store.close();
  }
}

/** A report over the whole week. */
export function requestFor(name: ReportName, now: number): ReportRequest {
  return {
    ...{ name, report: CATALOGUE[name], days: { from: DAYS[0] ?? '', to: DAYS[6] ?? '' }, zone: ZONE },
    ...{ language: 'en', interval: name === 'calls' ? 'hour' : null, filters: NO_FILTERS, against: null },
    ...{ longMs: 60_000, withinMs: null, sample: { seed: null, share: 0.02 }, standard: 7, now },
  };
}

/** Every report of a simulated week, against the naive implementation. */
export function weeksAgree(
  place: string,
  seeds: readonly number[],
  fresh: () => Promise<StoreAddress>,
): void {
  for (const seed of seeds) {
    describe(`a simulated week (seed ${seed}) on ${place}`, () => {
      const week = once(async () => weekOn(await fresh(), seed));
      const tableOf = async (name: ReportName, index = 0): Promise<Table | undefined> =>
        (await week()).reports.get(name)?.tables[index];

      listsAgree(week, tableOf);
      it('has enough of everything to be worth it', async () => {
        const { naive } = await week();
        const ends = new Set(naive.calls().map((call) => naive.disposition(call)));
        const [calls, talks, offers] = [naive.calls().length, naive.talks().length, naive.offers().length];
        assert.ok(
          calls > 150 && talks >= 40 && offers > 60,
          `${calls} calls, ${talks} talks, ${offers} offers`,
        );
        assert.ok(ends.size >= 7 && ends.has('handled-by-dialplan'), [...ends].join(', '));
        const { misdirected, 'cut-off-calls': cutOff } = naive.allCalls();
        assert.ok(Number(misdirected) > 5 && Number(cutOff) > 0, `${String(misdirected)}, ${String(cutOff)}`);
      });
      it('is the same from what its days have left as from all its facts', async () => {
        const { threeWays } = await week();
        assert.ok(threeWays.size >= 10, [...threeWays.keys()].join());
        for (const [name, ways] of threeWays) assertAlike(name, ways);
      });
      it('balances in every report', async () => {
        for (const { name, checks } of (await week()).reports.values())
          assert.deepEqual(
            checks.filter(({ holds }) => !holds),
            [],
            name,
          );
      });
      it('by queue', async () => {
        const { naive } = await week();
        assertSame(await tableOf('queues'), naive.byQueue(), 1);
        assertSame(await tableOf('service-level'), naive.byQueue(), 1);
      });
      it('by hour, and in all', async () => {
        const { naive, reports } = await week();
        const hours = new Map(
          Array.from(
            { length: 7 * 24 },
            (_, hour) => [clock(FROM + hour * 3_600_000, ZONE).slice(0, 16), {}] as const,
          ),
        );
        const hourly = naive.callsBy((call) => [
          `${clock(Number(call['arrived_at']), ZONE).slice(0, 13)}:00`,
        ]);
        const table = await tableOf('calls');
        assert.ok(table !== undefined);
        assert.deepEqual(
          table.rows.map(([first]) => figureOf(first?.value)),
          [...hours.keys()],
        );
        const busy = { ...table, rows: table.rows.filter((row) => figureOf(row[1]?.value) !== 0) };
        assertSame(busy, hourly, 1);
        const total = reports.get('service-level')?.tables[1];
        assertSame(total, new Map([['', naive.allCalls()]]), 0);
      });
      it('by agent, and his time by day', async () => {
        const { naive } = await week();
        assertSame(await tableOf('agents'), naive.byAgent(), 1);
        const days = DAYS.map((date, day) => ({
          date,
          from: FROM + day * DAY_MS,
          to: FROM + (day + 1) * DAY_MS,
        }));
        assertSame(await tableOf('agent-time'), naive.byAgentAndDay(days), 2);
        assertSame(await tableOf('agent-time', 2), naive.pauses(days), 3);
      });
      it('calls that agents made, by agent and by result', async () => {
        const { naive } = await week();
        const agent = (call: Record<string, unknown>): string => String(call['agent_id']);
        const byAgent = naive.outgoing.by((call) => [agent(call)]);
        assert.ok(naive.outgoing.asked().length >= 20, `${naive.outgoing.asked().length} calls made`);
        assertSame(await tableOf('agents', 1), byAgent, 1);
        const byResult = naive.outgoing.by((call) => [`${agent(call)} | ${said(String(call['result']))}`]);
        assertSame(await tableOf('agents', 2), byResult, 2);
        const journal = (await tableOf('journal', 1))?.rows.map((row) => figureOf(row[7]?.value));
        assert.deepEqual(
          journal?.sort(),
          naive.outgoing
            .asked()
            .map((call) => call['call_id'])
            .sort(),
        );
      });
      it('by team, and by team and agent', async () => {
        const { naive } = await week();
        const byTeam = naive.rungBy((row) => naive.teams.of(row));
        assert.ok(byTeam.size >= 3, [...byTeam.keys()].join(', '));
        assertSame(await tableOf('teams'), byTeam, 1);
        const byAgent = naive.rungBy((row) => `${naive.teams.of(row)} | ${String(row['agent_id'])}`);
        assertSame(await tableOf('teams', 1), byAgent, 2);
      });
      it('by weekday and hour', async () => {
        const { naive } = await week();
        const table = await tableOf('heat-map');
        const shown =
          table?.rows.flatMap((row) => row.slice(1).map(({ value }) => Number(figureOf(value)))) ?? [];
        assert.equal(shown.length, 168);
        const expected = Array.from({ length: 168 }, () => 0);
        for (const call of naive.calls()) {
          const at = clock(Number(call['arrived_at']), ZONE);
          const weekday = (new Date(`${at.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7;
          const cell = weekday * 24 + Number(at.slice(11, 13));
          expected[cell] = (expected[cell] ?? 0) + 1;
        }
        assert.deepEqual(shown, expected);
      });
      it('by disposition, number, tag and region', async () => {
        const { naive } = await week();
        const ended = naive.callsBy((call) => [said(naive.disposition(call))]);
        assertSame(await tableOf('dispositions'), ended, 1);
        assertSame(
          await tableOf('sources'),
          naive.callsBy((call) => [String(call['dialled'])]),
          1,
        );
        const tagsOf = (call: Record<string, unknown>): string[] =>
          JSON.parse(String(call['tags'])) as string[];
        const byTag = naive.callsBy((call) => (tagsOf(call).length === 0 ? ['no tag'] : tagsOf(call)));
        assertSame(await tableOf('sources', 1), byTag, 1);
        const tagsByCall = new Map(naive.calls().map((call) => [call['call_id'], tagsOf(call)]));
        const talkByTag = new Map<string, number>();
        for (const talk of naive.talks()) {
          const tags = tagsByCall.get(talk['call_id']) ?? [];
          for (const tag of tags.length === 0 ? ['no tag'] : tags)
            talkByTag.set(tag, (talkByTag.get(tag) ?? 0) + Number(talk['talk_ms']));
        }
        assertSame(await tableOf('usage'), billed(byTag, talkByTag), 1);
        const regions = naive.callsBy((call) => [regionOf(naive.number(call))]);
        assert.deepEqual([...regions.keys()].sort(), ['+49', 'Mobile', 'Plovdiv', 'hidden']);
        assertSame(await tableOf('geography'), regions, 1);
      });
      it('offers by result, menus by key', async () => {
        const { naive } = await week();
        assertSame(
          await tableOf('offers'),
          naive.offersBy((offer) => [said(String(offer['result']))]),
          1,
        );
        const detail = (event: Record<string, unknown>): Record<string, unknown> =>
          JSON.parse(String(event['detail'])) as Record<string, unknown>;
        assertSame(
          await tableOf('menus'),
          naive.menusBy((event) => [String(detail(event)['menu'])]),
          1,
        );
        const pressed = naive.menusBy((event) => {
          const key = event['event'] === 'menu-silence' ? 'no key' : detail(event)['key'];
          return typeof key !== 'string' ? [] : [`${String(detail(event)['menu'])} | ${key}`];
        });
        assertSame(await tableOf('menus', 1), pressed, 2);
      });
      it('ratings and outcomes', async () => {
        const { afterCall } = await week();
        const agent = (row: Record<string, unknown>): string[] => [String(row['agent_id'])];
        const queue = ({ queue_id: id }: Record<string, unknown>): string =>
          typeof id === 'string' ? id : 'ring steps';
        const [byAgent, coded] = [afterCall.ratingsBy(agent), afterCall.outcomesBy(agent)];
        assert.ok(byAgent.size >= 5 && coded.size >= 5, `rated are ${byAgent.size}, coded ${coded.size}`);
        assertSame(await tableOf('ratings'), byAgent, 1);
        const byQuestion = afterCall.ratingsBy((row) => [`${String(row['question'])} | ${queue(row)}`]);
        assertSame(await tableOf('ratings', 1), byQuestion, 2);
        const given = ({ score, result }: Record<string, unknown>): string =>
          typeof score === 'number' ? String(score) : said(String(result));
        const byScore = afterCall.ratingsBy((row) => [`${String(row['question'])} | ${given(row)}`]);
        assertSame(await tableOf('ratings', 2), byScore, 2);
        assertSame(
          await tableOf('outcomes'),
          afterCall.outcomesBy((row) => [queue(row)]),
          1,
        );
        assertSame(await tableOf('outcomes', 1), coded, 1);
        const code = ({ outcome }: Record<string, unknown>): string =>
          typeof outcome === 'string' ? outcome : 'not set';
        const byCode = afterCall.outcomesBy((row) => [`${queue(row)} | ${code(row)}`]);
        assertSame(await tableOf('outcomes', 2), byCode, 2);
      });
      it('reviews by agent, and one by one', async () => {
        const { reviews } = await week();
        const byAgent = reviews.byAgent();
        assert.ok(byAgent.size >= 5, `reviewed or rated are ${byAgent.size}`);
        assertSame(await tableOf('reviews'), byAgent, 1);
        const shown = (await tableOf('reviews', 1))?.rows.map((row) =>
          [0, 1, 4, 7].map((column) => figureOf(row[column]?.value) ?? '').join(' | '),
        );
        const counted = reviews
          .counted()
          .map((row) => [row['score'], row['agent_id'], row['reviewed_at'], row['call_id']]);
        assert.ok(counted.length >= 20, `${counted.length} reviews`);
        assert.deepEqual(
          shown?.sort(),
          counted
            .map((row) =>
              row.map((cell) => (cell === null ? '' : String(cell as string | number))).join(' | '),
            )
            .sort(),
        );
      });
      it('announced waits by queue, and by what was announced', async () => {
        const { announcements } = await week();
        const byQueue = announcements.by((visit) => [String(visit['queue_id'])]);
        const all = announcements.by(() => ['all']).get('all');
        assert.ok(Number(all?.['announcements']) >= 10 && Number(all?.['proved']) >= 3, JSON.stringify(all));
        assertSame(await tableOf('announced-wait'), byQueue, 1);
        const byMinutes = announcements.by((_visit, minutes) => [String(minutes)]);
        assertSame(await tableOf('announced-wait', 1), byMinutes, 1);
      });
      it('messages by box', async () => {
        const { naive, voicemails } = await week();
        const calls = [...naive.calls(), ...naive.openCalls()];
        const boxes = voicemails.by(calls, (one) => [String(one['box'])]);
        assert.ok(boxes.size > 0);
        assertSame(await tableOf('voicemails'), boxes, 1);
      });
      it('callbacks by queue and by who asked', async () => {
        const { callbacks } = await week();
        const why: Readonly<Record<string, string>> = {
          caller: 'asked for in a call',
          request: 'asked for by another system',
          abandon: 'hung up waiting',
          voicemail: 'came to a voicemail box',
        };
        const summary = callbacks.by((one) => [`${String(one['queue_id'])} | ${why[String(one['origin'])]}`]);
        assert.ok(summary.size >= 4, [...summary.keys()].join(', '));
        assertSame(await tableOf('callbacks'), summary, 2);
      });
      it('call by call', async () => {
        const { naive } = await week();
        const shown = (await tableOf('journal'))?.rows.map((row) => [row[11], row[1], row[9], row[10]]) ?? [];
        const calls = naive
          .calls()
          .map((call) => [call['call_id'], naive.number(call), call['wait_ms'], call['talk_ms']]);
        const byId = (a: readonly unknown[], b: readonly unknown[]): number =>
          String(a[0]) < String(b[0]) ? -1 : 1;
        assert.deepEqual(
          shown.map((row) => row.map((cell) => figureOf(cell?.value))).sort(byId),
          calls.sort(byId),
        );
        const long = naive
          .talks()
          .map((talk) => Number(talk['talk_ms']))
          .filter((ms) => ms > 60_000);
        const longShown = (await tableOf('long-calls'))?.rows.map((row) => figureOf(row[1]?.value));
        assert.deepEqual(
          longShown,
          long.sort((a, b) => b - a),
        );
      });
    });
  }
}

/** By the longest beginning that is in the table; all numbers of the week that have none are German. */
function regionOf(number: string | null): string {
  if (number === null) return 'hidden';
  const table = Object.entries(REGIONS).filter(([begins]) => number.startsWith(begins));
  return table.sort(([a], [b]) => b.length - a.length)[0]?.[1] ?? '+49';
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | null = null;
  return () => (made ??= make());
}

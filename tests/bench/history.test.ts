import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { DataSource } from 'typeorm';
import { FREQUENT } from '../../bench/history/callers.js';
import { isInTime } from '../../bench/history/document.js';
import { past } from '../../bench/history/past.js';
import { questionsOf, type Question } from '../../bench/history/questions.js';
import { connected, readSeeding, seed, WrongSeeding } from '../../bench/history/seed.js';
import { daysOf, ZONE, type Shape } from '../../bench/history/shape.js';
import type { Milestone } from '../../src/core/milestone.js';
import { buildDailyReport } from '../../src/reports/daily-report.js';
import { openStore } from '../../src/store/open-store.js';
import { scratchFolder } from '../store/databases.js';
import { silentLog } from '../store/sample-facts.js';

const SHAPE: Shape = { calls: 4_000, days: 8, queues: 20, agents: 60, seed: 7, lastDay: '2026-10-27' };

describe('a made-up past', () => {
  const days = [...past(SHAPE)];
  const told = days.flatMap(({ records }) => records.flatMap(({ milestones }) => milestones));
  const of = <K extends Milestone['kind']>(kind: K): Extract<Milestone, { kind: K }>[] =>
    told.filter((one): one is Extract<Milestone, { kind: K }> => one.kind === kind);

  test('has the calls, days, queues and agents that were asked for', () => {
    assert.equal(of('call-ended').length, SHAPE.calls);
    assert.equal(days.at(-1)?.day.date, SHAPE.lastDay);
    assert.equal(new Set(of('visit-ended').map(({ queue }) => queue)).size, SHAPE.queues);
    assert.equal(new Set(of('agent-state-ended').map(({ agent }) => agent)).size, SHAPE.agents);
    assert.equal(new Set(of('call-ended').map(({ call }) => call)).size, SHAPE.calls);
  });

  test('has three of five calls in a fifth of the hours, long tails, and one number that calls often', () => {
    const byHour = new Map<number, number>();
    for (const { arrivedAt } of of('call-ended')) {
      const hour = new Date(arrivedAt).getUTCHours();
      byHour.set(hour, (byHour.get(hour) ?? 0) + 1);
    }
    const hours = [...byHour.values()].sort((a, b) => b - a);
    const busiest = hours.slice(0, 5).reduce((sum, calls) => sum + calls, 0);
    assert.ok(busiest >= 0.55 * SHAPE.calls && busiest <= 0.7 * SHAPE.calls, String(busiest));
    const talks = of('conversation-ended').map(({ talkMs }) => talkMs);
    talks.sort((a, b) => a - b);
    assert.ok((talks.at(-1) ?? 0) > 10 * (talks[Math.floor(talks.length / 2)] ?? 0));
    assert.ok(of('call-ended').some(({ from }) => from === FREQUENT));
  });

  test('is the same for the same numbers, and another for another seed', () => {
    const short = { ...SHAPE, calls: 100, days: 2 };
    assert.deepEqual([...past(short)], [...past(short)]);
    assert.notDeepEqual([...past(short)], [...past({ ...short, seed: 8 })]);
  });
});

describe('a past in a database', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  let file: string;
  before(async () => {
    folder = await scratchFolder();
    file = join(folder.path, 'past.sqlite');
    await seed({ shape: SHAPE, address: { sqliteFile: file }, what: 'all' }, () => undefined);
  });
  after(() => folder.remove());

  test('balances on every day', async () => {
    const store = await openStore({ sqliteFile: file, log: silentLog });
    try {
      let entered = 0;
      for (const { date } of daysOf(SHAPE)) {
        const now = Date.UTC(2026, 10, 1);
        const report = await buildDailyReport(store.reader, { date, zone: ZONE, now });
        assert.deepEqual(
          report.checks.filter(({ holds }) => !holds),
          [],
          date,
        );
        assert.ok(report.calls.answered > 0 && report.calls.abandoned > 0, date);
        entered += report.calls.entered;
      }
      assert.equal(entered, SHAPE.calls);
    } finally {
      await store.close();
    }
  });

  test('is not written over, and goes on where it was broken off', async () => {
    const address = { sqliteFile: file };
    await assert.rejects(
      seed({ shape: SHAPE, address, what: 'all' }, () => undefined),
      WrongSeeding,
    );
    const other = { ...SHAPE, queues: 3 };
    await assert.rejects(
      seed({ shape: other, address, what: 'rest' }, () => undefined),
      WrongSeeding,
    );
    const broken = { sqliteFile: join(folder.path, 'broken-off.sqlite') };
    let said = 0;
    const dies = (): void => {
      said += 1;
      if (said === 5) throw new Error('broken off');
    };
    await assert.rejects(seed({ shape: SHAPE, address: broken, what: 'all' }, dies), /broken off/);
    await seed({ shape: SHAPE, address: broken, what: 'rest' }, () => undefined);
    assert.deepEqual(await contentOf(broken), await contentOf(address));
  });
});

describe('the measuring', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  let source: DataSource;
  let file: string;
  before(async () => {
    folder = await scratchFolder();
    file = join(folder.path, 'measured.sqlite');
    await seed({ shape: SHAPE, address: { sqliteFile: file }, what: 'all' }, () => undefined);
    source = await connected({ sqliteFile: file });
  });
  after(async () => {
    await source.destroy();
    await folder.remove();
  });

  test('asks for one who seldom calls even when the last call is of him who calls oftenest', async () => {
    await source.query(
      'UPDATE stored_calls SET from_number = ? WHERE arrived_at = (SELECT MAX(arrived_at) FROM stored_calls)',
      [FREQUENT],
    );
    const callers = (await questionsOf(source)).questions.map(({ request }) => request.caller);
    assert.equal(callers.filter((caller) => caller === FREQUENT).length, 1, callers.join(', '));
    assert.equal(callers.filter((caller) => caller !== null).length, 3);
  });

  test('says no to a goal that is missed', () => {
    const question: Question = {
      ...{ name: 'any', goalMs: 1_000, request: {} as Question['request'], from: 'facts' },
    };
    assert.ok(isInTime({ question, bestMs: 1_000 }));
    assert.ok(!isInTime({ question, bestMs: 1_000.1 }));
    assert.ok(!isInTime({ question, bestMs: NaN }));
  });

  test('ends with 1 where nothing was in time, with 0 where all was', async () => {
    const run = (...words: readonly string[]): Promise<number | null> =>
      new Promise((resolve) => {
        const tsx = ['--import', 'tsx', 'bench/history.ts', '--sqlite', file, '--runs', '1'];
        spawn(process.execPath, [...tsx, ...words], { stdio: 'ignore' }).on('close', resolve);
      });
    assert.equal(await run('--only', 'no report is called so'), 1);
    assert.equal(await run('--only', 'agents', '--goals', '0.00001'), 1);
    assert.equal(await run('--only', 'agents', '--goals', '1000'), 0);
  });
});

/** Everything in the tables of facts. */
async function contentOf(address: { readonly sqliteFile: string }): Promise<unknown> {
  const source = await connected(address);
  try {
    const tables = ['calls', 'call_events', 'visits', 'offers', 'conversations', 'recordings', 'ratings'];
    return await Promise.all(
      [...tables, 'agent_states', 'open_agent_states'].map((table) =>
        source.query(`SELECT * FROM stored_${table} ORDER BY 1, 2, 3, 4`),
      ),
    );
  } finally {
    await source.destroy();
  }
}

test('wrong words are answered with what is right', () => {
  const misuses: readonly (readonly [words: readonly string[], says: RegExp])[] = [
    [['--sqlite', 'x'], /^--calls: found ""; right is a whole number above 0/],
    [['--calls', '10', '--days', '0', '--sqlite', 'x'], /^--days: found "0"/],
    [['--calls', '10', '--last-day', 'Monday', '--sqlite', 'x'], /^--last-day: found "Monday"/],
    [['--calls', '10'], /^neither --sqlite nor DATABASE_URL says where/],
    [['--lots'], /^Unknown option '--lots'/],
  ];
  for (const [words, says] of misuses) {
    assert.throws(
      () => readSeeding(words, {}),
      (error) =>
        error instanceof WrongSeeding && says.test(error.message) && /\[options\]/.test(error.message),
    );
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallbackFact, OutcomeFact } from '../../src/core/milestone.js';
import type { TransferResult } from '../../src/core/transfer/transfer.js';
import type { ReportName } from '../../src/reports/catalogue/all.js';
import { wallTime } from '../../src/reports/formats.js';
import { shown } from '../../src/reports/render/values.js';
import { numberOf, type Cell, type Table } from '../../src/reports/table.js';
import {
  aCallback,
  anAttempt,
  aCallbackAsked,
  anOutcome,
  anOutgoing,
  aTransfer,
  aVoicemail,
} from '../store/sample-facts.js';
import { factsOf, stateOf, type Caller, type Facts } from './day-of-calls.js';
import { msOf, rowsBehind } from './handbook-tables.js';
import { build, ZONE } from './two-days.js';

const DATE = '2026-03-02';
const MOST_CALLS = 12;

/** An instant as the document writes it; where only a clock stands, on the day of the examples. */
function at(written: string): number {
  const [day, clock] = written.includes(' ') ? written.split(' ') : [DATE, written];
  return Date.parse(`${day ?? ''}T${clock ?? ''}:00+02:00`);
}

async function tablesOf(facts: Facts, name: ReportName, now = at('23:59')): Promise<readonly Table[]> {
  return (await build(facts, name, { days: { from: DATE, to: DATE }, now })).tables;
}

/** The rows of an example: so few that they can be worked by hand. */
async function example(mark: string): Promise<string[][]> {
  const rows = await rowsBehind(mark);
  assert.ok(rows.length > 0 && rows.length <= MOST_CALLS, `${mark}: ${rows.length} rows`);
  return rows;
}

type Named = readonly (readonly [Table | undefined, readonly Cell[] | null | undefined])[];

/** Every figure of these rows of tables stands in the document, with what it is good for, and is what is worked there. */
async function assertWorked(mark: string, named: Named): Promise<void> {
  const computed = new Map<string, string>();
  for (const [table, row] of named)
    table?.columns.forEach(({ key, unit }, index) => {
      const cell = row?.[index];
      assert.ok(cell !== undefined, `${mark}: ${key}`);
      if (unit !== 'text' || key === 'until') computed.set(key, shown(cell.value, ZONE, 'en'));
    });
  const rows = await rowsBehind(mark);
  for (const [column, goodFor = '', formula = '', byHand = ''] of rows)
    assert.ok(goodFor !== '' && formula !== '' && byHand !== '', `${mark}: ${column ?? ''}`);
  assert.deepEqual(
    Object.fromEntries(rows.map(([column = '', , , , result]) => [column.replaceAll('`', ''), result])),
    Object.fromEntries(computed),
  );
}

/** These callers, each with his number. */
function from(callers: readonly (Caller & { readonly number: string })[]): Facts {
  const facts = factsOf(callers);
  facts.calls = facts.calls.map((call, index) => {
    const number = callers[index]?.number;
    return { ...call, from: number === undefined || number === 'hidden' ? null : number };
  });
  return facts;
}

test('docs/metrics.md: first-call resolution', async () => {
  const rows = await example('first-call');
  const facts = from(
    rows.map(([, clock = '', number = '', end]) => ({
      ...{ at: at(clock), number, waitMs: 5_000 },
      ...(end === 'answered' ? { answeredBy: 'anna' } : {}),
    })),
  );
  facts.outcomes = rows.flatMap(([call = '', , , , said = '']) => {
    const talk = facts.conversations.find((each) => each.call === `c${call}`);
    if (said === '' || talk === undefined) return [];
    const { conversation, startedAt } = talk;
    const resolution = said as OutcomeFact['resolution'];
    return [anOutcome({ conversation, call: `c${call}`, agent: 'anna', startedAt, resolution })];
  });
  const [queues] = await tablesOf(facts, 'first-call', at('2026-03-09 12:00'));
  await assertWorked('first-call-figures', [[queues, queues?.total]]);
});

test('docs/metrics.md: callback speed', async () => {
  const rows = await example('to-call-back');
  const callers = rows.filter(([, , number]) => number?.startsWith('+') === true);
  const facts = from(
    callers.map(([, clock = '', number = '', wait, end]) => ({
      ...{ at: at(clock), number, waitMs: msOf(wait) },
      ...(end === 'answered' ? { answeredBy: 'anna' } : {}),
    })),
  );
  facts.outgoing = rows.flatMap(([call = '', clock = '', number = '']) => {
    if (!number.startsWith('to ')) return [];
    const talkStartedAt = at(clock);
    const times = { askedAt: talkStartedAt - 9_000, dialledAt: talkStartedAt - 8_000, talkStartedAt };
    return [anOutgoing({ call: `c${call}`, number: number.slice(3), ...times, answeredAt: talkStartedAt })];
  });
  const tables = await tablesOf(facts, 'to-call-back');
  const told = tables.flatMap(({ columns, rows: missed }) =>
    missed.map((row) => {
      const cellOf = (key: string): Cell | undefined =>
        row[columns.findIndex((column) => column.key === key)];
      const text = (key: string): string => {
        const cell = cellOf(key);
        return cell === undefined ? '' : shown(cell.value, ZONE, 'en');
      };
      const clock = (key: string): string => {
        const cell = cellOf(key);
        const instant = cell === undefined ? null : numberOf(cell.value);
        return instant === null ? '' : wallTime(instant, ZONE).slice(11);
      };
      return [text('caller'), text('tries'), clock('first'), text('wait'), clock('reached'), text('after')];
    }),
  );
  const written = await rowsBehind('to-call-back-rows');
  assert.deepEqual(
    told.sort(([a = ''], [b = '']) => a.localeCompare(b)),
    written.map((row) => row.slice(0, 6)),
  );
});

/** Whoever was reached was talked with, and notes followed; both in milliseconds. */
function addTalk(facts: Facts, callback: string, endedAt: number, [talkMs, notesMs]: [number, number]): void {
  if (talkMs === 0) return;
  const conversation = `talk-${callback}`;
  const offeredAt = endedAt - talkMs - 9_000;
  facts.callbackAttempts.push(
    anAttempt({ attempt: callback, callback, conversation, talkMs, offeredAt, endedAt }),
  );
  if (notesMs > 0)
    facts.states.push({ ...stateOf('anna', 'wrap-up', endedAt, endedAt + notesMs), conversation });
}

test('docs/metrics.md: callbacks', async () => {
  const rows = await example('callbacks');
  const facts = factsOf([]);
  for (const row of rows) {
    const [id = '', origin = '', asked = '', notBefore = '', tries = '', over = '', end = ''] = row;
    const about = {
      ...{ callback: `b${id}`, origin: origin as CallbackFact['origin'], call: null, queue: 'sales' },
      ...{ number: `+35988000000${id}`, askedAt: at(asked) },
      notBefore: notBefore === '' ? null : at(notBefore),
    };
    if (end === 'open') facts.openCallbacks.push(aCallbackAsked(about));
    else {
      const ended = { endedAt: at(over), end: end as CallbackFact['end'], tries: Number(tries) };
      facts.callbacks.push(aCallback({ ...about, ...ended }));
      addTalk(facts, `b${id}`, ended.endedAt, [msOf(row[7]), msOf(row[8])]);
    }
  }
  const [whatCame] = await tablesOf(facts, 'callbacks');
  await assertWorked('callbacks-figures', [[whatCame, whatCame?.total]]);
});

test('docs/metrics.md: transfers', async () => {
  const rows = await example('transfers');
  const facts = factsOf(
    Array.from({ length: 8 }, (_, index) => ({
      ...{ at: at('09:00') + index * 60_000, waitMs: 4_000, answeredBy: 'anna' },
    })),
  );
  facts.transfers = rows.map(
    ([id = '', call = '', agent = '', way, target = '', reason = '', left, result]) => {
      const talk = facts.conversations.find((each) => each.call === `c${call}`);
      assert.ok(talk !== undefined);
      const endedAt = talk.endedAt + 3_000;
      return aTransfer({
        ...{ transfer: `x${id}`, call: `c${call}`, conversation: talk.conversation, agent, target },
        ...{ way: way === 'consult' ? 'consult' : 'blind', reason: reason === '' ? null : reason },
        ...{ askedAt: talk.endedAt, answeredAt: null, handedOverAt: left === 'yes' ? talk.endedAt : null },
        ...{ endedAt, result: result as TransferResult },
      });
    },
  );
  const [share, agents, reasons] = await tablesOf(facts, 'transfers');
  await assertWorked('transfers-figures', [
    [share, share?.rows[0]],
    [agents, agents?.total],
  ]);
  assert.deepEqual(
    await rowsBehind('transfers-reasons'),
    reasons?.rows.map((row) => row.map(({ value }) => shown(value, ZONE, 'en'))),
  );
});

test('docs/metrics.md: voicemail', async () => {
  const rows = await example('voicemail');
  const facts = from(
    rows.map(([id = '', , over = '']) => ({
      ...{ at: at(over) - 120_000, waitMs: 1_000, exit: 'full' as const },
      number: `+35988000000${id}`,
    })),
  );
  for (const [id = '', result = '', over = '', heard = '', back = ''] of rows) {
    const [call, callback, endedAt] = [`c${id}`, back === '' ? null : `b${id}`, at(over)];
    const isLeft = result === 'left';
    facts.voicemails.push(
      aVoicemail({
        ...{ voicemail: `m${id}`, call, callback, enteredAt: endedAt - 60_000, endedAt },
        ...(isLeft ? {} : { recordedAt: null, durationMs: null, spokenMs: null, recording: null }),
        result: result as 'left' | 'too-short' | 'failed',
      }),
    );
    if (heard !== '') facts.voicemailMarks.push({ voicemail: `m${id}`, at: at(heard), heardBy: 'lena' });
    if (callback === null) continue;
    const asked = { callback, call, askedAt: endedAt, notBefore: null };
    if (back === 'open') facts.openCallbacks.push(aCallbackAsked(asked));
    else if (back === 'not reached')
      facts.callbacks.push(aCallback({ ...asked, endedAt: endedAt + 1, end: 'expired', agent: null }));
    else facts.callbacks.push(aCallback({ ...asked, endedAt: at(back), end: 'reached' }));
  }
  const [boxes] = await tablesOf(facts, 'voicemails');
  await assertWorked('voicemail-figures', [[boxes, boxes?.total]]);
});

test('docs/metrics.md: usage', async () => {
  const rows = await example('usage');
  const facts = factsOf(
    rows.map(([, queue = '', talk], index) => ({
      ...{ at: at('09:00') + index * 600_000, waitMs: 3_000, queue, answeredBy: 'anna', talkMs: msOf(talk) },
    })),
  );
  const queues = (await tablesOf(facts, 'usage')).at(-1);
  await assertWorked('usage-figures', [[queues, queues?.total]]);
});

import type { FactReader, Period } from '../ports/facts.js';
import type { ReportContext } from './catalogue/report.js';
import type { Reading } from './read-period.js';
import { madeByAgents } from './slicing/outgoing.js';
import { normalNumber } from './telephone-number.js';

export const WEEK_MS = 7 * 86_400_000;
const LONGEST_CALL_MS = 86_400_000;

/** Who was talked with after the period, or called, back or by an agent of his own accord, in it or after it. */
export async function laterTalks(
  reader: FactReader,
  period: Period,
  { country, now, clientOf }: Reading,
): Promise<ReportContext['reached']> {
  const after = { from: period.to, to: Math.max(now, period.to) + 1 };
  const numbers = new Map((await reader.calls(after)).map((call) => [call.call, call.from]));
  const since = { from: period.from, to: after.to };
  const calledBack = await reader.calledBack(since);
  const made = madeByAgents(await reader.outgoing(since)).flatMap(({ number, talkStartedAt: at }) =>
    // Of a deleted number nothing stands there.
    at === null || number === '' ? [] : [{ number, at }],
  );
  const talks = (await reader.conversations(after)).flatMap(({ call, startedAt }) => {
    const from = numbers.get(call) ?? null;
    return from === null ? [] : [{ client: clientOf(normalNumber(from, country)), at: startedAt }];
  });
  return [
    ...talks,
    ...[...calledBack, ...made].map(({ number, at }) => ({
      client: clientOf(normalNumber(number, country)),
      at,
    })),
  ];
}

/** Who came into a queue in the period, and in the week on either side of it. */
export async function entriesAround(
  reader: FactReader,
  { from, to }: Period,
  { country, clientOf }: Reading,
): Promise<ReportContext['entries']> {
  const around = { from: from - WEEK_MS, to: to + WEEK_MS };
  // A visit may begin long after its call arrived.
  const arrived = { from: around.from - LONGEST_CALL_MS, to: around.to };
  const calls = [...(await reader.calls(arrived)), ...(await reader.openCalls(arrived))];
  const numbers = new Map(calls.map(({ call, from: number }) => [call, number]));
  return (await reader.visits(around)).flatMap(({ call, queue, enteredAt: at }) => {
    const number = numbers.get(call) ?? null;
    return queue === null || number === null
      ? []
      : [{ call, queue, client: clientOf(normalNumber(number, country)), at }];
  });
}

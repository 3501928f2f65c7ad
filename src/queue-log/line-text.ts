import type { QueueLogRow } from '../ports/queue-log.js';

/** The last is empty: nobody says why. */
const FIELDS_OF_WITHDRAW = 4;

/** A row as a line of Asterisk's file, with its end; times to the second, as Asterisk writes them. */
export function lineText(row: QueueLogRow): string {
  const { at, callid, queuename, agent, event, data1, data2, data3, data4, data5 } = row;
  const data = [data1, data2, data3, data4, data5];
  const least = event === 'WITHDRAW' ? FIELDS_OF_WITHDRAW : 1;
  while (data.length > least && data.at(-1) === '') data.pop();
  return `${[Math.floor(at / 1000), callid, queuename, agent, event, ...data].join('|')}\n`;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Moment } from './moment.js';
import { tableOf, thinHouses, type Row } from './table.js';

function row(stood: Partial<Moment>): Row {
  const none = { menu: 0, waiting: 0, offered: 0, answeredNotBridged: 0, talking: 0, atPartner: 0 };
  const also = { consulting: 0, outside: 0, recording: 0, wrapUp: 0, rating: 0 };
  const moment = { at: 1_000_000, queue: [], ...none, ...also, ...stood };
  const name = "kill -9 of the line after an agent's answer";
  const aim = { kind: 'answer', afterMs: 23 } as const;
  return {
    incident: { name, at: 1_000_000, backAt: 1_005_400, aim, moment, asteriskDied: false },
    findings: {
      ...{ droppedTalks: [], lostCallers: [], sentOn: 0, sentOnWrongly: [], reordered: [], calls: [] },
      ...{ conversations: [], recordings: [], afterCalls: [], offers: [], unmarked: [], marked: 0 },
    },
    stuckAgents: [],
    leftOver: [],
  };
}

test('a blow needs 20 talks and 20 waiting callers, also those for whom a phone rings', () => {
  assert.deepEqual(thinHouses([row({ talking: 20, waiting: 17, offered: 3 })]), []);
  assert.deepEqual(thinHouses([row({ talking: 19, waiting: 30 }), row({ talking: 24, waiting: 19 })]), [
    "kill -9 of the line after an agent's answer: load: 19 talked and 30 waited, 20 and 20 are needed",
    "kill -9 of the line after an agent's answer: load: 24 talked and 19 waited, 20 and 20 are needed",
  ]);
});

test('each line of the table has a cell for each heading, and tells how near the blow fell', () => {
  const [headings = '', , line = ''] = tableOf([row({ talking: 21, recording: 6 })]).split('\n');
  const cells = line.split(' | ');
  assert.equal(cells.length, headings.split(' | ').length);
  assert.equal(cells[0], "| kill -9 of the line 23 ms after an agent's answer");
  assert.equal(cells[headings.split(' | ').indexOf('recording')], '6');
});

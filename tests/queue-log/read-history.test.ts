import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Milestone } from '../../src/core/milestone.js';
import { agentNames } from '../../src/queue-log/names.js';
import { readQueueLogLine } from '../../src/queue-log/queue-log-line.js';
import { HistoryReader, type HistoryReport } from '../../src/queue-log/read-history.js';
import { dispositionOf } from '../../src/reports/disposition.js';
import { USUAL_SERVICE_LEVEL } from '../../src/reports/thresholds.js';

const AT = 1_772_442_000;

/** Lines whose times are seconds after AT. */
function read(lines: readonly string[]): { told: readonly Milestone[]; report: HistoryReport } {
  const reader = new HistoryReader((member) => member);
  const told = lines.flatMap((line) =>
    reader.read(line.replace(/^\+(\d+)/, (_, seconds: string) => String(AT + Number(seconds)))),
  );
  return { told: [...told, ...reader.end()], report: reader.report() };
}

function ofKind<Kind extends Milestone['kind']>(
  told: readonly Milestone[],
  kind: Kind,
): Extract<Milestone, { kind: Kind }>[] {
  return told.filter((each): each is Extract<Milestone, { kind: Kind }> => each.kind === kind);
}

test('an answered call: who was rung, how long he waited and talked, who hung up; what is not known is not made up', () => {
  const { told, report } = read([
    '+1|7.1|sales|NONE|ENTERQUEUE||+359880000001|1',
    '+2|7.1|sales|NONE|DID|+35920000001',
    '+10|7.1|sales|SIP/101|RINGNOANSWER|8000',
    '+15|7.1|sales|SIP/102|CONNECT|14|7.2|5',
    '+100|7.1|sales|SIP/102|COMPLETECALLER|14|85|1',
  ]);
  const ms = (seconds: number): number => (AT + seconds) * 1000;
  const id = `queue-log-7.1-${ms(1)}`;
  assert.deepEqual(ofKind(told, 'call-ended'), [
    {
      ...{ kind: 'call-ended', call: id, direction: 'inbound', from: '+359880000001', fromName: null },
      ...{ dialled: '+35920000001', tags: [], marks: ['imported'], arrivedAt: ms(1), answeredAt: ms(15) },
      ...{ firstOfferedAt: ms(1), endedAt: ms(100), endedBy: 'caller', endPlace: 'conversation' },
      ...{ lastExit: 'answered', waitMs: 14_000, conversations: 1, talkMs: 85_000, closed: false },
      ...{ inHours: true, informationHeard: null, planVersion: '' },
    },
  ]);
  const offers = ofKind(told, 'offer-ended').map(({ agent, offeredAt, endedAt, result }) => [
    ...[agent, offeredAt, endedAt, result],
  ]);
  assert.deepEqual(offers, [
    ['SIP/101', ms(2), ms(10), 'no-answer'],
    ['SIP/102', ms(10), ms(15), 'answered'],
  ]);
  assert.deepEqual([report.calls, report.unfinished, report.strays, report.broken], [1, 0, 0, 0]);
});

test('a call through two queues is one call with two visits', () => {
  const { told } = read([
    '+0|8.1|sales|NONE|ENTERQUEUE||700|1',
    '+30|8.1|sales|NONE|EXITWITHTIMEOUT|1|1|30',
    '+31|8.1|support|NONE|ENTERQUEUE||700|1',
    '+40|8.1|support|Anna|CONNECT|9|8.2|9',
    '+60|8.1|support|Anna|COMPLETEAGENT|9|20|1',
  ]);
  const [call, ...more] = ofKind(told, 'call-ended');
  assert.deepEqual([call?.waitMs, call?.talkMs, call?.lastExit, more], [39_000, 20_000, 'answered', []]);
  assert.deepEqual(
    ofKind(told, 'visit-ended').map(({ queue, exit }) => [queue, exit]),
    [
      ['sales', 'wait-limit'],
      ['support', 'answered'],
    ],
  );
});

/** How a call is left, and what becomes of it. */
const EXITS = [
  ['+9|9.1|sales|NONE|ABANDON|1|1|9', 'hung-up', 'queue', 'caller'],
  ['+9|9.1|sales|NONE|EXITWITHTIMEOUT|1|1|9', 'wait-limit', 'flow', 'unknown'],
  ['+9|9.1|sales|NONE|EXITEMPTY|1|1|9', 'nobody', 'flow', 'unknown'],
  ['+9|9.1|sales|NONE|EXITWITHKEY|1|1|1|9', 'key', 'flow', 'unknown'],
  ['+9|NONE|NONE|NONE|QUEUESTART|', 'unknown', 'gap', 'unknown'],
  ['', 'unknown', 'gap', 'unknown'],
] as const;
test('every way out of a queue; an end that is not in the file is not known', () => {
  for (const [line, exit, endPlace, endedBy] of EXITS) {
    const { told } = read(['+0|9.1|sales|NONE|ENTERQUEUE|||1', line]);
    const [call] = ofKind(told, 'call-ended');
    assert.deepEqual(
      [call?.lastExit, call?.endPlace, call?.endedBy, call?.from],
      [exit, endPlace, endedBy, null],
      line,
    );
  }
});

test('whoever leaves a queue by a key is left in a menu, as a caller of our own queues is', () => {
  const { told } = read(['+0|9.1|sales|NONE|ENTERQUEUE|||1', '+9|9.1|sales|NONE|EXITWITHKEY|1|1|1|9']);
  const [call] = ofKind(told, 'call-ended');
  assert.ok(call !== undefined);
  assert.equal(dispositionOf(call, USUAL_SERVICE_LEVEL), 'left-in-menu');
});

test('every way to end a conversation', () => {
  const ends = [
    ['COMPLETEAGENT|1|8|1', 'agent'],
    ['COMPLETECALLER|1|8|1', 'caller'],
    ['TRANSFER|300|from-queue|1|8|1', 'agent'],
    ['BLINDTRANSFER|300|from-queue|1|8|1', 'agent'],
    ['ATTENDEDTRANSFER|SIP/3|1|8|1', 'agent'],
  ] as const;
  for (const [end, endedBy] of ends) {
    const { told } = read([
      '+0|9.1|sales|NONE|ENTERQUEUE|||1',
      '+1|9.1|sales|Anna|CONNECT|1|9.2|1',
      `+9|9.1|sales|Anna|${end}`,
    ]);
    assert.deepEqual(
      ofKind(told, 'conversation-ended').map((talk) => [talk.endedBy, talk.talkMs, talk.ringMs]),
      [[endedBy, 8_000, 1_000]],
      end,
    );
  }
});

test('broken lines are counted and named with their number, others are passed over; a file of years needs little memory', () => {
  const { told, report } = read([
    'garbage',
    '+0|9.1|sales|NONE|ENTERQUEUE|||1',
    '12|x|sales|NONE|ABANDON|1',
    '+1|9.1|sales|NONE|drop table|',
    '+2|9.9|sales|NONE|ABANDON|1|1|1',
    '+2|NONE|sales|SIP/101|PAUSE|lunch',
    '+2|NONE|sales|SIP/101|PAUSE|',
    '+0|9.1|sales|NONE|DID',
    '+3|9.1|sales|NONE|ABANDON|1|1|3',
  ]);
  assert.equal(ofKind(told, 'call-ended').length, 1);
  assert.deepEqual([report.lines, report.broken, report.strays], [9, 3, 1]);
  assert.deepEqual([...report.passedOver], [['PAUSE', 2]]);
  assert.deepEqual(report.faults, [
    '1: found 1 of the fields ("garbage"); right would be time|call|queue|agent|event|data…',
    '3: found the time "12"; right would be seconds since 1970, like 1772442000',
    '4: found the event "drop table"; right would be one of Asterisk’s, like CONNECT',
  ]);
  const reader = new HistoryReader((member) => member);
  let calls = 0;
  for (let call = 0; call < 20_000; call += 1) {
    const at = AT + call * 60;
    for (const line of [`${at}|${call}.1|q|NONE|ENTERQUEUE|||1`, `${at + 5}|${call}.1|q|NONE|ABANDON|1|1|5`])
      calls += ofKind(reader.read(line), 'call-ended').length;
  }
  assert.ok(calls > 19_000, `${calls} calls were handed out before the end`);
});

test('a clock that goes back and lines that stand twice make no call run backwards and none twice', () => {
  const call = [
    '+10|9.1|sales|NONE|ENTERQUEUE|||1',
    '+5|9.1|sales|Anna|CONNECT|1|9.2|1',
    '+7|9.1|sales|Anna|COMPLETEAGENT|1|8|1',
  ];
  const { told, report } = read([...call, '+11|NONE|NONE|NONE|QUEUESTART|', ...call]);
  assert.deepEqual(
    ofKind(told, 'call-ended').map(({ waitMs, talkMs }) => [waitMs, talkMs]),
    [[0, 0]],
  );
  assert.equal(report.strays, 3);
});

test('fractions of a second, and times that are none', () => {
  const at = (text: string): number | string => {
    const read_ = readQueueLogLine(`${text}|1|q|a|CONNECT`);
    return read_.ok ? read_.line.at : 'refused';
  };
  assert.deepEqual(
    ['1772442000.25', '1772442000', '99999999', '946684799', '4102444800', '-1', '1e9', ''].map(at),
    [1_772_442_000_250, 1_772_442_000_000, ...Array<string>(6).fill('refused')],
  );
});

test('members become the agents of the routing file by hand, id, name or phone', () => {
  const anna = { id: 'anna', name: 'Anna Petrova', phone: 'PJSIP/101', teams: [], order: 0, record: null };
  const nameOf = agentNames({ anna }, new Map([['Agent/7', 'boris']]));
  assert.deepEqual(['anna', 'Anna Petrova', 'PJSIP/101', 'SIP/101', 'Agent/7', 'SIP/999'].map(nameOf), [
    'anna',
    'anna',
    'anna',
    'anna',
    'boris',
    'SIP/999',
  ]);
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ariTraffic } from '../../bench/wire/ari.js';
import {
  completions,
  dispatchTimes,
  freedTimes,
  races,
  refused,
  replied,
} from '../../bench/wire/intervals.js';
import { type Packet, readCapture } from '../../bench/wire/pcap.js';
import { quantiles } from '../../bench/wire/quantiles.js';
import { sipMessages } from '../../bench/wire/sip.js';

const PORTS = { pbx: 5060, callers: 6000, phones: 7000 };
const ALWAYS = { fromUs: 0, toUs: Infinity };

interface Sip {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly start: string;
  readonly call: string;
  readonly method: string;
  readonly calling?: string;
  readonly called?: string;
}

/** `at` in milliseconds. */
function packet({ at, from, to, start, call, method, calling = '100', called = 'load-001' }: Sip): Packet {
  const lines = [
    start,
    `From: "Name" <sip:${calling}@127.0.0.1>;tag=a`,
    `To: <sip:${called}@127.0.0.1>`,
    `Call-ID: ${call}`,
    `CSeq: 7 ${method}`,
    '',
    '',
  ];
  return { atUs: at * 1000, transport: 'udp', from, to, payload: Buffer.from(lines.join('\r\n')) };
}

const request = (at: number, from: number, to: number, method: string, rest: Partial<Sip>): Packet =>
  packet({ at, from, to, start: `${method} sip:x@127.0.0.1 SIP/2.0`, method, call: 'c', ...rest });
const answer = (at: number, from: number, to: number, call: string): Packet =>
  packet({ at, from, to, start: 'SIP/2.0 200 OK', method: 'INVITE', call });

test('a caller is paired with the first INVITE at a phone that carries his number; repetitions do not count', () => {
  const messages = sipMessages(
    [
      request(0, 6000, 5060, 'INVITE', { call: 'in-1', calling: '100', called: '8002' }),
      request(1, 6000, 5060, 'INVITE', { call: 'in-2', calling: '200', called: '8002' }),
      request(2, 6000, 5060, 'INVITE', { call: 'in-1', calling: '100', called: '8002' }),
      request(3, 5060, 7000, 'INVITE', { call: 'out-1', calling: '200' }),
      request(5, 5060, 7000, 'INVITE', { call: 'out-2', calling: '100' }),
      request(9, 5060, 7000, 'INVITE', { call: 'out-2', calling: '100' }),
    ],
    PORTS,
  );
  assert.deepEqual(dispatchTimes(messages), [5, 2]);
});

test('an agent is free from the first BYE of his call to the next INVITE of another call at his phone', () => {
  const messages = sipMessages(
    [
      request(0, 5060, 7000, 'INVITE', { call: 'a', called: 'load-001' }),
      request(0, 5060, 7000, 'INVITE', { call: 'b', called: 'load-002' }),
      request(10, 7000, 5060, 'BYE', { call: 'a' }),
      request(11, 7000, 5060, 'BYE', { call: 'a' }),
      request(12, 5060, 7000, 'INVITE', { call: 'b', called: 'load-002' }),
      request(14, 5060, 7000, 'INVITE', { call: 'c', called: 'load-001' }),
    ],
    PORTS,
  );
  assert.deepEqual(freedTimes(messages, ALWAYS), [4]);
  assert.deepEqual(freedTimes(messages, { fromUs: 11_000, toUs: Infinity }), []);
});

test('a race is measured from the winner to the caller and to the last phone that is told to stop', () => {
  const messages = sipMessages(
    [
      request(0, 6000, 5060, 'INVITE', { call: 'in', calling: '100', called: '8003' }),
      request(1, 5060, 7000, 'INVITE', { call: 'a', called: 'load-001' }),
      request(1, 5060, 7000, 'INVITE', { call: 'b', called: 'load-002' }),
      request(1, 5060, 7000, 'INVITE', { call: 'c', called: 'load-003' }),
      answer(300, 7000, 5060, 'b'),
      answer(302, 5060, 6000, 'in'),
      request(303, 5060, 7000, 'CANCEL', { call: 'a' }),
      request(307, 5060, 7000, 'CANCEL', { call: 'c' }),
      request(900, 5060, 7000, 'CANCEL', { call: 'c' }),
    ],
    PORTS,
  );
  assert.deepEqual(races(messages), [{ bridgedMs: 2, lastCancelMs: 7, cancelled: 2 }]);
});

test('requests are counted by what they ask, and only the event stream counts as events', () => {
  const tcp = (from: number, to: number, text: string): Packet => ({
    atUs: 0,
    transport: 'tcp',
    from,
    to,
    payload: Buffer.from(text),
  });
  const traffic = ariTraffic(
    [
      tcp(40001, 8088, 'POST /ari/channels/cp-1/answer HTTP/1.1\r\n\r\n'),
      tcp(8088, 40001, 'HTTP/1.1 204 No Content\r\n\r\n'),
      tcp(40001, 8088, 'POST /ari/channels/cp-2/answer HTTP/1.1\r\n\r\n'),
      tcp(8088, 40001, 'the rest of an answer'),
      tcp(8088, 40002, '~{"type":"StasisStart"}'),
    ],
    8088,
  );
  assert.deepEqual([...traffic.requests], [['POST /channels/…/answer', 2]]);
  assert.equal(traffic.eventBytes, 23);
});

test('a capture is read back packet by packet; one that was cut off at the end is left out', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-capture-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'wire.pcap');
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt32LE(1, 20);
  const frame = Buffer.alloc(14 + 20 + 8 + 5);
  frame[14] = 0x45;
  frame.writeUInt16BE(20 + 8 + 5, 16);
  frame[23] = 17;
  frame.writeUInt16BE(6000, 34);
  frame.writeUInt16BE(5060, 36);
  frame.write('hello', 42);
  const record = Buffer.alloc(16);
  record.writeUInt32LE(2, 0);
  record.writeUInt32LE(500, 4);
  record.writeUInt32LE(frame.length, 8);
  writeFileSync(file, Buffer.concat([header, record, frame, record, frame.subarray(0, 20)]));
  const packets = readCapture(file).map((each) => ({ ...each, payload: each.payload.toString() }));
  assert.deepEqual(packets, [{ atUs: 2_000_500, transport: 'udp', from: 6000, to: 5060, payload: 'hello' }]);
  writeFileSync(file, 'something else');
  assert.throws(() => readCapture(file), /no capture of a loopback interface/);
});

test('quantiles are the nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  assert.deepEqual(quantiles(values), { count: 100, p50: 50, p95: 95, p99: 99 });
});

test('a call is complete when an agent had answered and the caller was hung up on; refusals are told apart', () => {
  const messages = sipMessages(
    [
      request(0, 6000, 5060, 'INVITE', { call: 'in-1', calling: '100', called: '8002' }),
      request(1, 6000, 5060, 'INVITE', { call: 'in-2', calling: '200', called: '8002' }),
      request(2, 6000, 5060, 'INVITE', { call: 'in-3', calling: '300', called: '8002' }),
      request(3, 5060, 7000, 'INVITE', { call: 'out-1', calling: '100' }),
      answer(4, 7000, 5060, 'out-1'),
      packet({ at: 5, from: 5060, to: 6000, start: 'SIP/2.0 486 Busy Here', method: 'INVITE', call: 'in-3' }),
      request(8, 5060, 6000, 'BYE', { call: 'in-1', calling: '8002' }),
      request(9, 5060, 6000, 'BYE', { call: 'in-1', calling: '8002' }),
      request(9, 5060, 6000, 'BYE', { call: 'in-2', calling: '8002' }),
    ],
    PORTS,
  );
  assert.deepEqual([...completions(messages)], [['100', 8_000]]);
  assert.deepEqual([...refused(messages)], ['300']);
});

test('a caller counts as played when he was answered or refused, not when he gave up before', () => {
  const callerIs = (call: string, calling: string): Packet =>
    request(0, 6000, 5060, 'INVITE', { call, calling, called: '8002' });
  const told = (call: string, start: string): Packet =>
    packet({ at: 5, from: 5060, to: 6000, start, method: 'INVITE', call });
  const messages = sipMessages(
    [
      ...[callerIs('in-1', '100'), callerIs('in-2', '200'), callerIs('in-3', '300'), callerIs('in-4', '400')],
      told('in-1', 'SIP/2.0 200 OK'),
      told('in-2', 'SIP/2.0 486 Busy Here'),
      told('in-3', 'SIP/2.0 487 Request Terminated'),
      told('in-4', 'SIP/2.0 100 Trying'),
    ],
    PORTS,
  );
  assert.deepEqual([...replied(messages)], ['100', '200']);
});

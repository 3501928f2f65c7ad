import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { USED_EVENTS } from '../../../src/ari/event.js';
import { createAriTelephony } from '../../../src/ari/telephony.js';
import type { AriTelephony } from '../../../src/ari/telephony.js';
import { TelephonyUnavailable } from '../../../src/ports/telephony.js';
import { SignalRecord } from '../../contract/real/signal-record.js';
import { silentLog } from '../../contract/real/silent-log.js';
import { PretendAsterisk } from './support/pretend-asterisk.js';
import { until } from './support/until.js';

const channel = (id: string, state: string, appData: string): object => ({
  id,
  state,
  caller: { number: '+3591', name: '' },
  dialplan: { exten: '200', app_name: 'Stasis', app_data: appData },
});
const arrival = (id: string): object => ({
  type: 'StasisStart',
  args: ['in', '200'],
  channel: channel(id, 'Ring', 'callplane,in,200'),
});

function telephonyOn(url: string): AriTelephony {
  return createAriTelephony({
    url,
    user: 'u',
    password: 'p',
    application: 'callplane',
    log: silentLog,
    random: () => 0.5,
    monotonicMs: () => performance.now(),
    limits: { heartbeatMs: 100, reconnectFirstMs: 5, reconnectLongestMs: 40, requestTimeoutMs: 2000 },
  });
}

describe('the event stream', () => {
  let server: PretendAsterisk;
  let telephony: AriTelephony;
  let record: SignalRecord;

  beforeEach(async () => {
    server = await PretendAsterisk.start();
    telephony = telephonyOn(server.url);
    record = new SignalRecord();
  });
  afterEach(async () => {
    await telephony.close(100);
    await server.close();
  });

  it('asks for the events that are used and for nothing else, at every connection', async () => {
    await telephony.open(record);
    server.streams[0]?.terminate();
    await until('it is open again', () => record.states.length === 3);
    assert.deepEqual(record.states, ['connected', 'lost', 'connected']);
    const filters = server.requests.filter(({ path }) => path.endsWith('/eventFilter'));
    assert.equal(filters.length, 2);
    assert.deepEqual(JSON.parse(filters[1]?.body ?? ''), { allowed: USED_EVENTS.map((type) => ({ type })) });
  });

  it('leaves a filter alone that lets the used events through already', async () => {
    const allowed = [...USED_EVENTS].reverse().map((type) => ({ type }));
    const application = { name: 'callplane', channel_ids: [], events_allowed: allowed };
    const held = { kind: 'reply', status: 200, body: JSON.stringify(application) } as const;
    server.on('GET /ari/applications/callplane', held);
    await telephony.open(record);
    assert.deepEqual(server.seen('PUT /ari/applications'), []);
    const other = { ...application, events_allowed: [...allowed, { type: 'ChannelVarset' }] };
    server.on('GET /ari/applications/callplane', { ...held, body: JSON.stringify(other) });
    server.streams[0]?.terminate();
    await until('it is open again', () => record.states.length === 3);
    assert.equal(server.seen('PUT /ari/applications').length, 1);
  });

  it('replaces the filter only when nobody asks for the application: Asterisk frees it twice otherwise', async () => {
    server.on('GET /ari/applications/callplane', { kind: 'reply', status: 500, body: '' }, 1);
    await telephony.open(record);
    const asked = server.requests.map(({ method, path }) => `${method} ${path}`);
    const about = asked.filter((line) => line.includes('/ari/applications/callplane'));
    assert.deepEqual(about, [
      'GET /ari/applications/callplane',
      'GET /ari/applications/callplane',
      'PUT /ari/applications/callplane/eventFilter',
    ]);
  });

  it('takes events that come before the filter holds, and goes on without one', async () => {
    server.on('PUT /ari/applications/callplane/eventFilter', {
      kind: 'late',
      status: 500,
      body: '',
      afterMs: 60,
    });
    const opened = telephony.open(record);
    await until('the stream is there', () => server.streams.length === 1);
    server.send({ type: 'ChannelVarset', variable: 'X' });
    server.send(arrival('early'));
    await opened;
    assert.deepEqual(
      record.since(0).map(({ kind }) => kind),
      ['call-arrived'],
    );
    assert.equal(telephony.metrics.ignored['unused:ChannelVarset'], 1);
  });

  it('tells what exists first, then what came meanwhile, and a caller in both once', async () => {
    server.channels = [
      channel('standing', 'Up', 'callplane,in,200'),
      channel('foreign', 'Up', 'other,in,200'),
      channel('mine', 'Up', 'callplane,leg'),
    ];
    server.on('GET /ari/bridges', { kind: 'late', status: 200, body: '[]', afterMs: 60 });
    const opened = telephony.open(record);
    await until('the stream is there', () => server.streams.length === 1);
    server.send(arrival('standing'));
    server.send(arrival('new'));
    assert.equal(record.length, 0, 'nothing is told before the snapshot');
    await opened;
    assert.deepEqual(record.existing, {
      legs: [
        { leg: 'standing', up: true, caller: { from: '+3591', fromName: null, dialled: '200' } },
        { leg: 'mine', up: true, caller: null },
      ],
      bridges: [],
      restarted: false,
    });
    assert.deepEqual(
      record.since(0).map((signal) => (signal.kind === 'call-arrived' ? signal.leg : signal.kind)),
      ['new'],
    );
  });

  it('says when Asterisk is another run than before', async () => {
    await telephony.open(record);
    server.startupTime = '2026-01-02T00:00:00.000+0000';
    server.streams[0]?.terminate();
    await until('it is open again', () => record.states.length === 3);
    assert.equal(record.existing?.restarted, true);
  });

  it('notices a stream that gives no sign of life', async () => {
    await telephony.open(record);
    server.manners = 'never-pongs';
    server.streams[0]?.terminate();
    await until('it is open, dead and open again', () => record.states.length >= 5);
    assert.deepEqual(record.states.slice(0, 5), ['connected', 'lost', 'connected', 'lost', 'connected']);
    assert.deepEqual(record.unheardMs.slice(0, 2), [0, 300], 'cut off; three heartbeats without an answer');
  });

  it('keeps a quiet stream that answers its pings', async () => {
    await telephony.open(record);
    const before = telephony.metrics.connections;
    await until('several heartbeats passed', () => server.pings > 6);
    assert.equal(telephony.metrics.connections, before);
    assert.deepEqual(record.states, ['connected']);
  });

  it('survives garbage and goes on hearing', async () => {
    await telephony.open(record);
    for (const garbage of ['', '{', 'null', '{"type":"StasisStart"}', '[1]', '{"type":"Invented"}']) {
      server.send(garbage);
    }
    server.send(arrival('after'));
    await record.waitFor(0, 'the caller', ({ kind }) => kind === 'call-arrived');
    assert.deepEqual(record.states, ['connected']);
    assert.equal(telephony.metrics.ignored['not-json'], 2);
    assert.equal(telephony.metrics.ignored['incomplete:StasisStart'], 1);
  });

  it('comes back after any number of refusals', async () => {
    await telephony.open(record);
    server.manners = 'starting';
    server.streams[0]?.terminate();
    await until('it was refused many times', () => server.refusals > 12);
    server.manners = 'welcome';
    await until('it is open again', () => record.states.length === 3);
  });

  it('opens anew when Asterisk cannot say what exists', async () => {
    const starting = { kind: 'reply', status: 503, body: '{"message":"Asterisk not booted"}' } as const;
    server.on('GET /ari/channels', starting, 2);
    await telephony.open(record);
    assert.equal(telephony.metrics.connections, 3);
    assert.deepEqual(record.states, ['connected']);
  });

  it('does nothing more once another process has the application', async () => {
    await telephony.open(record);
    server.send({ type: 'ApplicationReplaced', application: 'callplane' });
    await until('it is told', () => record.states.length === 2);
    const before = server.requests.length;
    server.send(arrival('late'));
    telephony.carryOut([
      { kind: 'answer', leg: 'a' },
      { kind: 'hang-up', leg: 'a', reason: 'normal' },
      { kind: 'watch-phone', phone: 'PJSIP/1' },
    ]);
    await until('the stream is closed', () => server.streams.length === 0);
    assert.deepEqual(record.states, ['connected', 'replaced']);
    assert.equal(server.requests.length, before);
    assert.equal(record.length, 0);
    assert.equal(telephony.inFlight(), 0);
  });

  it('refuses to open with a wrong password and says what to compare', async () => {
    server.manners = 'wrong-password';
    await assert.rejects(telephony.open(record), (error) => {
      assert.ok(error instanceof TelephonyUnavailable);
      assert.equal(error.reason, 'wrong-password');
      assert.match(error.message, /\[u\] of ari\.conf/);
      return true;
    });
  });

  it('lets requests in flight end before it closes, within its time', async () => {
    await telephony.open(record);
    server.on('POST /ari/channels/a/answer', { kind: 'late', status: 204, body: '', afterMs: 80 });
    server.on('POST /ari/channels/b/answer', { kind: 'hang' });
    telephony.carryOut([
      { kind: 'answer', leg: 'a' },
      { kind: 'answer', leg: 'b' },
    ]);
    assert.equal(telephony.inFlight(), 2);
    await telephony.close(600);
    assert.deepEqual(
      record.since(0).filter(({ kind }) => kind === 'leg-answered'),
      [{ kind: 'leg-answered', leg: 'a' }],
    );
  });
});

describe('the address of Asterisk', () => {
  it('is refused when it is none, or carries credentials, which are not repeated', () => {
    for (const url of ['', '127.0.0.1:8088', 'ftp://a', 'http://me:secret@127.0.0.1:8088']) {
      assert.throws(
        () => telephonyOn(url),
        (error) => error instanceof TypeError && !error.message.includes('secret'),
        url,
      );
    }
  });
});

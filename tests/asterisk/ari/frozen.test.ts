import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createAriTelephony, type AriTelephony } from '../../../src/ari/telephony.js';
import { SignalRecord } from '../../contract/real/signal-record.js';
import { silentLog } from '../../contract/real/silent-log.js';
import { PretendAsterisk } from './support/pretend-asterisk.js';
import { until } from './support/until.js';

const arrival = (id: string): object => ({
  type: 'StasisStart',
  args: ['in', '200'],
  channel: {
    id,
    state: 'Ring',
    caller: { number: '+3591', name: '' },
    dialplan: { exten: '200', app_name: 'Stasis', app_data: 'callplane,in,200' },
  },
});
const LIMIT = '/ari/channels/a/variable?variable=TIMEOUT(absolute)&value=';

describe('a process that was frozen, and callers it takes charge of', () => {
  let server: PretendAsterisk;
  let telephony: AriTelephony;
  let record: SignalRecord;
  let sleptMs = 0;

  beforeEach(async () => {
    sleptMs = 0;
    server = await PretendAsterisk.start();
    record = new SignalRecord();
    telephony = createAriTelephony({
      url: server.url,
      user: 'u',
      password: 'p',
      application: 'callplane',
      log: silentLog,
      random: () => 0.5,
      monotonicMs: () => performance.now() + sleptMs,
      limits: { reconnectFirstMs: 5, reconnectLongestMs: 40, requestTimeoutMs: 2000 },
    });
    await telephony.open(record);
  });
  afterEach(async () => {
    await telephony.close(100);
    await server.close();
  });

  it('believes nothing that came meanwhile, sends nothing, and asks what exists', async () => {
    sleptMs = 20_000;
    server.send(arrival('old'));
    await until('it is lost', () => record.states.includes('lost'));
    assert.ok((record.unheardMs[0] ?? 0) >= sleptMs, 'events may have been lost since it was frozen');
    telephony.carryOut([{ kind: 'hang-up', leg: 'old', reason: 'normal' }]);
    await until('it asks anew', () => record.states.length === 3);
    assert.deepEqual(record.states, ['connected', 'lost', 'connected']);
    assert.deepEqual(server.seen('DELETE /ari/channels/old'), []);
    assert.deepEqual(record.since(0), []);
  });

  it('notices also when it wants to send first', async () => {
    sleptMs = 20_000;
    telephony.carryOut([{ kind: 'hang-up', leg: 'old', reason: 'normal' }]);
    await until('it asks anew', () => record.states.length === 3);
    assert.deepEqual(server.seen('DELETE /ari/channels/old'), []);
  });

  it('does not take the application back from a process that took it meanwhile', async () => {
    sleptMs = 20_000;
    server.send(arrival('old'));
    server.send({ type: 'ApplicationReplaced', application: 'callplane' });
    await until('it is told', () => record.states.includes('replaced'));
    assert.equal(record.states.at(-1), 'replaced');
    assert.equal(telephony.metrics.connections, 1);
  });

  it('goes on after a short stop', async () => {
    sleptMs = 2_000;
    server.send(arrival('new'));
    await record.waitFor(0, 'the caller', ({ kind }) => kind === 'call-arrived');
    assert.deepEqual(record.states, ['connected']);
  });

  it('tells the dialplan that a caller is taken care of, with its own longest call', async () => {
    server.on('GET /ari/asterisk/variable', { kind: 'reply', status: 200, body: '{"value":"7200"}' });
    server.streams[0]?.terminate();
    await until('it has asked the dialplan', () => record.states.length === 3);
    server.send(arrival('a'));
    await until('it lifts the limit', () => server.seen(`POST ${LIMIT}7200`).length === 1);
  });

  it('tells it for those who were there already, with the shipped limit when the dialplan has none', async () => {
    const { channel } = arrival('a') as { readonly channel: object };
    server.channels = [channel];
    server.streams[0]?.terminate();
    await until('it lifts the limit', () => server.seen(`POST ${LIMIT}21600`).length === 1);
  });

  it('looks what exists without telling anybody; another run of Asterisk opens a new stream', async () => {
    const { channel } = arrival('a') as { readonly channel: object };
    server.channels = [channel];
    const { legs, restarted } = await telephony.look();
    assert.deepEqual([legs.map(({ leg }) => leg), restarted], [['a'], false]);
    assert.deepEqual(record.states, ['connected']);
    server.startupTime = '2026-01-02T00:00:00.000+0000';
    assert.equal((await telephony.look()).restarted, true);
    await until('it is open again', () => record.states.length === 3);
    assert.equal(record.existing?.restarted, true);
  });
});

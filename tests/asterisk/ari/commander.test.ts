import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Commander } from '../../../src/ari/commander.js';
import { AriHttpClient } from '../../../src/ari/http-client.js';
import { LegBook } from '../../../src/ari/leg-book.js';
import { newMetrics } from '../../../src/ari/metrics.js';
import { DEFAULT_LIMITS } from '../../../src/ari/options.js';
import { PlaybackBook } from '../../../src/ari/playback-book.js';
import { callerId } from '../../../src/ari/requests.js';
import { referKey } from '../../../src/ari/urgency.js';
import type { Signal } from '../../../src/core/signal.js';
import { silentLog } from '../../contract/real/silent-log.js';
import { PretendAsterisk } from './support/pretend-asterisk.js';
import { until } from './support/until.js';

const limits = { ...DEFAULT_LIMITS, requestTimeoutMs: 1200, joinTimeoutMs: 1500 };

describe('carrying commands out', () => {
  let server: PretendAsterisk;
  let http: AriHttpClient;
  let commander: Commander;
  let signals: Signal[];
  let legs: LegBook;

  beforeEach(async () => {
    server = await PretendAsterisk.start();
    signals = [];
    legs = new LegBook(100);
    const metrics = newMetrics();
    http = new AriHttpClient({ url: server.url, user: 'u', password: 'p' }, limits, metrics);
    commander = new Commander({
      http,
      application: 'callplane',
      limits,
      legs,
      playbacks: new PlaybackBook(),
      metrics,
      log: silentLog,
      tell: (signal) => signals.push(signal),
      pass: (send) => send(),
    });
  });
  afterEach(async () => {
    await http.close();
    await server.close();
  });

  const quiet = (): Promise<void> => until('nothing is in flight', () => http.inFlight === 0);
  const ring = (leg: string, phone = 'PJSIP/1', line?: string): void =>
    commander.carryOut({
      kind: 'ring',
      leg,
      phone,
      ...(line === undefined ? {} : { line }),
      timeoutMs: 15_000,
      callerNumber: null,
      callerName: null,
    });
  const posts = (): readonly string[] => server.seen('').filter((line) => !line.startsWith('GET'));

  it('asks for one leg at a time, in order, and for different legs side by side', async () => {
    server.on('POST /ari/channels/a/answer', { kind: 'late', status: 204, body: '', afterMs: 60 });
    commander.carryOut({ kind: 'answer', leg: 'a' });
    commander.carryOut({ kind: 'start-music', leg: 'a', music: 'my music' });
    commander.carryOut({ kind: 'answer', leg: 'b' });
    await quiet();
    assert.deepEqual(posts(), [
      'POST /ari/channels/a/answer',
      'POST /ari/channels/b/answer',
      'POST /ari/channels/a/moh?mohClass=my%20music',
    ]);
  });

  it('lets the tone begin for who stands in a bridge only when the one who is taken out has left it', async () => {
    server.on('POST /ari/bridges/talk/removeChannel', { kind: 'late', status: 204, body: '', afterMs: 60 });
    commander.carryOut({ kind: 'leave-bridge', leg: 'caller', bridge: 'talk' });
    commander.carryOut({ kind: 'start-ringback', leg: 'agent', standsIn: 'talk' });
    commander.carryOut({ kind: 'start-ringback', leg: 'other' });
    await until('all to be asked for', () => posts().length === 3);
    assert.deepEqual(posts(), [
      'POST /ari/bridges/talk/removeChannel?channel=caller',
      'POST /ari/channels/other/ring',
      'POST /ari/channels/agent/ring',
    ]);
  });

  it('rings a phone only when the hang-up of its leg before is answered; other phones do not wait', async () => {
    ring('first', 'PJSIP/1');
    await quiet();
    server.on('DELETE /ari/channels/first', { kind: 'late', status: 204, body: '', afterMs: 60 });
    commander.carryOut({ kind: 'hang-up', leg: 'first', reason: 'normal' });
    ring('second', 'PJSIP/1');
    ring('other', 'PJSIP/2');
    const rung = (): readonly string[] =>
      server.requests.flatMap(({ body }) => /"channelId":"(\w+)"/.exec(body)?.[1] ?? []);
    await until('the other phone', () => rung().includes('other'));
    assert.ok(!rung().includes('second'), 'waits for the hang-up');
    await until('the same phone', () => rung().includes('second'));
    commander.carryOut({ kind: 'hang-up', leg: 'second', reason: 'normal' });
    ring('third', 'PJSIP/1');
    commander.carryOut({ kind: 'hang-up', leg: 'third', reason: 'normal' });
    await quiet();
    assert.ok(!rung().includes('third'), 'dropped while it waited');
  });

  it('rings the lines of one phone side by side, and each of them one leg at a time', async () => {
    const rung = (leg: string): boolean => server.requests.some(({ body }) => body.includes(`"${leg}"`));
    ring('first', 'PJSIP/1', 'desk#1');
    await quiet();
    server.on('DELETE /ari/channels/first', { kind: 'late', status: 204, body: '', afterMs: 60 });
    server.on('POST /ari/channels', { kind: 'late', status: 200, body: '{}', afterMs: 60 }, 1);
    commander.carryOut({ kind: 'hang-up', leg: 'first', reason: 'normal' });
    ring('again', 'PJSIP/1', 'desk#1');
    ring('other', 'PJSIP/1', 'desk#2');
    ring('third', 'PJSIP/1', 'desk#3');
    await until('the other lines', () => rung('other') && rung('third'));
    assert.ok(!rung('again'), 'waits for the hang-up on its line');
    await until('the same line', () => rung('again'));
  });

  it('gives a phone that rang in vain a moment to take the CANCEL in before it rings it again', async () => {
    ring('first');
    await quiet();
    const hungUpAt = performance.now();
    commander.carryOut({ kind: 'hang-up', leg: 'first', reason: 'no-answer' });
    ring('second');
    await until('the second ring', () => server.requests.some(({ body }) => body.includes('"second"')));
    const afterMs = performance.now() - hungUpAt;
    assert.ok(afterMs >= DEFAULT_LIMITS.cancelMs - 1, `rung again after ${afterMs} ms`);
  });

  it('rings a phone again after a leg that was hung up twice while it was being made', async () => {
    server.on('POST /ari/channels', { kind: 'late', status: 200, body: '{}', afterMs: 40 }, 1);
    ring('first');
    commander.carryOut({ kind: 'hang-up', leg: 'first', reason: 'normal' });
    commander.carryOut({ kind: 'hang-up', leg: 'first', reason: 'normal' });
    ring('second');
    await until('the second ring', () => server.requests.some(({ body }) => body.includes('"second"')));
    await quiet();
  });

  it('takes a recording that is ending already as stopped, and tells of one that cannot be paused for that', async () => {
    const ending = { status: 409, body: '{"message":"Recording not in session"}' };
    for (const action of ['stop', 'pause'])
      server.on(`POST /ari/recordings/live/r/${action}`, { kind: 'reply', ...ending });
    commander.carryOut({ kind: 'stop-recording', recording: 'r' });
    commander.carryOut({ kind: 'pause-recording', recording: 'r' });
    await quiet();
    const failed = signals.flatMap((one) => (one.kind === 'command-failed' ? [one.command.kind] : []));
    assert.deepEqual(failed, ['pause-recording']);
  });

  it('lets a connect wait for both legs, and makes the bridge first', async () => {
    for (const leg of ['a', 'b']) {
      server.on(`POST /ari/channels/${leg}/answer`, { kind: 'late', status: 204, body: '', afterMs: 40 });
      commander.carryOut({ kind: 'answer', leg });
    }
    commander.carryOut({ kind: 'connect', bridge: 'br', create: true, legs: ['a', 'b'] });
    commander.carryOut({ kind: 'remove-bridge', bridge: 'br' });
    await quiet();
    assert.deepEqual(posts().slice(2), [
      'POST /ari/bridges/br?type=mixing&name=callplane',
      'POST /ari/bridges/br/addChannel?channel=a,b',
      'DELETE /ari/bridges/br',
    ]);
  });

  it('takes a leg out of its bridge before the bridge goes and before anything is played to the leg', async () => {
    const out = 'POST /ari/bridges/br/removeChannel?channel=a';
    server.on('POST /ari/bridges/br/removeChannel', { kind: 'late', status: 204, body: '', afterMs: 40 });
    commander.carryOut({ kind: 'leave-bridge', leg: 'a', bridge: 'br' });
    commander.carryOut({ kind: 'remove-bridge', bridge: 'br' });
    commander.carryOut({ kind: 'play', leg: 'a', playback: 'p', media: ['sound:m'], language: 'en' });
    await until('the leg is being taken out', () => posts().length === 1);
    assert.deepEqual(posts(), [out]);
    await quiet();
    assert.deepEqual(posts()[0], out);
    assert.deepEqual(posts().slice(1).sort(), [
      'DELETE /ari/bridges/br',
      'POST /ari/channels/a/play/p?lang=en&media=sound%3Am',
    ]);
  });

  it('hangs up at once and drops what waits for the leg', async () => {
    server.on('POST /ari/channels/a/answer', { kind: 'late', status: 204, body: '', afterMs: 80 });
    commander.carryOut({ kind: 'answer', leg: 'a' });
    commander.carryOut({ kind: 'start-music', leg: 'a', music: 'm' });
    commander.carryOut({ kind: 'connect', bridge: 'br', create: true, legs: ['a', 'b'] });
    commander.carryOut({ kind: 'hang-up', leg: 'a', reason: 'answered-elsewhere' });
    await quiet();
    assert.deepEqual(posts(), [
      'POST /ari/channels/a/answer',
      'DELETE /ari/channels/a?reason=answered_elsewhere',
    ]);
  });

  for (const event of ['comes', 'is lost'] as const)
    it(`hangs a phone up that has asked for a transfer when it has been told what came of it, and the event ${event}`, async () => {
      const word = 'POST /ari/channels/a/transfer_progress?states=channel_answered';
      commander.carryOut({ kind: 'answer-refer', leg: 'a', answer: 'done' });
      commander.carryOut({ kind: 'hang-up', leg: 'a', reason: 'normal' }, referKey('a'));
      await until('the word is under way', () => posts().length === 1);
      assert.deepEqual(posts(), [word]);
      if (event === 'comes') commander.toldReferrer('a');
      await until('the phone is hung up', () => posts().length === 2);
      assert.deepEqual(posts(), [word, 'DELETE /ari/channels/a?reason=normal']);
      await quiet();
    });

  it('hangs a leg up that is being made only when it is made', async () => {
    server.on('POST /ari/channels', { kind: 'late', status: 200, body: '{}', afterMs: 60 });
    commander.carryOut(ringCommand('a'));
    await until('the ring is asked for', () => server.requests.length === 1);
    commander.carryOut({ kind: 'hang-up', leg: 'a', reason: 'normal' });
    await quiet();
    assert.deepEqual(posts(), ['POST /ari/channels', 'DELETE /ari/channels/a?reason=normal']);
    assert.deepEqual(signals, []);
  });

  it('skips what waited for a connection when the caller has gone meanwhile: no answer, no phone that rings for nobody', async () => {
    for (let index = 0; index < limits.connections; index += 1) {
      server.on(`POST /ari/channels/busy-${index}/`, { kind: 'late', status: 204, body: '', afterMs: 120 });
      commander.carryOut({ kind: 'answer', leg: `busy-${index}` });
    }
    await until('all connections are in use', () => server.requests.length === limits.connections);
    legs.arrived('gone');
    commander.carryOut({ kind: 'answer', leg: 'gone' });
    commander.carryOut(ringCommand('phone'));
    legs.ended('gone', null, null);
    commander.carryOut({ kind: 'hang-up', leg: 'phone', reason: 'normal' });
    await quiet();
    const last = posts().slice(limits.connections);
    assert.deepEqual(last, ['DELETE /ari/channels/phone?reason=normal']);
    const failed = signals.filter(({ kind }) => kind === 'command-failed');
    assert.deepEqual(failed.map(failureIn), ['answer gone gone', 'ring phone gone']);
  });

  it('rings with our id, our application and a whole number of seconds', async () => {
    commander.carryOut(ringCommand('a'));
    await quiet();
    assert.deepEqual(JSON.parse(server.requests[0]?.body ?? ''), {
      endpoint: 'PJSIP/101',
      channelId: 'a',
      app: 'callplane',
      appArgs: 'leg',
      variables: { 'PJSIP_TRANSFER_HANDLING()': 'ari-only' },
      timeout: 3,
      callerId: '"Ann  Bee" <+3591>',
    });
  });

  it('asks whether the leg exists when its id is taken', async () => {
    const taken = '{"message":"Channel with given unique ID already exists"}';
    server.on('POST /ari/channels', { kind: 'reply', status: 409, body: taken });
    server.on('GET /ari/channels/a', { kind: 'reply', status: 200, body: '{}' });
    server.on('GET /ari/channels/b', {
      kind: 'reply',
      status: 404,
      body: '{"message":"Channel not found"}',
    });
    commander.carryOut(ringCommand('a'));
    commander.carryOut(ringCommand('b'));
    await quiet();
    assert.deepEqual(signals.map(failureIn), ['ring b unreachable']);
  });

  it('tells each failure by its class, whatever the body looks like', async () => {
    server.on('POST /ari/channels/slow', { kind: 'hang' });
    server.on('POST /ari/channels/reset', { kind: 'reset' });
    server.on('POST /ari/channels/empty', { kind: 'reply', status: 500, body: '' });
    server.on('POST /ari/channels/html', { kind: 'reply', status: 404, body: '<html>not found</html>' });
    server.on('POST /ari/channels/forbidden', { kind: 'reply', status: 403, body: '{}' });
    for (const leg of ['slow', 'reset', 'empty', 'html', 'forbidden']) {
      commander.carryOut({ kind: 'answer', leg });
    }
    await quiet();
    assert.deepEqual(signals.map(failureIn).sort(), [
      'answer empty unknown',
      'answer forbidden refused',
      'answer html unknown',
      'answer reset unknown',
      'answer slow timeout',
    ]);
  });

  it('does not add to a bridge that could not be made', async () => {
    server.on('POST /ari/bridges/br?', { kind: 'reply', status: 500, body: '' });
    commander.carryOut({ kind: 'connect', bridge: 'br', create: true, legs: ['a', 'b'] });
    await quiet();
    assert.equal(posts().length, 1);
    assert.deepEqual(signals, [
      {
        kind: 'command-failed',
        command: { kind: 'connect', leg: null, playback: null, bridge: 'br' },
        failure: 'unknown',
      },
    ]);
  });

  it('sends nothing more once it is fenced, not even the rest of a command', async () => {
    server.on('POST /ari/bridges/br?', { kind: 'late', status: 200, body: '{}', afterMs: 40 });
    commander.carryOut({ kind: 'connect', bridge: 'br', create: true, legs: ['a', 'b'] });
    commander.carryOut({ kind: 'start-music', leg: 'a', music: 'm' });
    commander.fence();
    commander.carryOut({ kind: 'hang-up', leg: 'a', reason: 'normal' });
    await quiet();
    assert.equal(posts().length, 1);
  });
});

describe("the caller's name and number on an agent's phone", () => {
  it('hold nothing that means something to Asterisk', () => {
    assert.equal(callerId('Ann', '+359'), '"Ann" <+359>');
    assert.equal(callerId(null, '+359'), '+359');
    assert.equal(callerId('Ann', null), '"Ann" <>');
    assert.equal(callerId(null, null), '');
    assert.equal(callerId('a"b\\c<d>\r\nX: y', '1>2'), '"abcdX: y" <12>');
  });
});

function ringCommand(leg: string): Parameters<Commander['carryOut']>[0] {
  return {
    kind: 'ring',
    leg,
    phone: 'PJSIP/101',
    timeoutMs: 2001,
    callerNumber: '+3591',
    callerName: 'Ann "" Bee',
  };
}

function failureIn(signal: Signal): string {
  if (signal.kind !== 'command-failed') return signal.kind;
  return `${signal.command.kind} ${signal.command.leg ?? ''} ${signal.failure}`;
}

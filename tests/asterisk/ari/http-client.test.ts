import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import type { Reply } from '../../../src/ari/failure.js';
import { failureOf, messageIn } from '../../../src/ari/failure.js';
import { AriHttpClient } from '../../../src/ari/http-client.js';
import type { AriRequest } from '../../../src/ari/http-client.js';
import { newMetrics } from '../../../src/ari/metrics.js';
import { DEFAULT_LIMITS } from '../../../src/ari/options.js';
import { PretendAsterisk } from './support/pretend-asterisk.js';

const PASSWORD = 'päss:word';
const limits = { ...DEFAULT_LIMITS, connections: 3 };

function get(path: string, timeoutMs = 2000): AriRequest {
  return { name: 'test', method: 'GET', path, timeoutMs };
}

function clientOf(url: string): AriHttpClient {
  return new AriHttpClient({ url, user: 'me', password: PASSWORD }, limits, newMetrics());
}

describe('the keep-alive client', () => {
  let server: PretendAsterisk;
  let client: AriHttpClient;

  before(async () => {
    server = await PretendAsterisk.start();
    client = clientOf(server.url);
  });
  after(async () => {
    await client.close();
    await server.close();
  });

  it('sends credentials in the header only, and tells status and body', async () => {
    server.on('GET /ari/hello', { kind: 'reply', status: 200, body: '{"a":"ü"}' });
    const reply = await client.ask(get('/hello?x=1'));
    assert.deepEqual(reply, { kind: 'reply', status: 200, body: '{"a":"ü"}', server: 'Asterisk' });
    const seen = server.requests.at(-1);
    assert.equal(seen?.path, '/ari/hello?x=1');
    assert.equal(seen.authorization, `Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`);
  });

  it('writes a request in the turn of the event loop it is sent in when a connection is free', async () => {
    await client.ask(get('/warm'));
    // A connection is free again one turn of the event loop after its answer.
    await turn();
    await turn();
    const written: string[] = [];
    const write = (message: unknown): void => {
      const { request } = message as { readonly request: { readonly path: string } };
      written.push(request.path);
    };
    subscribe('undici:client:sendHeaders', write);
    const reply = client.ask(get('/same-turn'));
    await turn();
    assert.deepEqual(written, ['/ari/same-turn']);
    unsubscribe('undici:client:sendHeaders', write);
    await reply;
  });

  it('gives up a hanging request at its deadline, once', async () => {
    server.on('POST /ari/hang', { kind: 'hang' });
    let replies = 0;
    const reply = await new Promise<Reply>((resolve) => {
      client.send({ name: 'test', method: 'POST', path: '/hang', timeoutMs: 60 }, (one) => {
        replies += 1;
        resolve(one);
      });
    });
    assert.deepEqual(reply, { kind: 'no-reply', why: 'timeout' });
    await client.ask(get('/after'));
    assert.equal(replies, 1);
    assert.equal(server.seen('POST /ari/hang').length, 1);
  });

  it('counts waiting for a connection into the deadline', async () => {
    server.on('GET /ari/blocked', { kind: 'hang' });
    const asked = Array.from({ length: 6 }, () => client.ask(get('/blocked', 80)));
    assert.equal(client.inFlight, 6);
    for (const reply of await Promise.all(asked)) {
      assert.deepEqual(reply, { kind: 'no-reply', why: 'timeout' });
    }
    assert.equal(client.inFlight, 0);
    assert.equal((await client.ask(get('/asterisk/info'))).kind, 'reply', 'it works on');
  });

  it('leaves out what nobody wants any more when its turn comes, and what is too late, and keeps its connections', async () => {
    const metrics = newMetrics();
    const one = new AriHttpClient(
      { url: server.url, user: 'me', password: PASSWORD },
      { ...limits, connections: 1 },
      metrics,
    );
    server.on('GET /ari/slow', { kind: 'late', status: 200, body: '{}', afterMs: 150 });
    await one.ask(get('/first'));
    const connections = server.connections;
    let isWanted = true;
    const slow = one.ask(get('/slow'));
    const asked = [
      one.ask({ ...get('/unwanted'), isWanted: () => isWanted }),
      one.ask(get('/too-late', 50)),
      one.ask({ ...get('/wanted'), isWanted: () => true }),
    ];
    isWanted = false;
    const [unwanted, late, wanted] = await Promise.all(asked);
    assert.equal((await slow).kind, 'reply');
    assert.deepEqual(unwanted, { kind: 'no-reply', why: 'not-wanted' });
    assert.deepEqual(late, { kind: 'no-reply', why: 'timeout' });
    assert.equal(wanted?.kind, 'reply');
    assert.deepEqual([...server.seen('GET /ari/unwanted'), ...server.seen('GET /ari/too-late')], []);
    assert.equal(server.connections, connections, 'no connection was broken for it');
    assert.deepEqual([metrics.requestsSkipped, metrics.requestsSent, one.inFlight], [1, 3, 0]);
    assert.equal(failureOf({ kind: 'no-reply', why: 'not-wanted' }), 'gone');
    await one.close();
  });

  it('gives up an answer that stops half-way', async () => {
    server.on('GET /ari/half', { kind: 'half' });
    assert.deepEqual(await client.ask(get('/half', 60)), { kind: 'no-reply', why: 'timeout' });
  });

  it('repeats a GET once when the connection breaks, and never a POST', async () => {
    server.on('GET /ari/broken-once', { kind: 'reset' }, 1);
    assert.equal((await client.ask(get('/broken-once'))).kind, 'reply');
    server.on('GET /ari/broken', { kind: 'reset' });
    assert.deepEqual(await client.ask(get('/broken')), { kind: 'no-reply', why: 'broken' });
    assert.equal(server.seen('GET /ari/broken').filter((line) => line.endsWith('broken')).length, 2);
    server.on('POST /ari/broken', { kind: 'reset' });
    const reply = await client.ask({ name: 'test', method: 'POST', path: '/broken', timeoutMs: 1000 });
    assert.deepEqual(reply, { kind: 'no-reply', why: 'broken' });
    assert.equal(server.seen('POST /ari/broken').length, 1);
  });

  it('opens no more connections than its limit', async () => {
    await Promise.all(Array.from({ length: 40 }, () => client.ask(get('/asterisk/info'))));
    assert.ok(server.connections <= limits.connections, `${server.connections} connections`);
  });
});

describe('failures of requests', () => {
  it('tells that nobody listens', async () => {
    const server = await PretendAsterisk.start();
    const { url } = server;
    await server.close();
    const client = clientOf(url);
    assert.deepEqual(await client.ask(get('/x')), { kind: 'no-reply', why: 'refused' });
    await client.close();
  });

  it('tells that something else than HTTP listens', async () => {
    const server = createServer((socket) => {
      socket.once('data', () => socket.end('220 mail.example ESMTP\r\n'));
    });
    server.unref();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    const client = clientOf(`http://127.0.0.1:${address.port}`);
    assert.deepEqual(await client.ask(get('/x')), { kind: 'no-reply', why: 'not-http' });
    await client.close();
    server.close();
  });

  it('classifies every status, with and without a body that can be read', () => {
    const reply = (status: number, body: string): Reply => ({ kind: 'reply', status, body, server: '' });
    const cases: readonly (readonly [number, string, string])[] = [
      [404, '{"message":"Channel not found"}', 'gone'],
      [404, '<html><title>404 Not Found</title></html>', 'unknown'],
      [400, '{"message":"Channel not found"}', 'gone'],
      [400, '{"message":"Channel parameter is required"}', 'unknown'],
      [401, '{"message":"Authentication required"}', 'refused'],
      [403, '', 'refused'],
      [409, '{"message":"Channel not in Stasis application"}', 'conflict'],
      [412, '{"message":"Channel in invalid state"}', 'invalid-state'],
      [422, '{"message":"Channel not in Stasis application"}', 'conflict'],
      [500, '{"message":"Failed to answer channel"}', 'conflict'],
      [500, '{"error":"Allocation failed"}', 'unreachable'],
      [500, '', 'unknown'],
      [500, '<html>', 'unknown'],
      [503, '{"message":"Asterisk not booted"}', 'unknown'],
    ];
    for (const [status, body, failure] of cases) {
      assert.equal(failureOf(reply(status, body)), failure, `${status} ${body}`);
    }
    assert.equal(failureOf({ kind: 'no-reply', why: 'timeout' }), 'timeout');
    assert.equal(failureOf({ kind: 'no-reply', why: 'broken' }), 'unknown');
    assert.equal(messageIn(reply(500, 'null')), '');
  });
});

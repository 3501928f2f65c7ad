import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { performance } from 'node:perf_hooks';
import { test, type TestContext } from 'node:test';
import type { LookupOutcome, Signal } from '../../src/core/signal.js';
import { WebClient } from '../../src/web/web-client.js';
import { KeptLog, scratchFolder } from '../journal/journal-scene.js';
import { makeCertificate } from '../support/certificate.js';

interface Place {
  readonly origin: string;
  readonly asked: {
    readonly url: string;
    readonly authorization: string | undefined;
    readonly body: string;
  }[];
}

/** A system that answers as it is told; everything that it is asked is kept. */
async function system(
  t: TestContext,
  answer: RequestListener,
  tls?: { key: string; cert: string },
): Promise<Place> {
  const asked: Place['asked'] = [];
  const listener: RequestListener = (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({ url: request.url ?? '', authorization: request.headers.authorization, body });
      answer(request, response);
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await listening(server);
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `${tls === undefined ? 'http' : 'https'}://localhost:${port}`, asked };
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, 'localhost', resolve));
}

function client(t: TestContext, parts: Partial<ConstructorParameters<typeof WebClient>[0]> = {}): WebClient {
  const web = new WebClient({
    authorizations: new Map(),
    authority: null,
    now: () => performance.now(),
    log: new KeptLog(),
    ...parts,
  });
  t.after(() => web.close());
  return web;
}

function lookUp(web: WebClient, url: string, timeoutMs = 5_000): Promise<LookupOutcome> {
  return new Promise((resolve, reject) => {
    const tell = (signal: Signal): void => {
      if (signal.kind === 'looked-up' && signal.lookup === 'lookup-1') resolve(signal.outcome);
      else reject(new Error(`told ${signal.kind}`));
    };
    const names = ['level', 'debt', 'vip'];
    web.send([{ kind: 'look-up', lookup: 'lookup-1', call: 'call-1', url, names, timeoutMs }], tell);
  });
}

test('the wanted fields of an answer come back as texts, and nothing else', async (t) => {
  const place = await system(t, (_request, response) =>
    response.end(JSON.stringify({ level: 'premium', debt: 12.5, vip: true, name: 'not wanted' })),
  );
  const outcome = await lookUp(client(t), `${place.origin}/clients?number=%2B359`);
  assert.deepEqual(outcome, { ok: true, values: { level: 'premium', debt: '12.5', vip: 'true' } });
  assert.equal(place.asked[0]?.url, '/clients?number=%2B359');
});

const BROKEN: readonly (readonly [string, string, RequestListener])[] = [
  ['rubbish', 'a page', (_request, response) => response.end('<html>')],
  ['rubbish', 'a list', (_request, response) => response.end('[]')],
  ['rubbish', 'nothing', (_request, response) => response.end()],
  ['status', 'a failure', (_request, response) => response.writeHead(500).end('{"level":"x"}')],
  ['status', 'no content', (_request, response) => response.writeHead(204).end()],
  ['too-large', 'more than 64 KiB', (_request, response) => response.end(`"${'x'.repeat(70_000)}"`)],
  [
    'unreachable',
    'half an answer',
    (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"level":');
      setImmediate(() => response.destroy());
    },
  ],
];
for (const [failure, what, answer] of BROKEN)
  test(`${what} is no answer: ${failure}`, async (t) => {
    const place = await system(t, answer);
    assert.deepEqual(await lookUp(client(t), place.origin), { ok: false, failure });
  });

test('a system that is silent, or sends drop by drop, is waited for as long as the step says', async (t) => {
  const silent = await system(t, () => undefined);
  const dripping = await system(t, (_request, response) => {
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  });
  for (const { origin } of [silent, dripping])
    assert.deepEqual(await lookUp(client(t), origin, 200), { ok: false, failure: 'timeout' });
});

test('a system that is not there, or has no address, is unreachable', async (t) => {
  const web = client(t);
  for (const url of ['http://localhost:1/', 'no address', 'https://localhost:1/'])
    assert.deepEqual(await lookUp(web, url), { ok: false, failure: 'unreachable' }, url);
});

test('once it is closed nothing is told any more, neither of what runs nor of what has just ended', async (t) => {
  const log = new KeptLog();
  const web = client(t, { log });
  const told: Signal[] = [];
  const ask = (url: string): void =>
    web.send(
      [{ kind: 'look-up', lookup: 'lookup-1', call: 'call-1', url, names: [], timeoutMs: 5_000 }],
      (signal) => told.push(signal),
    );
  const gone = new Promise<void>((resolve) => {
    void system(t, (request) => {
      request.socket.on('close', () => resolve());
      ask('no address');
      web.close();
    }).then(({ origin }) => ask(origin));
  });
  await gone;
  await lookUp(client(t), 'http://localhost:1/');
  assert.deepEqual([told, log.lines], [[], []]);
});

test('a redirect is not followed, and a secret goes to its own origin only', async (t) => {
  const other = await system(t, (_request, response) => response.end('{}'));
  const place = await system(t, (_request, response) =>
    response.writeHead(302, { location: `${other.origin}/elsewhere` }).end(),
  );
  const web = client(t, { authorizations: new Map([[place.origin, 'Bearer hidden']]) });
  assert.deepEqual(await lookUp(web, place.origin), { ok: false, failure: 'status' });
  await lookUp(web, other.origin);
  assert.deepEqual(
    [
      place.asked.map(({ authorization }) => authorization),
      other.asked.map(({ url, authorization }) => [url, authorization]),
    ],
    [['Bearer hidden'], [['/', undefined]]],
  );
});

test('a certificate that nobody has vouched for is refused, one of the named authority is not', async (t) => {
  const tls = makeCertificate(await scratchFolder(t), 'DNS:localhost');
  const place = await system(t, (_request, response) => response.end('{"level":"premium"}'), tls);
  assert.deepEqual(await lookUp(client(t), place.origin), { ok: false, failure: 'unreachable' });
  const trusting = client(t, { authority: tls.cert });
  assert.deepEqual(await lookUp(trusting, place.origin), { ok: true, values: { level: 'premium' } });
});

test('the log names the call, the host and why, and neither number nor secret', async (t) => {
  const place = await system(t, (_request, response) => response.writeHead(404).end());
  const log = new KeptLog();
  const web = client(t, { log, authorizations: new Map([[place.origin, 'Bearer hidden']]) });
  await lookUp(web, `${place.origin}/clients?number=%2B359888000001`);
  const told = JSON.stringify(log.lines);
  assert.match(told, /call-1/);
  assert.match(told, /status/);
  assert.doesNotMatch(told, /359888000001|hidden/);
});

test('a notice is sent once, as JSON', async (t) => {
  let hear: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => (hear = resolve));
  const place = await system(t, (_request, response) => {
    response.writeHead(202).end();
    hear();
  });
  const never = (): never => assert.fail('nothing follows a notice');
  client(t).send(
    [{ kind: 'notify', call: 'call-1', url: `${place.origin}/calls`, body: '{"number":"1"}' }],
    never,
  );
  await heard;
  assert.deepEqual(
    place.asked.map(({ url, body }) => [url, body]),
    [['/calls', '{"number":"1"}']],
  );
});

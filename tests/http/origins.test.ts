import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { openHttp } from './http-scene.js';

test('a name that is not ours is refused: a web page cannot have its own name point here', async (t) => {
  const { ask } = await openHttp(t);
  const withHost = (host: string): ReturnType<typeof ask> =>
    ask('GET', '/ready', { token: null, headers: { host } });
  for (const host of [
    'evil.example.com',
    'evil.example.com:8080',
    'localhost.evil.example.com',
    '127.0.0.1.example.com',
  ]) {
    const refused = await withHost(host);
    assert.deepEqual([refused.status, refused.json['code']], [421, 'wrong-host'], host);
    assert.match(String(refused.json['detail']), /CALLPLANE_HTTP_NAMES/);
  }
  for (const host of [
    '127.0.0.1:8080',
    'localhost:8080',
    '[::1]:8080',
    '192.0.2.7',
    'PBX.example.com:443',
    'pbx.example.com.',
  ])
    assert.equal((await withHost(host)).status, 200, host);
});

test('a request of an old program without Host is answered', async (t) => {
  const { port } = await openHttp(t);
  const socket = connect(port, '127.0.0.1');
  socket.end('GET /health HTTP/1.0\r\n\r\n');
  let text = '';
  for await (const part of socket) text += String(part);
  assert.match(text, /^HTTP\/1\.[01] 200 /);
});

test('a web page of another origin is refused, with a token too; our own passes', async (t) => {
  const { ask, line } = await openHttp(t);
  const from = (origin: string): ReturnType<typeof ask> =>
    ask('POST', '/api/agents/anna/sign-in', { headers: { origin, host: 'pbx.example.com' } });
  for (const origin of ['https://evil.example.com', 'null', 'http://pbx.example.com:81', 'garbage']) {
    const refused = await from(origin);
    assert.deepEqual([refused.status, refused.json['code']], [403, 'foreign-origin'], origin);
  }
  assert.deepEqual(line.asked, []);
  const preflight = await ask('OPTIONS', '/api/agents/anna/sign-in', {
    token: null,
    headers: { origin: 'https://evil.example.com', 'access-control-request-method': 'POST' },
  });
  assert.equal(preflight.headers['access-control-allow-origin'], undefined);
  assert.equal((await from('http://pbx.example.com')).status, 200);
});

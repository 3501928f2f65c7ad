import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { createHttp, routesOf } from '../../src/http/create-http.js';
import type { Route } from '../../src/http/route.js';
import { ROLES } from '../../src/ports/access.js';
import { REFILL_MS } from '../../src/http/login-limits.js';
import { PROBLEMS } from '../../src/http/problem.js';
import { serve } from '../../src/http/serve.js';
import { openHttp, partsOf, SmallLine, TOKEN } from './http-scene.js';

test('every path under /api is and the figures are closed without the token, and the refusal is logged without it', async (t) => {
  const { ask, line, log, clock } = await openHttp(t);
  for (const route of routesOf(partsOf(line)).filter(({ access }) => access !== 'open')) {
    clock.now += REFILL_MS;
    const path = route.path.replace(':id', 'anna');
    const without = await ask(route.method, path, { token: null });
    assert.equal(without.status, 401, path);
    assert.equal(without.json['code'], 'token-missing');
    assert.equal(without.headers['www-authenticate'], 'Bearer realm="callplane"');
    const wrong = await ask(route.method, path, { token: `${TOKEN}x` });
    assert.equal(wrong.json['code'], 'token-wrong');
    assert.match(String(wrong.headers['www-authenticate']), /invalid_token/);
  }
  assert.equal((await ask('GET', '/api/nothing', { token: null })).status, 401);
  assert.equal(
    (await ask('GET', '/api/agents', { token: null, headers: { authorization: 'Basic eA==' } })).status,
    401,
  );
  assert.deepEqual(line.asked, []);
  assert.ok(log.lines.some((each) => each.startsWith('warn')));
  assert.ok(!log.lines.some((each) => each.includes(TOKEN)));
});

test('a body that does not fit is refused with every fault and changes nothing', async (t) => {
  const { ask, line } = await openHttp(t);
  const cases: readonly (readonly [string, string, string, RegExp])[] = [
    ['pause', '{', 'malformed-json', /cannot be parsed/],
    ['pause', '"lunch"', 'malformed-json', /JSON object/],
    ['pause', '[]', 'invalid-body', /JSON object/],
    ['pause', '{}', 'invalid-body', /reason must be a text/],
    ['pause', '{"reason":""}', 'invalid-body', /must not be empty/],
    ['pause', '{"reason":5,"by":"me"}', 'invalid-body', /by is not known here.*reason must be a text/],
    ['pause', '{"reason":"a\\nb"}', 'invalid-body', /control characters/],
    ['pause', `{"reason":"${'x'.repeat(61)}"}`, 'invalid-body', /at most 60/],
    ['pause', '{"reason":"tea","seconds":0}', 'invalid-body', /seconds must be at least 1/],
    ['pause', '{"reason":"tea","seconds":86401}', 'invalid-body', /seconds must be at most 86400/],
    ['pause', '{"reason":"tea","seconds":"1"}', 'invalid-body', /seconds must be a whole number/],
    ['unlock-pin', '{"pin":"1"}', 'invalid-body', /pin is not known here/],
    ['outcome', '{}', 'invalid-body', /outcome must be a code of the queue/],
    ['outcome', '{"outcome":7}', 'invalid-body', /outcome must be a code of the queue/],
    ['outcome', `{"outcome":"${'x'.repeat(65)}"}`, 'invalid-body', /at most 64 characters/],
    ['extend-wrap-up', '{"seconds":"30"}', 'invalid-body', /whole number/],
    ['extend-wrap-up', '{"seconds":0}', 'invalid-body', /at least 1/],
    ['extend-wrap-up', '{"seconds":1e9}', 'invalid-body', /at most 3600/],
    ['sign-in', '{"desk":"PJSIP/9"}', 'invalid-body', /desk is not known here/],
    ['sign-in', '{"phone":"PJSIP/9&PJSIP/8"}', 'invalid-body', /phone must be one phone/],
    ['pause', `{"reason":"${'x'.repeat(20_000)}"}`, 'body-too-large', /16 kB/],
  ];
  for (const [name, body, code, detail] of cases) {
    const refused = await ask('POST', `/api/agents/anna/${name}`, { body });
    assert.equal(refused.json['code'], code, body.slice(0, 60));
    assert.match(String(refused.json['detail']), detail);
  }
  const form = { body: 'reason=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  assert.equal((await ask('POST', '/api/agents/anna/pause', form)).status, 415);
  assert.deepEqual(line.asked, []);
});

test('no body makes the server fail inside or let through what was not checked', async (t) => {
  const { ask, line } = await openHttp(t);
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc.constant('{"reason":{}}'),
    fc.constant('{"constructor":1}'),
  );
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      const answered = await ask('POST', '/api/agents/anna/pause', { body: text });
      assert.ok(answered.status === 400 || answered.status === 200, `${answered.status} for ${text}`);
    }),
    { numRuns: 200, seed: 7 },
  );
  for (const asked of line.asked) assert.ok(asked.ask === 'pause' && typeof asked.reason === 'string');
});

test('a path that cannot be decoded is a bad request', async (t) => {
  const { ask } = await openHttp(t);
  assert.equal((await ask('GET', '/api/agents/%zz')).json['code'], 'bad-request');
});

test('every answer carries the headers that keep browsers out', async (t) => {
  const { ask } = await openHttp(t);
  for (const answered of [
    await ask('GET', '/health', { token: null }),
    await ask('GET', '/x', { token: null }),
  ]) {
    assert.equal(answered.headers['cache-control'], 'no-store');
    assert.equal(answered.headers['x-content-type-options'], 'nosniff');
    assert.match(String(answered.headers['content-security-policy']), /default-src 'none'/);
    assert.equal(answered.headers['x-powered-by'], undefined);
  }
});

test('a port in use gives one message that says what to do', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.after(() => other.close());
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const app = createHttp(partsOf(new SmallLine()));
  await assert.rejects(serve(app, '127.0.0.1', port), {
    name: 'PortUnavailable',
    message: new RegExp(`Port 127\\.0\\.0\\.1:${port} is in use.*CALLPLANE_HTTP_PORT`, 's'),
  });
  await assert.rejects(serve(app, '192.0.2.1', 0), /not an address of this machine/);
});

/** As the table of docs/http.md says it. */
function rolesInWords(access: Route['access']): string {
  if (access === 'open') return 'open';
  return access.length === ROLES.length ? 'every role' : access.join(', ');
}

test('docs/http.md names every route and every problem, and no other', () => {
  const text = readFileSync(new URL('../../docs/http.md', import.meta.url), 'utf8');
  const routes = [...text.matchAll(/^\| `(GET|POST)` +\| `([^`]+)` +\| ([^|]+?) +\|/gm)].map(
    (row) => `${row[1]} ${row[2]} for ${row[3]}`,
  );
  assert.deepEqual(
    routes,
    routesOf(partsOf(new SmallLine())).map(
      ({ method, path, access }) => `${method} ${path} for ${rolesInWords(access)}`,
    ),
  );
  const problems = [...text.matchAll(/^\| `([a-z-]+)` +\| (\d{3})/gm)].map((row) => [row[1], Number(row[2])]);
  assert.deepEqual(
    problems,
    Object.entries(PROBLEMS).map(([code, { status }]) => [code, status]),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressKey,
  ADDRESSES_AT_MOST,
  LoginLimits,
  REFILL_MS,
  WRONG_AT_ONCE,
} from '../../src/http/login-limits.js';
import { openHttp, TOKEN } from './http-scene.js';

test('after ten wrong tokens an address must wait, and may then try once every six seconds', async (t) => {
  const { ask, clock, log } = await openHttp(t);
  const attempt = (token: string): ReturnType<typeof ask> => ask('GET', '/api/agents', { token });
  for (let index = 0; index < WRONG_AT_ONCE; index += 1)
    assert.equal((await attempt(`guess-${index}`)).status, 401);
  const lines = log.lines.length;
  const refused = await attempt('guess-11');
  assert.deepEqual([refused.status, refused.json['code']], [429, 'too-many-attempts']);
  assert.equal(refused.headers['retry-after'], '6');
  assert.equal(
    (await attempt(TOKEN)).status,
    429,
    'a guess that is right is not told from one that is wrong',
  );
  assert.equal(log.lines.length, lines, 'a flood of guesses is no flood of lines');
  clock.now += REFILL_MS;
  assert.equal((await attempt('guess-12')).status, 401);
  assert.equal((await attempt('guess-13')).status, 429);
  clock.now += REFILL_MS;
  assert.equal((await attempt(TOKEN)).status, 200);
});

test('who was let in before from the same address stays in while strangers guess', async (t) => {
  const { ask } = await openHttp(t);
  assert.equal((await ask('GET', '/api/agents')).status, 200);
  for (let index = 0; index <= WRONG_AT_ONCE; index += 1)
    await ask('GET', '/api/agents', { token: `guess-${index}` });
  assert.equal((await ask('GET', '/api/agents', { token: 'token-of-olga' })).status, 429);
  assert.equal((await ask('GET', '/api/agents')).status, 200);
  assert.equal((await ask('GET', '/api/agents', { token: null })).status, 401, 'no token is no guess');
});

test('a hundred thousand addresses take bounded memory', () => {
  const limits = new LoginLimits(() => 0);
  for (let index = 0; index < 100_000; index += 1)
    limits.wrong(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`);
  assert.equal(limits.size, ADDRESSES_AT_MOST);
  for (let index = 0; index < 5_000; index += 1) limits.right('10.0.0.1', `token-${index}`);
  for (let index = 0; index < WRONG_AT_ONCE; index += 1) limits.wrong('10.0.0.1');
  assert.ok(limits.waitMs('10.0.0.1', 'token-0') > 0, 'the oldest right token is forgotten');
  assert.equal(limits.waitMs('10.0.0.1', 'token-4999'), 0);
});

test('a source is an IPv4 address or the network of an IPv6 address', () => {
  assert.equal(addressKey('::ffff:192.0.2.7'), '192.0.2.7');
  assert.equal(addressKey('2001:db8:0:7::1'), addressKey('2001:0db8:0000:0007:ffff:ffff:ffff:ffff'));
  assert.notEqual(addressKey('2001:db8:0:7::1'), addressKey('2001:db8:0:8::1'));
  assert.equal(addressKey('fe80::1%eth0'), 'fe80:0:0:0');
  assert.equal(addressKey('::1'), '0:0:0:0');
});

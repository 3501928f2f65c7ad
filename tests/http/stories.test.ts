import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHttp } from './http-scene.js';

test('the story of a call is told with instants in ISO 8601, of all there is to who sees everything', async (t) => {
  const { ask, line } = await openHttp(t);
  const answered = await ask('GET', '/api/calls/c1/why');
  assert.equal(answered.status, 200);
  assert.equal(answered.json['arrivedAt'], '2026-01-05T09:00:00.000Z');
  assert.deepEqual(answered.json['steps'], [
    { at: '2026-01-05T09:00:00.000Z', text: 'the call arrives', more: ['by the trunk'] },
  ]);
  await ask('GET', '/api/calls/c1/why', { token: 'token-of-head' });
  assert.deepEqual(line.wished, [
    ['c1', 'everything'],
    ['c1', 'everything'],
  ]);
});

test('a supervisor is told what queues and agents of his teams had to do with it, an agent nothing', async (t) => {
  const { ask, line } = await openHttp(t);
  assert.equal((await ask('GET', '/api/calls/c1/why', { token: 'token-of-olga' })).status, 200);
  assert.deepEqual(line.wished, [['c1', { queues: ['support'], agents: ['anna'] }]]);
  assert.equal((await ask('GET', '/api/calls/c1/why', { token: 'token-of-anna' })).status, 403);
  line.story = null;
  assert.equal((await ask('GET', '/api/calls/c1/why', { token: 'token-of-olga' })).status, 403);
});

test('a call of which nothing is stored is unknown, and books that are away are said to be', async (t) => {
  const { ask, line } = await openHttp(t);
  line.story = null;
  const unknown = await ask('GET', '/api/calls/c9/why');
  assert.deepEqual([unknown.status, unknown.json['code']], [404, 'unknown-call']);
  assert.match(String(unknown.json['detail']), /"c9"/);
  line.booksAway = 'the database is not open';
  const away = await ask('GET', '/api/calls/c1/why');
  assert.deepEqual([away.status, away.json['code']], [503, 'books-away']);
  assert.match(String(away.json['detail']), /the database is not open/);
});

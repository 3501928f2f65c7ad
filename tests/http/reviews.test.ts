import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aStory, openHttp } from './http-scene.js';

const PATH = '/api/calls/c1/review';

test('a supervisor scores the agent of his team who talked, and is answered with what is stored', async (t) => {
  const { ask, line } = await openHttp(t);
  const body = '{"score":5,"conclusion":"names another price"}';
  const answered = await ask('POST', PATH, { token: 'token-of-olga', body });
  assert.deepEqual(
    [answered.status, answered.json],
    [200, { call: 'c1', agent: 'anna', score: 5, conclusion: 'names another price', reviewer: 'olga' }],
  );
  assert.deepEqual(line.wished, [['c1', { queues: ['support'], agents: ['anna'] }]]);
  assert.deepEqual(line.asked.at(-1), {
    ...{ ask: 'review-call', call: 'c1', agent: 'anna', score: 5, conclusion: 'names another price' },
  });
});

test('V06: 0 and 11 are refused with what would be right, and nothing is asked of the line', async (t) => {
  const { ask, line } = await openHttp(t);
  for (const body of ['{"score":0}', '{"score":11}', '{"score":5.5}', '{"score":"7"}']) {
    const refused = await ask('POST', PATH, { body });
    assert.deepEqual([refused.status, refused.json['code']], [400, 'invalid-body'], body);
    assert.match(String(refused.json['detail']), /score must be a whole number from 1 to 10/);
  }
  for (const body of [
    '{}',
    '{"conclusion":" "}',
    `{"conclusion":"${'x'.repeat(2001)}"}`,
    '{"score":7,"by":"x"}',
  ])
    assert.equal((await ask('POST', PATH, { body })).status, 400, body);
  assert.deepEqual(line.asked, []);
});

test('where two talked the score must say whose it is; where nobody did there is a conclusion only', async (t) => {
  const { ask, line } = await openHttp(t);
  line.story = { ...aStory(), talked: ['anna', 'boris'] };
  const whose = await ask('POST', PATH, { body: '{"score":7}' });
  assert.deepEqual([whose.status, whose.json['code']], [409, 'wrong-state']);
  assert.match(String(whose.json['detail']), /"agent": those who did: anna, boris/);
  assert.equal((await ask('POST', PATH, { body: '{"score":7,"agent":"boris"}' })).json['agent'], 'boris');
  const other = await ask('POST', PATH, { body: '{"score":7,"agent":"mark"}' });
  assert.deepEqual([other.status, other.json['code']], [404, 'unknown-agent']);
  assert.equal((await ask('POST', PATH, { body: '{"conclusion":"both were rude"}' })).json['agent'], null);
  line.story = { ...aStory(), talked: [] };
  assert.equal((await ask('POST', PATH, { body: '{"score":7}' })).status, 409);
  assert.equal((await ask('POST', PATH, { body: '{"conclusion":"nobody was there"}' })).status, 200);
});

test('S19: a supervisor of another team learns nothing and scores nobody', async (t) => {
  const { ask, line } = await openHttp(t);
  line.story = null;
  const body = '{"score":1}';
  assert.equal((await ask('POST', PATH, { token: 'token-of-olga', body })).status, 403);
  assert.equal((await ask('POST', PATH, { token: 'token-of-anna', body })).status, 403);
  assert.equal((await ask('POST', PATH, { body })).status, 404);
  line.story = { ...aStory(), talked: ['boris'] };
  // His story is in reach because of a queue; he himself is not.
  assert.equal((await ask('POST', PATH, { token: 'token-of-olga', body })).status, 403);
  line.booksAway = 'the database is not open';
  assert.equal((await ask('POST', PATH, { body })).status, 503);
  assert.deepEqual(line.asked, []);
});

test('C49: whoever has a call in his queue concludes it, whoever of another team talked in it', async (t) => {
  const { ask, line } = await openHttp(t);
  line.story = { ...aStory(), talked: ['boris'] };
  const body = '{"conclusion":"a specialist group is needed"}';
  const his = await ask('POST', PATH, { token: 'token-of-olga', body });
  assert.deepEqual([his.status, his.json['agent']], [200, null]);
  assert.equal((await ask('POST', PATH, { body })).json['agent'], 'boris');
});

test('a call that is not over is not reviewed: who talks in it is not known yet', async (t) => {
  const { ask, line } = await openHttp(t);
  line.story = { ...aStory(), isStoredWhole: false };
  for (const body of ['{"score":7}', '{"conclusion":"call him back"}']) {
    const refused = await ask('POST', PATH, { body });
    assert.deepEqual([refused.status, refused.json['code']], [409, 'wrong-state']);
    assert.match(String(refused.json['detail']), /"c1" is not over/);
  }
  assert.deepEqual(line.asked, []);
});

test('C53: the talk of a partner is scored by whoever has the queue in reach, however long its name is', async (t) => {
  const { ask, line } = await openHttp(t);
  const partner = `partner:${'n'.repeat(64)}`;
  line.story = { ...aStory(), talked: [partner] };
  const named = await ask('POST', PATH, {
    token: 'token-of-olga',
    body: JSON.stringify({ score: 4, agent: partner }),
  });
  assert.deepEqual([named.status, named.json['agent']], [200, partner]);
  const body = '{"conclusion":"friendly"}';
  const only = await ask('POST', PATH, { token: 'token-of-olga', body });
  assert.deepEqual([only.status, only.json['agent']], [200, partner]);
  const long = JSON.stringify({ score: 4, agent: 'x'.repeat(73) });
  assert.equal((await ask('POST', PATH, { body: long })).status, 400);
});

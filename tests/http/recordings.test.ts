import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aStory, openHttp } from './http-scene.js';

const LIST = '/api/calls/c1/recordings';
const SOUND = `${LIST}/t1/sound`;

test('V44: the recordings of a call are listed, and one is heard; who asked stands in the log', async (t) => {
  const { ask, line, log } = await openHttp(t);
  const listed = await ask('GET', LIST, { token: 'token-of-olga' });
  assert.equal(listed.status, 200);
  assert.deepEqual(JSON.parse(listed.text), {
    items: [
      {
        ...{ recording: '2026/01/05/t1', conversation: 't1', queue: 'support', agent: 'anna' },
        ...{ startedAt: '2026-01-05T09:00:09.000Z', durationMs: 61_000, result: 'recorded' },
      },
    ],
    total: 1,
  });
  assert.deepEqual(line.wished, [['c1', { queues: ['support'], agents: ['anna'] }]]);
  const sound = await ask('GET', SOUND, { token: 'token-of-olga' });
  assert.deepEqual(
    [sound.status, sound.headers['content-type'], sound.headers['content-disposition']],
    [200, 'audio/wav', 'attachment; filename="t1.wav"'],
  );
  assert.ok(sound.text.length > 0);
  const told = log.lines.find((each) => each.startsWith('info') && each.includes(SOUND));
  assert.match(told ?? '', /"by":"olga"/);
});

test('a talk that was not recorded, and a call of another team, are not there', async (t) => {
  const { ask, line } = await openHttp(t);
  const other = await ask('GET', `${LIST}/t2/sound`);
  assert.deepEqual([other.status, other.json['code']], [404, 'no-sound']);
  assert.match(
    String(other.json['detail']),
    /No talk "t2" of the call "c1" was recorded; those that were: t1/,
  );
  line.story = { ...aStory(), recordings: [] };
  assert.match(String((await ask('GET', SOUND)).json['detail']), /none of it was/);
  line.story = null;
  assert.equal((await ask('GET', SOUND)).status, 404);
  assert.equal((await ask('GET', LIST, { token: 'token-of-olga' })).status, 403);
});

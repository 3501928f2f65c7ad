import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RefusalCode } from '../../src/core/signal.js';
import { createStandbyHttp } from '../../src/http/create-standby-http.js';
import { serve } from '../../src/http/serve.js';
import { HttpLog, openHttp } from './http-scene.js';

test('health and readiness answer without a token', async (t) => {
  const { ask, line } = await openHttp(t);
  assert.deepEqual((await ask('GET', '/health', { token: null })).json, { state: 'alive' });
  const ready = await ask('GET', '/ready', { token: null });
  assert.deepEqual([ready.status, ready.json], [200, { state: 'ready', reasons: [] }]);
  line.state = { state: 'degraded', reasons: ['the database is away'] };
  assert.equal((await ask('GET', '/ready', { token: null })).status, 200);
  line.state = { state: 'not-ready', reasons: ['Asterisk is away'] };
  const away = await ask('GET', '/ready', { token: null });
  assert.deepEqual([away.status, away.json], [503, { state: 'not-ready', reasons: ['Asterisk is away'] }]);
});

test('lists are objects with items and total, instants in ISO 8601', async (t) => {
  const { ask } = await openHttp(t);
  const agents = await ask('GET', '/api/agents');
  assert.equal(agents.json['total'], 1);
  assert.deepEqual((agents.json['items'] as object[])[0], (await ask('GET', '/api/agents/anna')).json);
  const anna = (await ask('GET', '/api/agents/anna')).json;
  assert.equal(anna['since'], '2026-01-05T09:00:00.000Z');
  assert.equal(anna['until'], '2026-01-05T09:00:30.000Z');
  const queues = (await ask('GET', '/api/queues')).json;
  assert.equal(queues['total'], 1);
  const queue = (await ask('GET', '/api/queues/support')).json;
  assert.deepEqual((queue['waiting'] as object[])[0], {
    call: 'c1',
    position: 1,
    enteredAt: '2026-01-05T09:00:05.000Z',
    state: 'waiting',
    callback: null,
  });
  const calls = (await ask('GET', '/api/calls')).json;
  assert.equal((calls['items'] as { arrivedAt: string }[])[0]?.arrivedAt, '2026-01-05T09:00:01.000Z');
});

test('each thing an agent may ask reaches the line as its request', async (t) => {
  const { ask, line } = await openHttp(t);
  const post = async (name: string, body?: string): Promise<number> => {
    const asking = body === undefined ? {} : { body };
    return (await ask('POST', `/api/agents/anna/${name}`, asking)).status;
  };
  assert.equal(await post('sign-in'), 200);
  assert.equal(await post('sign-in', '{"phone":"PJSIP/9"}'), 200);
  assert.equal(await post('sign-out', '{}'), 200);
  assert.equal(await post('pause', '{"reason":"обед"}'), 200);
  assert.equal(await post('pause', '{"reason":"tea","seconds":90}'), 200);
  assert.equal(await post('resume'), 200);
  assert.equal(await post('unlock-pin'), 200);
  assert.equal(await post('end-wrap-up'), 200);
  assert.equal(await post('extend-wrap-up', '{"seconds":30}'), 200);
  assert.equal(await post('outcome', '{"outcome":"sale"}'), 200);
  assert.equal(await post('call', '{"number":"0888 000 001"}'), 200);
  assert.deepEqual(line.asked, [
    { ask: 'sign-in', agent: 'anna' },
    { ask: 'sign-in', agent: 'anna', phone: 'PJSIP/9' },
    { ask: 'sign-out', agent: 'anna' },
    { ask: 'pause', agent: 'anna', reason: 'обед' },
    { ask: 'pause', agent: 'anna', reason: 'tea', forMs: 90_000 },
    { ask: 'resume', agent: 'anna' },
    { ask: 'unlock-pin', agent: 'anna' },
    { ask: 'end-wrap-up', agent: 'anna' },
    { ask: 'extend-wrap-up', agent: 'anna', byMs: 30_000 },
    { ask: 'set-outcome', agent: 'anna', outcome: 'sale' },
    { ask: 'call-out', agent: 'anna', number: '0888 000 001' },
  ]);
});

test('a recording is paused and resumed by the id of its call, which is the answer', async (t) => {
  const { ask, line } = await openHttp(t);
  for (const what of ['pause-recording', 'resume-recording'] as const) {
    const answer = await ask('POST', `/api/calls/c1/${what}`);
    assert.deepEqual([answer.status, answer.json['call'], answer.json['recording']], [200, 'c1', null]);
    assert.deepEqual(line.asked.at(-1), { ask: what, call: 'c1' });
  }
  assert.equal((await ask('POST', '/api/calls/c1/pause-recording', { body: '{"for":"5s"}' })).status, 400);
  assert.equal((await ask('POST', '/api/calls/c2/pause-recording')).json['code'], 'unknown-call');
  assert.equal((await ask('POST', '/api/calls/c1/pause-recording', { token: null })).status, 401);
});

test('a waiting caller is moved, taken out and preferred by the id of his call', async (t) => {
  const { ask, line } = await openHttp(t);
  const post = (what: string, body: string) => ask('POST', `/api/calls/c1/${what}`, { body });
  assert.equal((await post('move', '{"queue":"sales"}')).status, 200);
  assert.equal((await post('remove', '{}')).status, 200);
  assert.equal((await post('priority', '{"priority":-3}')).json['call'], 'c1');
  assert.deepEqual(line.asked, [
    { ask: 'move-call', call: 'c1', queue: 'sales' },
    { ask: 'remove-call', call: 'c1' },
    { ask: 'set-priority', call: 'c1', priority: -3 },
  ]);
  for (const [what, body] of [
    ['move', '{}'],
    ['remove', '{"queue":"sales"}'],
    ['priority', '{"priority":11}'],
    ['priority', '{"priority":"high"}'],
  ] as const)
    assert.equal((await post(what, body)).json['code'], 'invalid-body', `${what} ${body}`);
  assert.equal(line.asked.length, 3);
});

test('hours are listed and switched by hand, with an end or without', async (t) => {
  const { ask, line } = await openHttp(t);
  const office = {
    hours: 'office',
    open: false,
    switch: {
      to: 'closed',
      since: '2026-01-05T09:00:00.000Z',
      until: '2026-01-05T18:00:00.000Z',
      by: 'olga',
    },
  };
  assert.deepEqual((await ask('GET', '/api/hours')).json, { items: [office], total: 1 });
  const post = (what: string, body?: string) =>
    ask('POST', `/api/hours/office/${what}`, body === undefined ? {} : { body });
  assert.deepEqual((await post('close')).json, office);
  await post('close', '{"minutes":120}');
  await post('open', '{"until":"2026-03-04T18:00:00+02:00"}');
  await post('follow');
  assert.deepEqual(line.asked, [
    { ask: 'close-hours', hours: 'office', ends: null },
    { ask: 'close-hours', hours: 'office', ends: { afterMs: 7_200_000 } },
    { ask: 'open-hours', hours: 'office', ends: { at: Date.UTC(2026, 2, 4, 16) } },
    { ask: 'follow-hours', hours: 'office' },
  ]);
  const wrong = [
    '{"minutes":0}',
    '{"minutes":43201}',
    '{"until":"18:00"}',
    '{"until":"2026-03-04T18:00:00"}',
    '{"minutes":5,"until":"2026-03-04T18:00:00Z"}',
    '{"hours":2}',
  ];
  for (const body of wrong) assert.equal((await post('close', body)).json['code'], 'invalid-body', body);
  assert.equal((await post('follow', '{"minutes":5}')).json['code'], 'invalid-body');
});

test('an emergency message begins and ends, for one number or for all', async (t) => {
  const { ask, line } = await openHttp(t);
  const post = (what: string, body?: string) =>
    ask('POST', `/api/messages/${what}`, body === undefined ? {} : { body });
  const shown = {
    number: null,
    prompt: 'outage',
    since: '2026-01-05T09:00:00.000Z',
    until: null,
    by: 'olga',
  };
  assert.deepEqual((await ask('GET', '/api/messages')).json, { items: [shown], total: 1 });
  assert.deepEqual((await post('start', '{"prompt":"outage"}')).json, { items: [shown], total: 1 });
  await post('start', '{"prompt":"outage","number":"+359 2 000 0001","minutes":30}');
  await post('end');
  await post('end', '{"number":"+359 2 000 0001"}');
  assert.deepEqual(line.asked, [
    { ask: 'start-message', prompt: 'outage', number: null, ends: null },
    { ask: 'start-message', prompt: 'outage', number: '+359 2 000 0001', ends: { afterMs: 1_800_000 } },
    { ask: 'end-message', number: null },
    { ask: 'end-message', number: '+359 2 000 0001' },
  ]);
  for (const body of [
    '{}',
    '{"prompt":5}',
    '{"prompt":"outage","number":"none"}',
    '{"prompt":"outage","text":"x"}',
  ])
    assert.equal((await post('start', body)).json['code'], 'invalid-body', body);
});

test('another system names the last agent of a caller, and has him forgotten', async (t) => {
  const { ask, line } = await openHttp(t);
  const post = (what: string, body: string) => ask('POST', `/api/last-agents/${what}`, { body });
  const set = await post('set', '{"caller":"+359888000001","agent":"anna"}');
  assert.deepEqual(set.json, { caller: '+359888000001', agent: 'anna' });
  const forgotten = await post('forget', '{"caller":"+359888000001"}');
  assert.deepEqual(forgotten.json, { caller: '+359888000001', agent: null });
  assert.deepEqual(line.asked, [
    { ask: 'set-last-agent', caller: '+359888000001', agent: 'anna' },
    { ask: 'forget-last-agent', caller: '+359888000001' },
  ]);
  for (const body of [
    '{"agent":"anna"}',
    '{"caller":"0888000001","agent":"anna"}',
    '{"caller":"+359888000001"}',
  ])
    assert.equal((await post('set', body)).json['code'], 'invalid-body', body);
});

test('a callback is asked for by number and queue, answered as it stands, and cancelled by its id', async (t) => {
  const { ask, line } = await openHttp(t);
  const post = (what: string, body: string) => ask('POST', `/api/callbacks/${what}`, { body });
  const wish =
    '{"number":"+359888000001","queue":"support","name":"Анна","notBefore":"2026-01-05T12:00:00+02:00"}';
  const asked = await post('ask', wish);
  assert.deepEqual([asked.status, asked.json['callback'], asked.json['state']], [200, 'cb1', 'resting']);
  assert.equal(asked.json['askedAt'], '2026-01-05T09:00:02.000Z');
  const plain = await post('ask', '{"number":"+359888000009","queue":"support"}');
  assert.deepEqual(plain.json, { number: '+359888000009', callback: null });
  assert.deepEqual((await post('cb1/cancel', '{}')).json, { callback: 'cb1', state: 'cancelled' });
  const [name, notBefore] = ['Анна', Date.UTC(2026, 0, 5, 10)];
  assert.deepEqual(line.asked, [
    { ask: 'ask-callback', number: '+359888000001', queue: 'support', name, notBefore },
    { ask: 'ask-callback', number: '+359888000009', queue: 'support', name: null, notBefore: null },
    { ask: 'cancel-callback', callback: 'cb1' },
  ]);
  for (const body of [
    '{"queue":"support"}',
    '{"number":"0888000001","queue":"support"}',
    '{"number":"+359888000001"}',
    '{"number":"+359888000001","queue":"support","notBefore":"tomorrow"}',
    '{"number":"+359888000001","queue":"support","notBefore":"2026-01-05T12:00:00"}',
    '{"number":"+359888000001","queue":"support","name":""}',
  ])
    assert.equal((await post('ask', body)).json['code'], 'invalid-body', body);
});

test('what the core refuses is answered with its code', async (t) => {
  const { ask, line } = await openHttp(t);
  const expected: readonly (readonly [RefusalCode, number])[] = [
    ['unknown-agent', 404],
    ['unknown-call', 404],
    ['unknown-callback', 404],
    ['number-refused', 422],
    ['unknown-hours', 404],
    ['unknown-number', 404],
    ['unknown-prompt', 404],
    ['wrong-state', 409],
    ['limit-reached', 409],
  ];
  for (const [code, status] of expected) {
    line.answer = { id: '1', ok: false, code, detail: 'Anna is talking.' };
    const refused = await ask('POST', '/api/agents/anna/sign-in');
    assert.equal(refused.status, status);
    assert.equal(refused.headers['content-type'], 'application/problem+json; charset=utf-8');
    assert.equal(refused.json['code'], code);
    assert.equal(refused.json['type'], `urn:callplane:problem:${code}`);
    assert.equal(refused.json['detail'], 'Anna is talking.');
    assert.equal(refused.json['request'], refused.headers['x-request-id']);
  }
});

test('a reload tells the version in force, or every fault of the file', async (t) => {
  const { ask, line } = await openHttp(t);
  assert.deepEqual((await ask('POST', '/api/reload')).json, { version: 'v2', changed: true });
  const faults = [{ file: 'r.yml', line: 3, column: 5, message: 'unknown strategy "rnd"; write "random"' }];
  line.reloaded = { ok: false, faults };
  const refused = await ask('POST', '/api/reload');
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.json['faults'], faults);
});

test('unknown agents, queues, paths and methods are told apart', async (t) => {
  const { ask } = await openHttp(t);
  const codeOf = async (method: string, path: string): Promise<unknown> =>
    (await ask(method, path)).json['code'];
  assert.equal(await codeOf('GET', '/api/agents/nobody'), 'unknown-agent');
  assert.equal(await codeOf('GET', '/api/queues/none'), 'unknown-queue');
  assert.equal(await codeOf('GET', '/api/nothing'), 'unknown-path');
  assert.equal(await codeOf('GET', '/'), 'unknown-path');
  const wrong = await ask('DELETE', '/api/agents/anna');
  assert.equal(wrong.status, 405);
  assert.equal(wrong.headers['allow'], 'GET, HEAD');
  assert.equal((await ask('GET', '/api/reload')).headers['allow'], 'POST');
});

test('a fault of our own is told without its inside and stands in the log with its id', async (t) => {
  const { ask, line, log } = await openHttp(t);
  line.ask = () => Promise.reject(new Error('secret inside'));
  const failed = await ask('POST', '/api/agents/anna/sign-in');
  assert.equal(failed.status, 500);
  assert.ok(!failed.text.includes('secret inside') && !failed.text.includes('.ts'));
  assert.ok(
    log.lines.some((line) => line.includes('secret inside') && line.includes(String(failed.json['request']))),
  );
});

test('handover: begun with a standby, refused without one', async (t) => {
  const { ask, line } = await openHttp(t);
  const refused = await ask('POST', '/api/handover');
  assert.deepEqual([refused.status, refused.json['code']], [409, 'no-standby']);
  line.standby = 'follows';
  const begun = await ask('POST', '/api/handover');
  assert.deepEqual([begun.status, begun.json], [202, { state: 'handing-over' }]);
});

test('drain: new calls go elsewhere and come back, or nothing changes', async (t) => {
  const { ask, line } = await openHttp(t);
  const begun = await ask('POST', '/api/drain');
  assert.deepEqual([begun.status, begun.json], [200, { newCalls: 'elsewhere', callsLeft: 1 }]);
  assert.equal(line.newCalls, 'elsewhere');
  line.state = { state: 'draining', reasons: ['1 call is left'] };
  const ready = await ask('GET', '/ready', { token: null });
  assert.deepEqual([ready.status, ready.json], [200, line.state], 'calls that are here are handled');
  line.asterisk = 'silent';
  const refused = await ask('POST', '/api/undrain');
  assert.deepEqual([refused.status, refused.json['code']], [503, 'asterisk-silent']);
  line.asterisk = 'hears';
  const undone = await ask('POST', '/api/undrain', { body: '{}' });
  assert.deepEqual([undone.status, undone.json['newCalls'], line.newCalls], [200, 'here', 'here']);
  assert.equal((await ask('POST', '/api/drain', { body: '{"minutes":3}' })).json['code'], 'invalid-body');
});

test('a standby says what it is and who leads, and refuses everything else', async (t) => {
  const answers = { leader: 'http://192.0.2.1:8080' as string | null };
  const app = createStandbyHttp({
    readiness: () => ({ state: 'standby', reasons: ['another leads'] }),
    leader: () => answers.leader,
    names: [],
    log: new HttpLog(),
    mintRequestId: () => 'r-1',
  });
  const door = await serve(app, '127.0.0.1', 0);
  t.after(() => door.close(0));
  const ask = async (path: string, method = 'GET'): Promise<readonly [number, unknown]> => {
    const answer = await fetch(`http://127.0.0.1:${door.port}${path}`, { method });
    return [answer.status, await answer.json()];
  };
  const { leader } = answers;
  assert.deepEqual(await ask('/health'), [200, { state: 'alive', role: 'standby', leader }]);
  assert.deepEqual(await ask('/ready'), [503, { state: 'standby', reasons: ['another leads'], leader }]);
  const [status, problem] = await ask('/api/agents/anna/sign-in', 'POST');
  assert.equal(status, 503);
  assert.equal((problem as { code: string }).code, 'not-leading');
  assert.equal((problem as { leader: string }).leader, leader);
  answers.leader = null;
  assert.equal(((await ask('/api/calls'))[1] as { leader: null }).leader, null);
});

test('the figures are text for Prometheus, under the token as everything', async (t) => {
  const { ask } = await openHttp(t);
  const answer = await ask('GET', '/metrics');
  assert.equal(answer.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  assert.equal(
    answer.text,
    [
      '# HELP callplane_calls_arrived_total Calls.',
      '# TYPE callplane_calls_arrived_total counter',
      'callplane_calls_arrived_total 3',
      '# HELP callplane_queue_waiting Two\\nlines and a \\\\.',
      '# TYPE callplane_queue_waiting gauge',
      'callplane_queue_waiting{queue="a\\"b\\\\c\\nd"} 1',
      'callplane_queue_waiting{queue="support"} 0.5',
      '',
    ].join('\n'),
  );
  assert.equal((await ask('GET', '/metrics', { token: null })).status, 401);
});

test('a message is listed, heard and marked, and a sound that is not there says why', async (t) => {
  const { ask, line, log } = await openHttp(t);
  const listed = (await ask('GET', '/api/voicemails')).json;
  const [message] = listed['items'] as Record<string, unknown>[];
  assert.deepEqual(
    [message?.['voicemail'], message?.['leftAt'], message?.['heardAt']],
    ['v1', '2026-01-05T09:00:04.000Z', null],
  );
  const sound = await ask('GET', '/api/voicemails/v1/sound');
  assert.deepEqual(
    [sound.status, sound.headers['content-type'], sound.headers['content-disposition'], sound.text],
    [200, 'audio/wav', 'attachment; filename="v1.wav"', 'RIFF'],
  );
  assert.ok(log.lines.some((each) => each.startsWith('info') && each.includes('/api/voicemails/v1/sound')));
  assert.equal((await ask('POST', '/api/voicemails/v1/heard')).status, 200);
  assert.equal((await ask('POST', '/api/voicemails/v1/unheard', { body: '{}' })).status, 200);
  assert.deepEqual(line.asked.slice(-2), [
    { ask: 'voicemail-heard', voicemail: 'v1' },
    { ask: 'voicemail-unheard', voicemail: 'v1' },
  ]);
  assert.equal((await ask('POST', '/api/voicemails/v1/heard', { body: '{"by":"me"}' })).status, 400);
  const unknown = await ask('GET', '/api/voicemails/v2/sound');
  assert.deepEqual([unknown.status, unknown.json['code']], [404, 'unknown-voicemail']);
  const [view] = line.voicemails();
  assert.ok(view !== undefined);
  line.voicemails = () => [{ ...view, recording: '2026/01/04/gone' }];
  const gone = await ask('GET', '/api/voicemails/v1/sound');
  assert.deepEqual([gone.status, gone.json['code']], [404, 'no-sound']);
  assert.match(String(gone.json['detail']), /2026\/01\/04\/gone\.wav is not in the folder/);
});

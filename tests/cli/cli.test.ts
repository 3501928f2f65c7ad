import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { type Api, createApi } from '../../src/cli/api-client.js';
import type { CliParts, DailyRequest } from '../../src/cli/create-cli.js';
import { CommandFailed } from '../../src/cli/exit-code.js';
import { run } from './run.js';

interface Asked {
  readonly line: string;
  readonly token: string | undefined;
  readonly body: string;
}

/** An HTTP server that keeps what it was asked and answers with this. */
async function callplane(
  t: TestContext,
  status: number,
  body: object,
): Promise<{ parts: Partial<CliParts>; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      asked.push({
        line: `${request.method} ${request.url}`,
        token: request.headers.authorization,
        body: text,
      });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { asked, parts: { api: () => createApi({ host: '0.0.0.0', port, token: 'tok' }) } };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}

const ANNA = {
  agent: 'anna',
  state: 'paused',
  reason: 'lunch',
  call: null,
  since: '2026-01-05T09:00:00.000Z',
};

test('version and schema are printed', async () => {
  assert.deepEqual(await run(['version']), { code: 0, out: '1.2.3\n', err: '' });
  assert.deepEqual(await run(['--version']), { code: 0, out: '1.2.3\n', err: '' });
  const schema = await run(['schema'], { schema: () => Promise.resolve({ type: 'object' }) });
  assert.deepEqual(JSON.parse(schema.out), { type: 'object' });
});

test('speech deletes what no text needs only when told to', async () => {
  const speech: CliParts['speech'] = ({ files, clear }) =>
    Promise.resolve({ ok: true, text: `${clear} ${files.join()}` });
  assert.equal((await run(['speech', 'a.yml'], { speech })).out, 'list a.yml');
  assert.equal((await run(['speech', 'a.yml', 'b.yml', '--clear'], { speech })).out, 'delete a.yml,b.yml');
});

test('help tells the commands and the exit codes', async () => {
  const help = await run(['--help']);
  assert.equal(help.code, 0);
  for (const word of [
    'start',
    'check',
    'schema',
    'report',
    'agent',
    'reload',
    'drain',
    'access',
    'audit',
    'version',
    'Exit codes',
  ]) {
    assert.ok(help.out.includes(word), word);
  }
});

test('what cannot be understood is wrong usage, with a message', async () => {
  for (const args of [
    ['nothing'],
    ['check'],
    ['report', 'daily', '--format', 'pdf'],
    ['agent', 'pause', 'anna'],
    [],
  ]) {
    const wrong = await run(args);
    assert.equal(wrong.code, 2, args.join(' '));
    assert.notEqual(wrong.err, '');
  }
  const typo = await run(['chekc', 'a.yml']);
  assert.match(typo.err, /Did you mean check/);
});

test('check prints every fault and ends with 1, or says that there is none', async () => {
  const faults = ['a.yml:3:5: found "rnd"; right would be "random"', 'a.yml:9:1: found x; right would be y'];
  const bad = await run(['check', 'a.yml'], { check: () => Promise.resolve({ faults, warnings: [] }) });
  assert.equal(bad.code, 1);
  assert.equal(bad.err, `${faults.join('\n')}\n2 faults in a.yml\n`);
  const good = await run(['check', 'a.yml', 'b.yml'], {
    check: (files) => Promise.resolve({ faults: [], warnings: [`${files.length} files`] }),
  });
  assert.deepEqual(good, { code: 0, out: 'a.yml, b.yml: no faults\n', err: 'warning: 2 files\n' });
});

test('the daily report is asked for with date and format', async () => {
  const asked: DailyRequest[] = [];
  const dailyReport = (request: DailyRequest): Promise<string> => {
    asked.push(request);
    return Promise.resolve('the report');
  };
  assert.deepEqual(await run(['report', 'daily'], { dailyReport }), {
    code: 0,
    out: 'the report\n',
    err: '',
  });
  await run(['report', 'daily', '--date', '2024-02-29', '--format', 'csv'], { dailyReport });
  await run(['report', 'daily', '--within', '30'], { dailyReport });
  assert.deepEqual(asked, [
    { date: null, format: 'table', withinMs: null },
    { date: '2024-02-29', format: 'csv', withinMs: null },
    { date: null, format: 'table', withinMs: 30_000 },
  ]);
  for (const date of ['2026-02-29', '2026-2-1', 'yesterday', '2026-13-01']) {
    const wrong = await run(['report', 'daily', '--date', date], { dailyReport });
    assert.equal(wrong.code, 2, date);
    assert.match(wrong.err, /a day that exists, like/);
  }
  const wrong = await run(['report', 'daily', '--within', '20s'], { dailyReport });
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /whole seconds/);
});

test('start ends with the exit code of the parent', async () => {
  assert.equal((await run(['start'], { start: () => Promise.resolve(3) })).code, 3);
});

test('errors of other rooms end as they are explained, others as a fault inside', async () => {
  const dailyReport = (): Promise<string> => Promise.reject(new Error('no database'));
  const explained = await run(['report', 'daily'], {
    dailyReport,
    explain: () => ({ message: 'The database is away; start it.', exitCode: 3 }),
  });
  assert.deepEqual(explained, { code: 3, out: '', err: 'The database is away; start it.\n' });
  const unknown = await run(['report', 'daily'], { dailyReport });
  assert.equal(unknown.code, 4);
  assert.match(unknown.err, /A fault inside Callplane.*no database/s);
  const failed = await run(['schema'], {
    schema: () => {
      throw new CommandFailed('not today', 1);
    },
  });
  assert.deepEqual(failed, { code: 1, out: '', err: 'not today\n' });
});

test('agent commands ask the running Callplane and print the agent afterwards', async (t) => {
  const { parts, asked } = await callplane(t, 200, ANNA);
  const paused = await run(['agent', 'pause', 'anna/b', '--reason', 'обед'], parts);
  assert.deepEqual(paused, {
    code: 0,
    out: 'anna: paused (lunch) since 2026-01-05T09:00:00.000Z\n',
    err: '',
  });
  await run(['agent', 'sign-in', 'anna', '--phone', 'PJSIP/9'], parts);
  await run(['agent', 'pause', 'anna', '--reason', 'tea', '--minutes', '2'], parts);
  for (const name of ['sign-in', 'sign-out', 'resume', 'end-wrap-up', 'unlock-pin'])
    await run(['agent', name, 'anna'], parts);
  await run(['agent', 'extend-wrap-up', 'anna', '--seconds', '30'], parts);
  await run(['agent', 'outcome', 'anna', 'sale'], parts);
  await run(['agent', 'call', 'anna', '0888000001'], parts);
  assert.deepEqual(
    asked.map(({ line, body }) => `${line} ${body}`),
    [
      'POST /api/agents/anna%2Fb/pause {"reason":"обед"}',
      'POST /api/agents/anna/sign-in {"phone":"PJSIP/9"}',
      'POST /api/agents/anna/pause {"reason":"tea","seconds":120}',
      'POST /api/agents/anna/sign-in {}',
      'POST /api/agents/anna/sign-out {}',
      'POST /api/agents/anna/resume {}',
      'POST /api/agents/anna/end-wrap-up {}',
      'POST /api/agents/anna/unlock-pin {}',
      'POST /api/agents/anna/extend-wrap-up {"seconds":30}',
      'POST /api/agents/anna/outcome {"outcome":"sale"}',
      'POST /api/agents/anna/call {"number":"0888000001"}',
    ],
  );
  assert.ok(asked.every(({ token }) => token === 'Bearer tok'));
});

test('agent list prints one line each', async (t) => {
  const bob = { ...ANNA, agent: 'bob', state: 'talking', reason: null, call: 'c7' };
  const { parts } = await callplane(t, 200, { items: [ANNA, bob], total: 2 });
  assert.equal(
    (await run(['agent', 'list'], parts)).out.split('\n')[1],
    'bob: talking c7 since 2026-01-05T09:00:00.000Z',
  );
});

test('callers are handed over, asked about and put on hold', async (t) => {
  const { parts, asked } = await callplane(t, 200, { call: 'c7', state: 'talking' });
  assert.equal((await run(['call', 'transfer', 'c7', 'boris'], parts)).out, 'c7: talking\n');
  await run(['call', 'transfer', 'c7', '--to', 'queue', 'sales', '--reason', 'refund'], parts);
  await run(['call', 'consult', 'c7', '--to', 'chain', 'up'], parts);
  for (const name of ['complete-transfer', 'cancel-transfer', 'hold', 'resume'])
    await run(['call', name, 'c7'], parts);
  assert.deepEqual(
    asked.map(({ line, body }) => `${line} ${body}`),
    [
      'POST /api/calls/c7/transfer {"agent":"boris"}',
      'POST /api/calls/c7/transfer {"queue":"sales","reason":"refund"}',
      'POST /api/calls/c7/consult {"chain":"up"}',
      'POST /api/calls/c7/complete-transfer {}',
      'POST /api/calls/c7/cancel-transfer {}',
      'POST /api/calls/c7/hold {}',
      'POST /api/calls/c7/resume {}',
    ],
  );
  assert.equal((await run(['call', 'transfer', 'c7', '--to', 'moon', 'x'], parts)).code, 2);
});

test('a call that was listened to is scored', async (t) => {
  const stored = { call: 'c7', agent: 'anna', score: 5, conclusion: null, reviewer: 'olga' };
  const { parts, asked } = await callplane(t, 200, stored);
  const { out } = await run(['call', 'review', 'c7', '--score', '5', '--agent', 'anna'], parts);
  assert.equal(out, 'c7: reviewed of anna by olga, score 5\n');
  await run(['call', 'review', 'c7', '--conclusion', 'call him back'], parts);
  assert.deepEqual(
    asked.map(({ line, body }) => `${line} ${body}`),
    [
      'POST /api/calls/c7/review {"score":5,"agent":"anna"}',
      'POST /api/calls/c7/review {"conclusion":"call him back"}',
    ],
  );
  for (const score of ['0', '11', '5.5', 'good'])
    assert.equal((await run(['call', 'review', 'c7', '--score', score], parts)).code, 2, score);
});

test('waiting callers are listed, moved, taken out and preferred', async (t) => {
  const waiting = { call: 'c7', state: 'waiting', queue: 'sales', position: 2 };
  const { parts, asked } = await callplane(t, 200, waiting);
  assert.equal((await run(['call', 'move', 'c7', 'sales'], parts)).out, 'c7: waiting in sales, place 2\n');
  await run(['call', 'remove', 'c7'], parts);
  await run(['call', 'priority', 'c7', '--', '-2'], parts);
  assert.deepEqual(
    asked.map(({ line, body }) => `${line} ${body}`),
    [
      'POST /api/calls/c7/move {"queue":"sales"}',
      'POST /api/calls/c7/remove {}',
      'POST /api/calls/c7/priority {"priority":-2}',
    ],
  );
  assert.equal((await run(['call', 'priority', 'c7', 'high'], parts)).code, 2);
  const list = await callplane(t, 200, {
    items: [waiting, { call: 'c8', state: 'menu', queue: null }],
    total: 2,
  });
  assert.equal((await run(['call', 'list'], list.parts)).out, 'c7: waiting in sales, place 2\nc8: menu\n');
});

test('what is refused is told with its title, detail and faults, and ends with 1', async (t) => {
  const faults = [{ file: 'r.yml', line: 3, column: 5, message: 'unknown strategy' }];
  const { parts } = await callplane(t, 422, {
    title: 'The routing file has faults',
    detail: '1 fault',
    faults,
  });
  assert.deepEqual(await run(['reload'], parts), {
    code: 1,
    out: '',
    err: 'The routing file has faults: 1 fault\nr.yml:3:5: unknown strategy\n',
  });
});

/** A Callplane from which calls go one by one, and a clock that goes with the pauses. */
function emptying(states: readonly string[]): { parts: Partial<CliParts>; asked: string[] } {
  const asked: string[] = [];
  const left = [...states];
  let at = 0;
  const api: Api = {
    ask: (method, path) => {
      asked.push(`${method} ${path}`);
      const items = left.map((state) => ({ state }));
      return Promise.resolve({ status: 200, body: { items, total: items.length } });
    },
  };
  const pause = (milliseconds: number): Promise<void> => {
    at += milliseconds;
    left.pop();
    return Promise.resolve();
  };
  return { asked, parts: { api: () => api, pause, now: () => at } };
}

test('drain waits until no call is left, or the time is over', async () => {
  const drained = emptying(['talking', 'waiting']);
  assert.deepEqual(await run(['drain'], drained.parts), {
    code: 0,
    out: 'new calls go to the emergency destination\nno call is left\n',
    err: '',
  });
  assert.deepEqual(drained.asked, ['POST /api/drain', ...Array.from({ length: 4 }, () => 'GET /api/calls')]);
  const late = await run(['drain', '--within', '2s'], emptying(Array(5).fill('talking')).parts);
  assert.equal(late.code, 1);
  assert.match(late.err, /calls are left: 3 talking.*drain --undo/);
  const atOnce = await run(['drain', '--within', '0s'], emptying(['waiting', 'talking', 'waiting']).parts);
  assert.match(atOnce.err, /2 waiting, 1 talking/);
  const undone = emptying(['talking']);
  assert.equal((await run(['drain', '--undo'], undone.parts)).out, 'new calls are taken again\n');
  assert.deepEqual(undone.asked, ['POST /api/undrain']);
  assert.equal((await run(['drain', '--within', 'soon'], undone.parts)).code, 2);
});

test('without a running Callplane the message says how to start it', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const api = createApi({ host: '127.0.0.1', port, token: 'tok' });
  const failed = await run(['agent', 'list'], { api: () => api });
  assert.equal(failed.code, 3);
  assert.match(failed.err, /No Callplane answers at http:\/\/127\.0\.0\.1:\d+ .*callplane start/);
});

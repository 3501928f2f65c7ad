import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Api } from '../../src/cli/api-client.js';
import { runCli, type CliParts } from '../../src/cli/create-cli.js';
import type { Made, TrialRequest } from '../../src/cli/routing-commands.js';

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** `METHOD path body` of everything that was asked of the running Callplane. */
  readonly asked: readonly string[];
}

async function run(
  args: readonly string[],
  answer: object = {},
  parts: Partial<CliParts> = {},
): Promise<Run> {
  let [out, err] = ['', ''];
  const asked: string[] = [];
  const refuse = (): never => {
    throw new Error('this command must not need that');
  };
  const api: Api = {
    ask: (method, path, body) => {
      asked.push(`${method} ${path}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`);
      return Promise.resolve({ status: 200, body: answer as Record<string, unknown> });
    },
  };
  const names = ['start', 'check', 'schema', 'dailyReport', 'runReport', 'listReports', 'writeFile'];
  const others = ['access', 'audit', 'doctor', 'backup', 'restore', 'tryCall', 'graph'];
  const refusing = Object.fromEntries([...names, ...others].map((name) => [name, refuse]));
  const all = {
    ...refusing,
    version: '1.2.3',
    api: () => api,
    explain: () => null,
    print: (text: string) => (out += text),
    complain: (text: string) => (err += text),
    ...parts,
  } as unknown as CliParts;
  return { code: await runCli(all, args), out, err, asked };
}

const OFFICE = { hours: 'office', open: false, switch: null };
const BY_HAND = {
  to: 'closed',
  since: '2026-03-04T10:00:00.000Z',
  until: '2026-03-04T12:00:00.000Z',
  by: 'olga',
};

test('hours are listed, closed, opened and let go, each as one request', async () => {
  const items = [OFFICE, { ...OFFICE, hours: 'night', open: true, switch: { ...BY_HAND, until: null } }];
  const listed = await run(['hours', 'list'], { items, total: 2 });
  assert.equal(listed.out, 'office: closed, by its times\nnight: open, by hand (olga)\n');
  assert.deepEqual(listed.asked, ['GET /api/hours']);
  const closed = await run(['hours', 'close', 'office', '--minutes', '120'], { ...OFFICE, switch: BY_HAND });
  assert.equal(closed.out, 'office: closed, by hand until 2026-03-04T12:00:00.000Z (olga)\n');
  assert.deepEqual(closed.asked, ['POST /api/hours/office/close {"minutes":120}']);
  const until = '2026-12-19T16:00:00+02:00';
  const opened = await run(['hours', 'open', 'the office', '--until', until], OFFICE);
  assert.deepEqual(opened.asked, [`POST /api/hours/the%20office/open {"until":"${until}"}`]);
  const followed = await run(['hours', 'follow', 'office'], OFFICE);
  assert.deepEqual(followed.asked, ['POST /api/hours/office/follow {}']);
  const wrong = await run(['hours', 'close', 'office', '--minutes', 'many']);
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /whole minutes/);
});

test('messages are listed, started and ended', async () => {
  const message = { number: null, prompt: 'outage', since: BY_HAND.since, until: BY_HAND.until, by: 'olga' };
  const started = await run(['message', 'start', 'outage', '--minutes', '30'], { items: [message] });
  assert.equal(started.out, 'all numbers: outage until 2026-03-04T12:00:00.000Z (olga)\n');
  assert.deepEqual(started.asked, ['POST /api/messages/start {"prompt":"outage","minutes":30}']);
  const one = await run(['message', 'start', 'outage', '--number', '+359 2'], { items: [] });
  assert.deepEqual(one.asked, ['POST /api/messages/start {"prompt":"outage","number":"+359 2"}']);
  const ended = await run(['message', 'end'], { items: [] });
  assert.deepEqual([ended.out, ended.asked], ['no message is on\n', ['POST /api/messages/end {}']]);
  const listed = await run(['message', 'list'], { items: [{ ...message, number: '+359 2', until: null }] });
  assert.equal(listed.out, '+359 2: outage (olga)\n');
});

test('explain hands over what was asked and prints the path, or the faults', async () => {
  const asked: TrialRequest[] = [];
  const tryCall = (request: TrialRequest): Promise<Made> => {
    asked.push(request);
    return Promise.resolve({ ok: true, text: 'the path\n' });
  };
  const args = [
    'explain',
    'a.yml',
    'b.yml',
    '--to',
    '+359 2',
    '--at',
    '2026-03-04 18:00',
    '--press',
    '1,12#',
  ];
  const told = await run(args, {}, { tryCall });
  assert.deepEqual([told.code, told.out], [0, 'the path\n']);
  const files = ['a.yml', 'b.yml'];
  assert.deepEqual(asked, [{ files, to: '+359 2', from: null, at: '2026-03-04 18:00', keys: ['1', '12#'] }]);
  const faulty = await run(
    ['explain', 'a.yml', '--to', '1'],
    {},
    {
      tryCall: () => Promise.resolve({ ok: false, faults: ['a.yml:1:1: found x'] }),
    },
  );
  assert.deepEqual([faulty.code, faulty.out, faulty.err], [1, '', 'a.yml:1:1: found x\n']);
  assert.equal((await run(['explain', 'a.yml'])).code, 2);
});

test('graph prints or writes the picture', async () => {
  const written: [string, string | Buffer][] = [];
  const parts: Partial<CliParts> = {
    graph: (files, format) => Promise.resolve({ ok: true, text: `${format} of ${files.join(' ')}\n` }),
    writeFile: (path, content) => {
      written.push([path, content]);
      return Promise.resolve();
    },
  };
  assert.equal((await run(['graph', 'a.yml'], {}, parts)).out, 'svg of a.yml\n');
  assert.equal((await run(['graph', 'a.yml', '--mermaid'], {}, parts)).out, 'mermaid of a.yml\n');
  assert.equal((await run(['graph', 'a.yml', '--out', 'a.svg'], {}, parts)).out, 'a.svg written\n');
  assert.deepEqual(written, [['a.svg', 'svg of a.yml\n']]);
  const faults = { graph: (): Promise<Made> => Promise.resolve({ ok: false, faults: ['nothing'] }) };
  assert.equal((await run(['graph', 'a.yml', '--out', 'a.svg'], {}, faults)).code, 1);
});

test('callbacks are listed, asked for and cancelled, each as one request', async () => {
  const one = {
    callback: 'cb1',
    number: '+359888000001',
    queue: 'credit',
    state: 'resting',
    position: null,
    tries: 0,
  };
  const items = [
    { ...one, voicemails: ['v1', 'v2'] },
    { ...one, callback: 'cb2', state: 'waiting', position: 3, tries: 2, voicemails: [] },
  ];
  const listed = await run(['callback', 'list'], { items, total: 2 });
  assert.equal(
    listed.out,
    'cb1: to +359888000001 by credit resting, message v1, v2\ncb2: to +359888000001 by credit, place 3 waiting, tried 2 times\n',
  );
  assert.equal((await run(['callback', 'list'], { items: [], total: 0 })).out, 'no callbacks\n');
  const at = '2026-03-04T10:00:00Z';
  const asked = await run(['callback', 'ask', '+359888000001', 'credit', '--not-before', at], one);
  assert.deepEqual(asked.asked, [
    `POST /api/callbacks/ask {"number":"+359888000001","queue":"credit","notBefore":"${at}"}`,
  ]);
  const cancelled = await run(['callback', 'cancel', 'cb 1'], { callback: 'cb 1', state: 'cancelled' });
  assert.equal(cancelled.out, 'cb 1: cancelled\n');
  assert.deepEqual(cancelled.asked, ['POST /api/callbacks/cb%201/cancel {}']);
});

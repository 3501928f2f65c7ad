import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Callplane } from '../support/callplane/callplane.js';
import { command } from './support/command.js';
import { childrenOf, logOf, Site } from './support/site.js';
import { agentIs, Stage } from './support/stage.js';
import { until } from './support/until.js';

let stage: Stage;
before(async () => {
  stage = await Stage.open('system-secrets');
});
after(() => stage.close());

const FIRST = 'recognisable-first-token-7f3a';
const DATABASE_PASSWORD = 'recognisable-database-9c1d';
const ARI_PASSWORD = 'recognisable-ari-password-2b8e';

/** A secret as it could turn up: plain, for a URL, in Basic authentication, in base64. */
function formsOf(secret: string, user = 'callplane'): readonly string[] {
  const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/=+$/, '');
  return [secret, encodeURIComponent(secret), base64(`${user}:${secret}`), base64(secret)];
}

/** Every file below a folder, with its bytes. */
function filesBelow(folder: string): readonly (readonly [string, Buffer])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path)] as const);
}

/** Fails when a secret is in a text or file. */
function assertNowhere(secrets: readonly string[], texts: ReadonlyMap<string, Buffer | string>): void {
  const found = [...texts].flatMap(([place, text]) =>
    secrets.flatMap((secret) =>
      formsOf(secret).flatMap((form) => (text.includes(form) ? [`${place}: ${form}`] : [])),
    ),
  );
  assert.deepEqual(found, []);
}

/** What everybody on the machine sees of its processes. */
function commandLines(callplane: Callplane): string {
  const pids = [callplane.process.pid ?? 0, ...childrenOf(callplane)];
  return pids.map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).join('\n');
}

test('no log line, journal, database, answer or process list holds a secret', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start({ CALLPLANE_API_TOKEN: FIRST, CALLPLANE_LOG_LEVEL: 'debug' });
  const texts = new Map<string, Buffer | string>();
  const run = async (...args: readonly string[]): Promise<string> => {
    const { out, err } = await command(callplane.environment, ...args);
    if (args[1] !== 'add') texts.set(args.join(' '), out + err);
    return out.trim();
  };
  const ask = async (method: string, path: string, token: string, body?: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${callplane.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    texts.set(`${method} ${path} ${texts.size}`, JSON.stringify([...answer.headers]) + (await answer.text()));
    return answer.status;
  };
  const token = await run('access', 'add', 'it', '--role', 'administrator');
  await until('the token to be known', async () => (await ask('GET', '/api/agents', token)) === 200);
  for (const path of ['/health', '/ready', '/api/agents', '/api/queues', '/api/calls', '/api/nothing'])
    await ask('GET', path, FIRST);
  await ask('GET', '/api/agents', `${FIRST}-wrong`);
  await ask('POST', '/api/agents/anna/pause', FIRST, '{"reason":');
  await ask('POST', '/api/agents/anna/sign-in', FIRST);
  await agentIs(callplane, 'anna', 'available');
  const call = await stage.callIn();
  await until('the talk', () => logOf(callplane).some(({ message }) => message === 'call connected'));
  await stage.hangUp(call);
  writeFileSync(site.routing, 'callplane: [');
  await ask('POST', '/api/reload', token);
  await run('agent', 'list');
  await run('reload');
  await run('access', 'list');
  await run('audit');
  await run('report', 'daily');
  texts.set('process list', commandLines(callplane));
  const ariPassword = readFileSync(stage.set.pbx.ariPasswordFile, 'utf8').trim();
  assert.equal(await callplane.stop(), 0, callplane.logTail());
  for (const [path, bytes] of filesBelow(site.folder)) texts.set(path, bytes);
  assert.ok(
    [...texts.keys()].some((place) => place.includes('/journal/')) &&
      texts.has(join(site.data, 'callplane.sqlite')),
  );
  assert.ok(callplane.logTail(10_000).includes('"level":"debug"'));
  assertNowhere([FIRST, token, ariPassword], texts);
});

test('passwords of an Asterisk and a database that cannot be reached are not in what is said about that', async (t) => {
  const site = new Site(t);
  const callplane = await site.launch({
    CALLPLANE_API_TOKEN: FIRST,
    CALLPLANE_ARI_PASSWORD: ARI_PASSWORD,
    CALLPLANE_LOG_LEVEL: 'debug',
    DATABASE_URL: `mysql://callplane:${DATABASE_PASSWORD}@127.0.0.1:9/callplane`,
  });
  await until('both to be complained of', () => {
    const lines = logOf(callplane).map(({ message }) => message);
    return (
      lines.some((line) => /the database cannot be used/.test(line)) &&
      lines.some((line) => /Asterisk/.test(line))
    );
  });
  await until(
    'the front door',
    async () => (await fetch(`${callplane.url}/health`).catch(() => null)) !== null,
  );
  const ready = await (await fetch(`${callplane.url}/ready`)).text();
  const report = await command(callplane.environment, 'report', 'daily');
  const audit = await command(callplane.environment, 'audit');
  assert.deepEqual([report.code, audit.code], [3, 3]);
  const texts = new Map<string, Buffer | string>([
    ['/ready', ready],
    ['report', report.out + report.err],
    ['audit', audit.out + audit.err],
    ['process list', commandLines(callplane)],
  ]);
  for (const [path, bytes] of filesBelow(site.folder)) texts.set(path, bytes);
  assertNowhere([FIRST, ARI_PASSWORD, DATABASE_PASSWORD], texts);
});

test('the search sees a secret in every form', () => {
  for (const form of formsOf(FIRST))
    assert.throws(
      () => assertNowhere([FIRST], new Map([['somewhere', `before ${form}== after`]])),
      /somewhere/,
    );
});

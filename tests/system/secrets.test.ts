import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask as askDatabase, freshDatabase, startServers } from '../store/databases.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { freePort } from '../support/callplane/free-port.js';
import { makeCertificate } from '../support/certificate.js';
import { MailRoom } from '../support/mail/mail-room.js';
import { WebHook } from '../support/web/web-hook.js';
import { command } from './support/command.js';
import { childrenOf, logOf, ROUTING, Site, toldOf } from './support/site.js';
import { agentIs, readinessIs, Stage } from './support/stage.js';
import { eventually, until } from './support/until.js';

let stage: Stage;
before(async () => {
  stage = await Stage.open('system-secrets');
});
after(() => stage.close());

const FIRST = 'recognisable-first-token-7f3a';
const DATABASE_PASSWORD = 'recognisable-database-9c1d';
const ARI_PASSWORD = 'recognisable-ari-password-2b8e';
const MAIL = { user: 'reports', password: 'recognisable-mail-password-5d07' };
const WEB_SECRET = 'recognisable-web-secret-e41f';
const STANDBY_SECRET = 'recognisable-standby-secret-c6a9';
/** It looks four times a minute. */
const SENT_WITHIN_MS = 60_000;

/** A secret as it could turn up: plain, for a URL, in Basic authentication, in a login at a mail server, in base64. */
function formsOf(secret: string): readonly string[] {
  const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/=+$/, '');
  return [
    ...[secret, encodeURIComponent(secret), base64(`callplane:${secret}`)],
    ...[base64(`\0${MAIL.user}\0${secret}`), base64(secret)],
  ];
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

/** A PIN is six digits, which longer numbers may hold by chance: it is looked for as a number of its own. */
function assertNoPin(pins: readonly string[], texts: ReadonlyMap<string, Buffer | string>): void {
  const words = new RegExp(`(?<!\\d)(${pins.join('|')})(?!\\d)`);
  const found = [...texts].filter(([, text]) => words.test(text.toString('latin1')));
  assert.deepEqual(
    found.map(([place]) => place),
    [],
  );
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

/** Callers are told to another system, and agents sign in at their phones. */
function routingThatTells(url: string): string {
  return ROUTING.replace('anna: { ', 'anna: { number: "7301", ')
    .replace('queues:', 'phones: { codes: { pauses: { "1": lunch } } }\nqueues:')
    .replace(
      "'700': { queue: main }",
      `'700': { flow: [{ notify: { url: "${url}", values: { dialled: "{dialled}" } } }, { queue: main }] }`,
    );
}

/** She keys a PIN that is not hers, then her own. */
async function signInAtThePhone(callplane: Callplane, wrong: string, right: string): Promise<void> {
  const call = await stage.far.callFromPhone('phone-001', '*11');
  await until('the phone to be asked', () => stage.far.callRecord(call)?.answeredAt !== null);
  await stage.far.press(call, `7301#${wrong}#`);
  await toldOf(callplane, /a number and a PIN that do not belong together/, 1);
  await stage.far.press(call, `7301#${right}#`);
  await agentIs(callplane, 'anna', 'available');
}

test('what it shows a mail server and another system, and what an agent keys, is nowhere either', async (t) => {
  const site = stage.site(t);
  const certificate = makeCertificate(site.folder, 'IP:127.0.0.1');
  const room = await MailRoom.open({ certificate, login: MAIL });
  const hook = await WebHook.open();
  t.after(() => Promise.all([room.close(), hook.close()]));
  const schedules = join(site.folder, 'schedules.yml');
  writeFileSync(site.routing, routingThatTells(hook.url));
  writeFileSync(
    schedules,
    'schedules:\n  - { name: daily, report: queues, every: day, at: "00:00", timezone: UTC, mail: { to: [boss@example.com] } }\n',
  );
  const callplane = await site.start({
    ...{ CALLPLANE_LOG_LEVEL: 'debug', CALLPLANE_SCHEDULES: schedules },
    ...{ CALLPLANE_SMTP_HOST: '127.0.0.1', CALLPLANE_SMTP_PORT: String(room.port) },
    ...{ CALLPLANE_SMTP_USER: MAIL.user, CALLPLANE_SMTP_PASSWORD: MAIL.password },
    ...{ CALLPLANE_SMTP_FROM: 'reports@example.com', CALLPLANE_SMTP_AUTHORITY: certificate.file },
    CALLPLANE_WEB_SECRETS: `${new URL(hook.url).origin} Bearer ${WEB_SECRET}`,
  });
  const texts = new Map<string, Buffer | string>();
  const run = async (...args: readonly string[]): Promise<string> => {
    const { out, err } = await command(callplane.environment, ...args);
    // Whoever gives a PIN is shown it, once.
    texts.set(args.join(' '), args[1] === 'pin' ? err : out + err);
    return out;
  };
  const pin = /^\d{6}$/m.exec(await run('access', 'pin', 'anna'))?.[0] ?? '';
  const wrong = String((Number(pin) + 111_111) % 1_000_000).padStart(6, '0');
  await signInAtThePhone(callplane, wrong, pin);

  const call = await stage.callIn();
  await agentIs(callplane, 'anna', 'talking');
  await stage.hangUp(call);
  hook.mood = 'fails';
  const second = await stage.callIn();
  await until('both calls to be told', () => hook.posted.length === 2);
  await stage.hangUp(second);
  assert.equal(hook.posted[0]?.headers.authorization, `Bearer ${WEB_SECRET}`);

  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await run('report', 'resend', 'daily', '--due', yesterday);
  const mail = await eventually('the report', () => room.accepted[0], SENT_WITHIN_MS);
  assert.equal(mail.user, MAIL.user);
  await toldOf(callplane, /a scheduled report was delivered/, 1);

  for (const words of ['doctor', 'report log', 'report daily', 'audit', 'access list', 'agent list'])
    await run(...words.split(' '));
  for (const path of ['/ready', '/api/agents', '/api/calls', '/metrics'])
    texts.set(path, JSON.stringify(await textOf(callplane, path)));
  texts.set('process list', commandLines(callplane));
  assert.equal(await callplane.stop(), 0, callplane.logTail());
  for (const [path, bytes] of filesBelow(site.folder)) texts.set(path, bytes);
  assert.match(texts.get('doctor')?.toString() ?? '', /answers over TLS and takes the login/);
  assertNowhere([MAIL.password, WEB_SECRET], texts);
  assertNoPin([pin, wrong], texts);
  // Digit by digit, either: each is told as "?".
  const keys = [...texts].flatMap(([place, text]) =>
    [...text.toString('latin1').matchAll(/"(?:key|digit)":"(.)"/g)].map(([, key]) => ({ place, key })),
  );
  assert.ok(keys.some(({ place, key }) => place.includes('/journal/') && key === '?'));
  assert.deepEqual(
    keys.filter(({ key }) => /\d/.test(key ?? '')),
    [],
  );
});

async function textOf(callplane: Callplane, path: string): Promise<string> {
  const headers = { authorization: `Bearer ${callplane.environment['CALLPLANE_API_TOKEN'] ?? ''}` };
  return (await fetch(`${callplane.url}${path}`, { headers })).text();
}

test('the secret that two installations share is in nothing that either writes or says', async (t) => {
  const servers = await startServers('secrets', 'mariadb');
  t.after(() => servers.stop());
  const database = await freshDatabase(servers.url('mariadb'));
  const [here, there] = [await freePort(), await freePort()];
  const asOne = (listen: number, peer: number): Readonly<Record<string, string>> => ({
    ...{ DATABASE_URL: database, CALLPLANE_LOG_LEVEL: 'debug', CALLPLANE_STANDBY_SECRET: STANDBY_SECRET },
    CALLPLANE_STANDBY_LISTEN: `127.0.0.1:${listen}`,
    CALLPLANE_STANDBY_PEER: `127.0.0.1:${peer}`,
  });
  const sites = [stage.site(t), stage.site(t)] as const;
  const leader = await sites[0].start(asOne(here, there));
  const follower = await sites[1].launch(asOne(there, here));
  await readinessIs(follower, 'standby');
  await toldOf(leader, /^a standby follows$/, 1);
  const stranger = await new Site(t).launch({
    ...asOne(await freePort(), here),
    CALLPLANE_STANDBY_SECRET: `not-${STANDBY_SECRET.slice(0, 20)}`,
  });
  await toldOf(leader, /does not know the secret was refused/, 1);
  const texts = new Map<string, Buffer | string>();
  for (const [name, callplane] of [['leader', leader] as const, ['follower', follower] as const]) {
    texts.set(`${name}: /ready`, await textOf(callplane, '/ready'));
    texts.set(`${name}: process list`, commandLines(callplane));
    const { out, err } = await command(callplane.environment, 'doctor');
    assert.match(out, /standby/);
    texts.set(`${name}: doctor`, out + err);
  }
  for (const callplane of [stranger, follower, leader]) await callplane.stop();
  for (const site of sites) for (const [path, bytes] of filesBelow(site.folder)) texts.set(path, bytes);
  for (const row of await askDatabase(database, 'SHOW TABLES')) {
    const [table] = Object.values(row).map(String);
    texts.set(`table ${table}`, JSON.stringify(await askDatabase(database, `SELECT * FROM \`${table}\``)));
  }
  assertNowhere([STANDBY_SECRET], texts);
});

test('the search sees a secret in every form', () => {
  for (const form of formsOf(FIRST))
    assert.throws(
      () => assertNowhere([FIRST], new Map([['somewhere', `before ${form}== after`]])),
      /somewhere/,
    );
  assert.throws(() => assertNoPin(['258013'], new Map([['somewhere', '{"pin":"258013"}']])), /somewhere/);
  assertNoPin(['258013'], new Map([['somewhere', '{"at":1258013000}']]));
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { AgentView, CallView } from '../../src/ports/live.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { command } from './support/command.js';
import { storedFacts } from './support/facts.js';
import { logOf, ROUTING, toldOf } from './support/site.js';
import { agentIs, agentOf, Stage } from './support/stage.js';
import { eventually, until } from './support/until.js';

let stage: Stage;
before(async () => {
  stage = await Stage.open('system-access');
});
after(() => stage.close());

/** Anna is in the team `en`, Boris in the team `ru`. */
const TWO_TEAMS = ROUTING.replace('name: Anna,', 'name: Anna, teams: en,').replace(
  'name: Boris,',
  'name: Boris, teams: ru,',
);

interface Answered {
  readonly status: number;
  readonly code: unknown;
  readonly items: readonly unknown[];
}

async function ask(callplane: Callplane, token: string, method: string, path: string): Promise<Answered> {
  const answer = await fetch(`${callplane.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  const body = (await answer.json()) as { readonly code?: unknown; readonly items?: readonly unknown[] };
  return { status: answer.status, code: body.code, items: body.items ?? [] };
}

/** A new token, when it lets in. */
async function tokenFor(callplane: Callplane, name: string, ...role: readonly string[]): Promise<string> {
  const made = await command(callplane.environment, 'access', 'add', name, '--role', ...role);
  assert.equal(made.code, 0, made.err);
  const token = made.out.trim();
  await until(
    `the token of ${name} to be known`,
    async () => (await ask(callplane, token, 'GET', '/api/calls')).status === 200,
  );
  return token;
}

test('a supervisor is refused the calls of another team, an agent those of another, and only IT loads the routing file', async (t) => {
  const site = stage.site(t);
  writeFileSync(site.routing, TWO_TEAMS);
  const callplane = await site.start();
  const olga = await tokenFor(callplane, 'olga', 'supervisor', '--team', 'en');
  const anna = await tokenFor(callplane, 'anna-desk', 'agent', '--agent', 'anna');
  const head = await tokenFor(callplane, 'head', 'read-only');
  await stage.talkTo(callplane, 'boris');
  const [talk] = (await callplane.api<{ items: readonly CallView[] }>('GET', '/api/calls')).items;
  assert.equal(talk?.agent, 'boris');

  for (const token of [olga, anna]) {
    assert.deepEqual((await ask(callplane, token, 'GET', '/api/calls')).items, []);
    const refused = await ask(callplane, token, 'POST', '/api/agents/boris/sign-out');
    assert.deepEqual([refused.status, refused.code], [403, 'not-allowed']);
    assert.equal((await ask(callplane, token, 'POST', '/api/reload')).status, 403);
  }
  assert.equal((await ask(callplane, head, 'GET', '/api/calls')).items.length, 1);
  assert.equal((await ask(callplane, head, 'POST', '/api/agents/boris/sign-out')).status, 403);
  assert.equal((await agentOf(callplane, 'boris')).state, 'talking');
  const attempts = await toldOf(callplane, /beyond the role/, 5);
  const tried = attempts.map((line) => {
    const { by, method, path } = line as unknown as Readonly<Record<string, string>>;
    return `${by} ${method} ${path}`;
  });
  assert.deepEqual(tried.sort(), [
    'anna-desk POST /api/agents/boris/sign-out',
    'anna-desk POST /api/reload',
    'head POST /api/agents/boris/sign-out',
    'olga POST /api/agents/boris/sign-out',
    'olga POST /api/reload',
  ]);

  assert.equal((await ask(callplane, olga, 'POST', '/api/agents/anna/sign-in')).status, 200);
  await agentIs(callplane, 'anna', 'available');
  const mine = await ask(callplane, anna, 'GET', '/api/agents');
  assert.deepEqual(
    (mine.items as readonly AgentView[]).map(({ agent }) => agent),
    ['anna'],
  );
});

test('a token that is taken away is void without a restart, and every change tells who made it', async (t) => {
  const site = stage.site(t);
  const callplane = await site.start();
  const it = await tokenFor(callplane, 'it', 'administrator');
  assert.equal((await ask(callplane, it, 'POST', '/api/agents/anna/sign-in')).status, 200);
  writeFileSync(site.routing, ROUTING.replace('wrap_up: { time: 1s }', 'wrap_up: { time: 2s }'));
  assert.equal((await ask(callplane, it, 'POST', '/api/reload')).status, 200);
  writeFileSync(site.routing, ROUTING.replace('wrap_up: { time: 1s }', 'wrap_up: { time: 3s }'));
  callplane.process.kill('SIGHUP');
  await until(
    'the second reload',
    () => logOf(callplane).filter(({ message }) => message === 'plan in force').length === 3,
  );
  assert.equal((await command(callplane.environment, 'access', 'remove', 'it')).code, 0);
  await until(
    'the token to be void',
    async () => (await ask(callplane, it, 'GET', '/api/calls')).status === 401,
  );

  const told = await eventually('all changes in the database', async () => {
    const { changes } = await storedFacts({ sqliteFile: `${site.data}/callplane.sqlite` });
    return changes.length >= 6 ? changes : undefined;
  });
  const user = told.find(({ what }) => what === 'access add')?.by.name ?? '';
  assert.deepEqual(
    told.map(({ what, about, by }) => [what, about, by.name, by.role]),
    [
      ['reload', 'routing', 'start', 'system'],
      ['access add', 'it', user, 'command-line'],
      ['sign-in', 'anna', 'it', 'administrator'],
      ['reload', 'routing', 'it', 'administrator'],
      ['reload', 'routing', 'SIGHUP', 'system'],
      ['access remove', 'it', user, 'command-line'],
    ],
  );
  const versions = told.filter(({ what }) => what === 'reload');
  for (const [index, { before }] of versions.entries())
    assert.equal(before['version'], versions[index - 1]?.after['version'] ?? null);
  const audit = await command(callplane.environment, 'audit', '--since', '1h');
  assert.equal(audit.out.trim().split('\n').length, 6, audit.err);
  assert.match(audit.out, /it \(administrator\) request \S+: sign-in anna .*"signed-out".* -> .*"signed-in"/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routesOf } from '../../src/http/create-http.js';
import { ROLES, type Role } from '../../src/ports/access.js';
import type { AgentView, CallView, QueueView } from '../../src/ports/live.js';
import { KNOWN, openHttp, partsOf, SmallLine, TOKEN } from './http-scene.js';

/** Two teams: anna answers for support, boris for sales; both serve the queue `both`. */
class TwoTeams extends SmallLine {
  override agents(): readonly AgentView[] {
    const [anna] = super.agents();
    assert.ok(anna);
    const boris = { ...anna, agent: 'boris', name: 'Boris', teams: ['sales'], call: 'offered-to-boris' };
    return [{ ...anna, call: 'offered-to-anna' }, boris];
  }
  override queues(): readonly QueueView[] {
    const [support] = super.queues();
    assert.ok(support);
    const named = (queue: string, teams: readonly string[]): QueueView => ({ ...support, queue, teams });
    return [named('support', ['support']), named('sales', ['sales']), named('both', ['sales', 'support'])];
  }
  override calls(): readonly CallView[] {
    const [call] = super.calls();
    assert.ok(call);
    const named = (id: string, queue: string | null, agent: string | null): CallView => ({
      ...call,
      call: id,
      queue,
      agent,
    });
    return [
      named('in-menu', null, null),
      named('waits-for-support', 'support', null),
      named('waits-for-sales', 'sales', null),
      named('waits-for-both', 'both', null),
      named('offered-to-anna', null, null),
      named('offered-to-boris', null, null),
      named('talks-to-anna', 'both', 'anna'),
      named('talks-to-boris', 'both', 'boris'),
    ];
  }
}

const TOKENS = new Map(Object.entries(KNOWN).map(([token, { role }]) => [role, token]));
const tokenOf = (role: Role): string => TOKENS.get(role) ?? '';
const BODIES: Readonly<Record<string, string>> = {
  '/api/agents/:id/pause': '{"reason":"lunch"}',
  '/api/agents/:id/extend-wrap-up': '{"seconds":30}',
  '/api/agents/:id/outcome': '{"outcome":"sale"}',
  '/api/agents/:id/call': '{"number":"+359888000001"}',
  '/api/calls/:id/move': '{"queue":"sales"}',
  '/api/calls/:id/priority': '{"priority":2}',
  '/api/calls/:id/review': '{"score":7}',
  '/api/calls/:id/transfer': '{"agent":"boris","reason":"refund"}',
  '/api/calls/:id/consult': '{"chain":"up"}',
  '/api/callbacks/ask': '{"number":"+359888000001","queue":"support"}',
  '/api/messages/start': '{"prompt":"outage"}',
  '/api/last-agents/set': '{"caller":"+359888000001","agent":"anna"}',
  '/api/last-agents/forget': '{"caller":"+359888000001"}',
};

test('every route answers exactly the roles it declares; what is refused changes nothing and is logged', async (t) => {
  const { ask, line, log } = await openHttp(t, new TwoTeams());
  line.standby = 'follows';
  for (const route of routesOf(partsOf(line))) {
    const path = route.path
      .replace('/agents/:id', '/agents/anna')
      .replace('/queues/:id', '/queues/support')
      .replace('/hours/:id', '/hours/office')
      .replace('/calls/:id', '/calls/talks-to-anna')
      .replace('/callbacks/:id', '/callbacks/cb1')
      .replace('/voicemails/:id', '/voicemails/v1')
      .replace('/:conversation', '/t1');
    const body = BODIES[route.path];
    for (const role of ROLES) {
      const before = line.askedBy.length;
      const lines = log.lines.length;
      const answered = await ask(route.method, path, {
        token: tokenOf(role),
        ...(body === undefined ? {} : { body }),
      });
      const isFor = route.access === 'open' || route.access.includes(role);
      const right = route.path === '/api/handover' ? 202 : 200;
      assert.equal(
        answered.status,
        isFor ? right : 403,
        `${route.method} ${path} as ${role}: ${answered.text}`,
      );
      if (isFor) continue;
      assert.equal(answered.json['code'], 'not-allowed');
      assert.equal(line.askedBy.length, before, 'nothing was asked of the line');
      const told = log.lines.slice(lines).filter((each) => each.startsWith('warn'));
      assert.equal(told.length, 1);
      assert.match(
        told[0] ?? '',
        new RegExp(`"by":"[a-z-]+","role":"${role}".*"method":"${route.method}","path":"${path}"`),
      );
    }
  }
});

test('every route under /api is for a role, and only health and readiness are open', () => {
  for (const route of routesOf(partsOf(new SmallLine()))) {
    if (route.access === 'open') assert.ok(['/health', '/ready'].includes(route.path), route.path);
    else assert.ok(route.access.length > 0 && route.access.includes('administrator'), route.path);
  }
});

test('each role sees its agents, queues and calls, and nothing else', async (t) => {
  const { ask } = await openHttp(t, new TwoTeams());
  const seen = async (role: Role, what: string): Promise<readonly unknown[]> => {
    const answered = await ask('GET', `/api/${what}s`, { token: tokenOf(role) });
    const items = answered.json['items'] as readonly Record<string, unknown>[];
    assert.equal(answered.json['total'], items.length);
    return items.map((item) => item[what]);
  };
  const everything = ['in-menu', 'waits-for-support', 'waits-for-sales', 'waits-for-both', 'offered-to-anna'];
  for (const role of ['administrator', 'read-only'] as const) {
    assert.deepEqual(await seen(role, 'agent'), ['anna', 'boris']);
    assert.deepEqual(await seen(role, 'queue'), ['support', 'sales', 'both']);
    assert.deepEqual(await seen(role, 'call'), [
      ...everything,
      'offered-to-boris',
      'talks-to-anna',
      'talks-to-boris',
    ]);
  }
  assert.deepEqual(await seen('supervisor', 'agent'), ['anna']);
  assert.deepEqual(await seen('supervisor', 'queue'), ['support', 'both']);
  assert.deepEqual(await seen('supervisor', 'call'), [
    'waits-for-support',
    'waits-for-both',
    'offered-to-anna',
    'talks-to-anna',
  ]);
  for (const role of ['administrator', 'read-only', 'supervisor'] as const)
    assert.deepEqual(await seen(role, 'callback'), ['cb1']);
  assert.deepEqual(await seen('agent', 'agent'), ['anna']);
  assert.deepEqual(await seen('agent', 'call'), ['offered-to-anna', 'talks-to-anna']);
});

test('what is beyond the reach of a token is refused and logged, whether it exists or not', async (t) => {
  const { ask, line, log } = await openHttp(t, new TwoTeams());
  const tries: readonly (readonly [Role, string, string])[] = [
    ['supervisor', 'GET', '/api/agents/boris'],
    ['supervisor', 'GET', '/api/agents/nobody'],
    ['supervisor', 'POST', '/api/agents/boris/sign-out'],
    ['supervisor', 'POST', '/api/agents/nobody/sign-out'],
    ['supervisor', 'GET', '/api/queues/sales'],
    ['supervisor', 'POST', '/api/calls/waits-for-sales/remove'],
    ['agent', 'GET', '/api/agents/boris'],
    ['agent', 'POST', '/api/agents/boris/sign-in'],
  ];
  for (const [role, method, path] of tries) {
    const answered = await ask(method, path, { token: tokenOf(role) });
    assert.deepEqual(
      [answered.status, answered.json['code']],
      [403, 'not-allowed'],
      `${method} ${path} as ${role}`,
    );
    assert.match(log.lines.at(-1) ?? '', new RegExp(`^warn .*refused.*"role":"${role}".*"path":"${path}"`));
  }
  assert.deepEqual(line.asked, []);
  for (const path of ['/api/agents/nobody', '/api/queues/nothing'])
    assert.equal((await ask('GET', path, { token: tokenOf('read-only') })).status, 404);
});

test('the line is told who asked, with role and request', async (t) => {
  const { ask, line } = await openHttp(t);
  const asked = await ask('POST', '/api/agents/anna/sign-in', { token: tokenOf('supervisor') });
  await ask('POST', '/api/reload', { token: TOKEN });
  assert.deepEqual(line.askedBy, [
    { name: 'olga', role: 'supervisor', request: asked.headers['x-request-id'] },
    { name: 'it', role: 'administrator', request: 'r2' },
  ]);
});

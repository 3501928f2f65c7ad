import type { AgentId } from '../core/plan.js';
import type { AgentRequest } from '../core/signal.js';
import type { LiveOperations } from '../ports/live.js';
import { checkEmpty, checkedBody, ExtendWrapUpBody, PauseBody } from './bodies.js';
import { Problem } from './problem.js';
import { agentJson } from './representation.js';
import { list, ok, type Reply, type Route, type RouteInput } from './route.js';

type RequestOf = (agent: AgentId, body: unknown) => AgentRequest | Promise<AgentRequest>;

/** Agents as they are, and what may be asked of them. */
export function agentRoutes(live: LiveOperations): readonly Route[] {
  const action = (name: string, request: RequestOf): Route => ({
    method: 'POST',
    path: `/api/agents/:id/${name}`,
    access: 'token',
    handle: async (input) => carryOut(live, await request(agentId(input), input.body)),
  });
  return [
    { method: 'GET', path: '/api/agents', access: 'token', handle: () => list(live.agents().map(agentJson)) },
    {
      method: 'GET',
      path: '/api/agents/:id',
      access: 'token',
      handle: (input) => ok(theAgent(live, agentId(input))),
    },
    action('sign-in', (agent, body) => plain('sign-in', agent, body)),
    action('sign-out', (agent, body) => plain('sign-out', agent, body)),
    action('pause', async (agent, body) => {
      const { reason } = await checkedBody(PauseBody, body);
      return { ask: 'pause', agent, reason };
    }),
    action('resume', (agent, body) => plain('resume', agent, body)),
    action('end-wrap-up', (agent, body) => plain('end-wrap-up', agent, body)),
    action('extend-wrap-up', async (agent, body) => {
      const { seconds } = await checkedBody(ExtendWrapUpBody, body);
      return { ask: 'extend-wrap-up', agent, byMs: seconds * 1000 };
    }),
  ];
}

function plain(
  ask: 'sign-in' | 'sign-out' | 'resume' | 'end-wrap-up',
  agent: AgentId,
  body: unknown,
): AgentRequest {
  checkEmpty(body);
  return { ask, agent };
}

async function carryOut(live: LiveOperations, request: AgentRequest): Promise<Reply> {
  const answer = await live.ask(request);
  if (answer.ok) return ok(theAgent(live, request.agent));
  throw new Problem(answer.code, answer.detail);
}

function theAgent(live: LiveOperations, agent: AgentId): object {
  const view = live.agents().find((each) => each.agent === agent);
  if (view !== undefined) return agentJson(view);
  throw new Problem('unknown-agent', `No agent in the routing file is called "${agent}".`);
}

function agentId(input: RouteInput): AgentId {
  return input.params['id'] ?? '';
}

import type { AgentId } from '../core/plan.js';
import type { AgentRequest } from '../core/signal.js';
import { checkEmpty, checkedBody, ExtendWrapUpBody, OutcomeBody, PauseBody } from './bodies.js';
import { Problem } from './problem.js';
import { agentJson } from './representation.js';
import {
  ACTING_ROLES,
  EVERY_ROLE,
  get,
  list,
  ok,
  post,
  type Reply,
  type Route,
  type RouteInput,
} from './route.js';
import { notThere } from './not-there.js';

type RequestOf = (agent: AgentId, body: unknown) => AgentRequest | Promise<AgentRequest>;

/** Agents as they are, and what may be asked of them. */
export function agentRoutes(): readonly Route[] {
  const action = (name: string, request: RequestOf): Route =>
    post(`/api/agents/:id/${name}`, ACTING_ROLES, async (input) =>
      carryOut(input, await request(agentId(input), input.body)),
    );
  return [
    get('/api/agents', EVERY_ROLE, ({ live }) => list(live.agents().map(agentJson))),
    get('/api/agents/:id', EVERY_ROLE, (input) => ok(theAgent(input, agentId(input)))),
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
    action('outcome', async (agent, body) => {
      const { outcome } = await checkedBody(OutcomeBody, body);
      return { ask: 'set-outcome', agent, outcome };
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

async function carryOut(input: RouteInput, request: AgentRequest): Promise<Reply> {
  const answer = await input.live.ask(request, input.by);
  if (answer.ok) return ok(theAgent(input, request.agent));
  throw new Problem(answer.code, answer.detail);
}

function theAgent(input: RouteInput, agent: AgentId): object {
  const view = input.live.agents().find((each) => each.agent === agent);
  if (view !== undefined) return agentJson(view);
  throw notThere(input, 'unknown-agent', `agent in the routing file is called "${agent}"`);
}

function agentId(input: RouteInput): AgentId {
  return input.params['id'] ?? '';
}

import type { AgentId } from '../core/plan.js';
import type { AgentRequest, OutgoingRequest } from '../core/signal.js';
import {
  CallBody,
  checkEmpty,
  checkedBody,
  ExtendWrapUpBody,
  OutcomeBody,
  PauseBody,
  SignInBody,
} from './bodies.js';
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
  SWITCHING_ROLES,
} from './route.js';
import { notThere } from './not-there.js';

type Asked = AgentRequest | OutgoingRequest;
type RequestOf = (agent: AgentId, body: unknown) => Asked | Promise<Asked>;

/** Agents as they are, and what may be asked of them. */
export function agentRoutes(): readonly Route[] {
  const action = (name: string, request: RequestOf): Route =>
    post(`/api/agents/:id/${name}`, ACTING_ROLES, async (input) =>
      carryOut(input, await request(agentId(input), input.body)),
    );
  return [
    get('/api/agents', EVERY_ROLE, ({ live }) => list(live.agents().map(agentJson))),
    get('/api/agents/:id', EVERY_ROLE, (input) => ok(theAgent(input, agentId(input)))),
    action('sign-in', async (agent, body) => {
      const { phone } = await checkedBody(SignInBody, body);
      return { ask: 'sign-in', agent, ...(phone === undefined ? {} : { phone }) };
    }),
    action('sign-out', (agent, body) => plain('sign-out', agent, body)),
    action('pause', async (agent, body) => {
      const { reason, seconds } = await checkedBody(PauseBody, body);
      return { ask: 'pause', agent, reason, ...(seconds === undefined ? {} : { forMs: seconds * 1000 }) };
    }),
    action('resume', (agent, body) => plain('resume', agent, body)),
    action('end-wrap-up', (agent, body) => plain('end-wrap-up', agent, body)),
    action('extend-wrap-up', async (agent, body) => {
      const { seconds } = await checkedBody(ExtendWrapUpBody, body);
      return { ask: 'extend-wrap-up', agent, byMs: seconds * 1000 };
    }),
    post('/api/agents/:id/unlock-pin', SWITCHING_ROLES, async (input) =>
      carryOut(input, plain('unlock-pin', agentId(input), input.body)),
    ),
    action('call', async (agent, body) => {
      const { number } = await checkedBody(CallBody, body);
      return { ask: 'call-out', agent, number };
    }),
    action('outcome', async (agent, body) => {
      const { outcome } = await checkedBody(OutcomeBody, body);
      return { ask: 'set-outcome', agent, outcome };
    }),
  ];
}

function plain(
  ask: 'sign-out' | 'resume' | 'end-wrap-up' | 'unlock-pin',
  agent: AgentId,
  body: unknown,
): AgentRequest {
  checkEmpty(body);
  return { ask, agent };
}

async function carryOut(input: RouteInput, request: Asked): Promise<Reply> {
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

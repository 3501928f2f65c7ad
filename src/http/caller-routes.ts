import { checkedBody, ForgetLastAgentBody, SetLastAgentBody } from './bodies.js';
import { Problem } from './problem.js';
import { ok, post, type Reply, type Route, type RouteInput, SWITCHING_ROLES } from './route.js';
import type { LastAgentRequest } from '../core/signal.js';

/** Whom a caller last dealt with, as another system knows it: he is rung first where the routing file says so. */
export function callerRoutes(): readonly Route[] {
  return [
    post('/api/last-agents/set', SWITCHING_ROLES, async (input) => {
      const { caller, agent } = await checkedBody(SetLastAgentBody, input.body);
      return ask(input, { ask: 'set-last-agent', caller, agent }, { caller, agent });
    }),
    post('/api/last-agents/forget', SWITCHING_ROLES, async (input) => {
      const { caller } = await checkedBody(ForgetLastAgentBody, input.body);
      return ask(input, { ask: 'forget-last-agent', caller }, { caller, agent: null });
    }),
  ];
}

async function ask({ live, by }: RouteInput, request: LastAgentRequest, standing: object): Promise<Reply> {
  const answer = await live.ask(request, by);
  if (!answer.ok) throw new Problem(answer.code, answer.detail);
  return ok(standing);
}

import type { Target } from '../core/transfer/rule.js';
import type { TransferRequest } from '../core/signal.js';
import { checkedBody, checkEmpty } from './bodies.js';
import { TransferBody } from './transfer-body.js';
import { Problem } from './problem.js';
import { callJson } from './representation.js';
import { ACTING_ROLES, ok, post, type Route } from './route.js';

/** What the agent who talks with a caller does with him, or somebody for the agent. */
export function transferRoutes(): readonly Route[] {
  const action = (name: string, request: (call: string, body: unknown) => Promise<TransferRequest>): Route =>
    post(`/api/calls/:id/${name}`, ACTING_ROLES, async (input) => {
      const call = input.params['id'] ?? '';
      const answer = await input.live.ask(await request(call, input.body), input.by);
      if (!answer.ok) throw new Problem(answer.code, answer.detail);
      const view = input.live.calls().find((each) => each.call === call);
      // He has left the sight of whoever handed him over.
      return ok(view === undefined ? { call } : callJson(view));
    });
  const plain = (name: string, ask: Exclude<TransferRequest['ask'], 'transfer-call' | 'consult'>): Route =>
    action(name, (call, body) => {
      checkEmpty(body);
      return Promise.resolve({ ask, call });
    });
  return [
    action('transfer', async (call, body) => ({ ask: 'transfer-call', call, ...(await wish(body)) })),
    action('consult', async (call, body) => ({ ask: 'consult', call, ...(await wish(body)) })),
    plain('complete-transfer', 'complete-transfer'),
    plain('cancel-transfer', 'cancel-transfer'),
    plain('hold', 'hold-call'),
    plain('resume', 'resume-call'),
  ];
}

async function wish(body: unknown): Promise<{ readonly target: Target; readonly reason: string | null }> {
  const read = await checkedBody(TransferBody, body);
  const { agent, queue, flow, chain, number, reason = null } = read;
  const targets: readonly Target[] = [
    ...(agent === undefined ? [] : [{ to: 'agent', agent } as const]),
    ...(queue === undefined ? [] : [{ to: 'queue', queue } as const]),
    ...(flow === undefined ? [] : [{ to: 'flow', flow } as const]),
    ...(chain === undefined ? [] : [{ to: 'chain', chain } as const]),
    ...(number === undefined ? [] : [{ to: 'number', number } as const]),
  ];
  const [target] = targets;
  if (target === undefined || targets.length > 1)
    throw new Problem('invalid-body', 'The body must name one of agent, queue, flow, chain and number.');
  return { target, reason };
}

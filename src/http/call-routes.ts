import type { CallRequest } from '../core/signal.js';
import { checkedBody, checkEmpty, MoveBody, PriorityBody } from './bodies.js';
import { Problem } from './problem.js';
import { callJson } from './representation.js';
import { ok, post, type Route, SWITCHING_ROLES } from './route.js';

/** What a supervisor does with a caller who waits. */
export function callRoutes(): readonly Route[] {
  const action = (name: string, request: (call: string, body: unknown) => Promise<CallRequest>): Route =>
    post(`/api/calls/:id/${name}`, SWITCHING_ROLES, async (input) => {
      const call = input.params['id'] ?? '';
      const answer = await input.live.ask(await request(call, input.body), input.by);
      if (!answer.ok) throw new Problem(answer.code, answer.detail);
      const view = input.live.calls().find((each) => each.call === call);
      // Moved out of his sight, or gone already.
      return ok(view === undefined ? { call } : callJson(view));
    });
  return [
    action('move', async (call, body) => {
      const { queue } = await checkedBody(MoveBody, body);
      return { ask: 'move-call', call, queue };
    }),
    action('remove', (call, body) => {
      checkEmpty(body);
      return Promise.resolve({ ask: 'remove-call', call });
    }),
    action('priority', async (call, body) => {
      const { priority } = await checkedBody(PriorityBody, body);
      return { ask: 'set-priority', call, priority };
    }),
  ];
}

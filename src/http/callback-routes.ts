import type { CallbackRequest } from '../core/signal.js';
import { AskCallbackBody, checkedBody, checkEmpty } from './bodies.js';
import { Problem } from './problem.js';
import { callbackJson } from './representation.js';
import {
  get,
  list,
  ok,
  OVERSEERS,
  post,
  type Reply,
  type Route,
  type RouteInput,
  SWITCHING_ROLES,
} from './route.js';

/** Who is to be called back; asked for by another system, and cancelled. */
export function callbackRoutes(): readonly Route[] {
  return [
    get('/api/callbacks', OVERSEERS, ({ live }) => list(live.callbacks().map(callbackJson))),
    post('/api/callbacks/ask', SWITCHING_ROLES, async (input) => {
      const { number, queue, name, notBefore } = await checkedBody(AskCallbackBody, input.body);
      const at = notBefore === undefined ? null : Date.parse(notBefore);
      await asked(input, { ask: 'ask-callback', number, queue, name: name ?? null, notBefore: at });
      return theCallback(input, number);
    }),
    post('/api/callbacks/:id/cancel', SWITCHING_ROLES, async (input) => {
      checkEmpty(input.body);
      const callback = input.params['id'] ?? '';
      await asked(input, { ask: 'cancel-callback', callback });
      return ok({ callback, state: 'cancelled' });
    }),
  ];
}

async function asked(input: RouteInput, request: CallbackRequest): Promise<void> {
  const answer = await input.live.ask(request, input.by);
  if (!answer.ok) throw new Problem(answer.code, answer.detail);
}

/** There is one for a number, asked for once or several times. */
function theCallback({ live }: RouteInput, number: string): Reply {
  const view = live.callbacks().find((each) => each.number === number);
  // Reached already, while the answer was on its way.
  return ok(view === undefined ? { number, callback: null } : callbackJson(view));
}

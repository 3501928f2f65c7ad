import type { RecordingRequest } from '../core/signal.js';
import { checkEmpty } from './bodies.js';
import { notThere } from './not-there.js';
import { Problem } from './problem.js';
import { callJson } from './representation.js';
import { ACTING_ROLES, ok, post, type Route, type RouteInput } from './route.js';

/** The recording of the conversation that a call is in. */
export function recordingRoutes(): readonly Route[] {
  const action = (ask: RecordingRequest['ask']): Route =>
    post(`/api/calls/:id/${ask}`, ACTING_ROLES, async (input) => {
      checkEmpty(input.body);
      const call = input.params['id'] ?? '';
      const answer = await input.live.ask({ ask, call }, input.by);
      if (!answer.ok) throw new Problem(answer.code, answer.detail);
      return ok(theCall(input, call));
    });
  return [action('pause-recording'), action('resume-recording')];
}

function theCall(input: RouteInput, call: string): object {
  const view = input.live.calls().find((each) => each.call === call);
  if (view !== undefined) return callJson(view);
  throw notThere(input, 'unknown-call', `call "${call}" any more: it has just ended`);
}

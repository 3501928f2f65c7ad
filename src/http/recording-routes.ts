import type { RecordingRequest } from '../core/signal.js';
import type { LiveOperations } from '../ports/live.js';
import { checkEmpty } from './bodies.js';
import { Problem } from './problem.js';
import { callJson } from './representation.js';
import { ok, type Route } from './route.js';

/** The recording of the conversation that a call is in. */
export function recordingRoutes(live: LiveOperations): readonly Route[] {
  const action = (ask: RecordingRequest['ask']): Route => ({
    method: 'POST',
    path: `/api/calls/:id/${ask}`,
    access: 'token',
    handle: async (input) => {
      checkEmpty(input.body);
      const call = input.params['id'] ?? '';
      const answer = await live.ask({ ask, call });
      if (!answer.ok) throw new Problem(answer.code, answer.detail);
      const view = live.calls().find((each) => each.call === call);
      if (view === undefined) throw new Problem('unknown-call', `Call "${call}" has just ended.`);
      return ok(callJson(view));
    },
  });
  return [action('pause-recording'), action('resume-recording')];
}

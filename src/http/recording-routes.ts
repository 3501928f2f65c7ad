import type { RecordingRequest } from '../core/signal.js';
import type { Stories, ToldRecording } from '../ports/story.js';
import { checkEmpty } from './bodies.js';
import type { FewSounds } from './few-sounds.js';
import { notThere } from './not-there.js';
import { Problem } from './problem.js';
import { callJson, recordingJson } from './representation.js';
import { ACTING_ROLES, get, list, ok, post, type Route, type RouteInput, SWITCHING_ROLES } from './route.js';
import { soundOf } from './sound-of.js';
import { storyInReach } from './story-routes.js';

/** The recording of the conversation that a call is in, and those of calls that are stored, wherever their files have been moved to. */
export function recordingRoutes(stories: Stories, sounds: FewSounds): readonly Route[] {
  const action = (ask: RecordingRequest['ask']): Route =>
    post(`/api/calls/:id/${ask}`, ACTING_ROLES, async (input) => {
      checkEmpty(input.body);
      const call = input.params['id'] ?? '';
      const answer = await input.live.ask({ ask, call }, input.by);
      if (!answer.ok) throw new Problem(answer.code, answer.detail);
      return ok(theCall(input, call));
    });
  return [
    action('pause-recording'),
    action('resume-recording'),
    get('/api/calls/:id/recordings', SWITCHING_ROLES, async (input) => {
      const { recordings } = await storyInReach(input, stories);
      return list(recordings.map(recordingJson));
    }),
    get('/api/calls/:id/recordings/:conversation/sound', SWITCHING_ROLES, async (input) => {
      const { recording, conversation } = await theRecording(input, stories);
      return ok(await soundOf(sounds, recording, `${conversation}.wav`));
    }),
  ];
}

function theCall(input: RouteInput, call: string): object {
  const view = input.live.calls().find((each) => each.call === call);
  if (view !== undefined) return callJson(view);
  throw notThere(input, 'unknown-call', `call "${call}" any more: it has just ended`);
}

async function theRecording(input: RouteInput, stories: Stories): Promise<ToldRecording> {
  const { call, recordings } = await storyInReach(input, stories);
  const asked = input.params['conversation'] ?? '';
  const found = recordings.find(({ conversation }) => conversation === asked);
  if (found !== undefined) return found;
  const there = recordings.map(({ conversation }) => conversation).join(', ');
  throw new Problem(
    'no-sound',
    `No talk "${asked}" of the call "${call}" was recorded; ${there === '' ? 'none of it was' : `those that were: ${there}`}.`,
  );
}

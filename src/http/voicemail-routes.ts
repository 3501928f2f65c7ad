import type { VoicemailRequest } from '../core/signal.js';
import type { VoicemailView } from '../ports/live.js';
import { checkEmpty } from './bodies.js';
import type { FewSounds } from './few-sounds.js';
import { notThere } from './not-there.js';
import { Problem } from './problem.js';
import { voicemailJson } from './representation.js';
import { get, list, ok, OVERSEERS, post, type Route, type RouteInput, SWITCHING_ROLES } from './route.js';
import { soundOf } from './sound-of.js';

/** Messages that callers left: which, their sound, and whether somebody has heard them. */
export function voicemailRoutes(sounds: FewSounds): readonly Route[] {
  const mark = (path: 'heard' | 'unheard', ask: VoicemailRequest['ask']): Route =>
    post(`/api/voicemails/:id/${path}`, SWITCHING_ROLES, async (input) => {
      checkEmpty(input.body);
      const voicemail = input.params['id'] ?? '';
      const answer = await input.live.ask({ ask, voicemail }, input.by);
      if (!answer.ok) throw new Problem(answer.code, answer.detail);
      return ok(voicemailJson(theVoicemail(input)));
    });
  return [
    get('/api/voicemails', OVERSEERS, ({ live }) => list(live.voicemails().map(voicemailJson))),
    get('/api/voicemails/:id/sound', SWITCHING_ROLES, async (input) => {
      const { voicemail, recording } = theVoicemail(input);
      return ok(await soundOf(sounds, recording, `${voicemail}.wav`));
    }),
    mark('heard', 'voicemail-heard'),
    mark('unheard', 'voicemail-unheard'),
    post('/api/voicemails/:id/forget', SWITCHING_ROLES, async (input) => {
      checkEmpty(input.body);
      const voicemail = input.params['id'] ?? '';
      const answer = await input.live.ask({ ask: 'forget-voicemail', voicemail }, input.by);
      if (!answer.ok) throw new Problem(answer.code, answer.detail);
      return ok({ voicemail, state: 'forgotten' });
    }),
  ];
}

function theVoicemail(input: RouteInput): VoicemailView {
  const id = input.params['id'] ?? '';
  const view = input.live.voicemails().find(({ voicemail }) => voicemail === id);
  if (view !== undefined) return view;
  throw notThere(input, 'unknown-voicemail', `message "${id}"`);
}

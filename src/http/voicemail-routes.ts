import type { RecordingId, VoicemailRequest } from '../core/signal.js';
import type { VoicemailView } from '../ports/live.js';
import type { RecordedSounds } from '../ports/voicemails.js';
import { checkEmpty } from './bodies.js';
import { type FewSounds, fewSounds } from './few-sounds.js';
import { notThere } from './not-there.js';
import { Problem } from './problem.js';
import { voicemailJson } from './representation.js';
import {
  get,
  list,
  ok,
  OVERSEERS,
  post,
  type Route,
  type RouteInput,
  Sound,
  SWITCHING_ROLES,
} from './route.js';

/** Messages that callers left: which, their sound, and whether somebody has heard them. */
export function voicemailRoutes(all: RecordedSounds): readonly Route[] {
  const sounds = fewSounds(all);
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

async function soundOf(sounds: FewSounds, recording: RecordingId, name: string): Promise<Sound> {
  const found = await sounds.open(recording);
  if (found.ok) return new Sound(found.size, found.content, name);
  if (found.why === 'busy')
    throw new Problem(
      'sounds-busy',
      'Others are being sent, or the disk with the recordings does not answer; ask again in a moment.',
    );
  throw new Problem(
    'no-sound',
    found.why === 'no-folder'
      ? 'Callplane does not know where Asterisk keeps its recordings; set CALLPLANE_RECORDINGS to that folder, often /var/spool/asterisk/recording.'
      : `The file ${recording}.wav is not in the folder of recordings: its time is over, or somebody has taken it away.`,
  );
}

import type { RecordingId } from '../core/signal.js';
import type { FewSounds } from './few-sounds.js';
import { Problem } from './problem.js';
import { Sound } from './route.js';

/** The file of a recording, to be sent under this name. Throws what is to be answered where it cannot be. */
export async function soundOf(sounds: FewSounds, recording: RecordingId, name: string): Promise<Sound> {
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

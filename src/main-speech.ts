import type { Fault } from './routing/fault.js';
import type { Spoken } from './routing/speech.js';
import { makeSpeech } from './speech/make-speech.js';

/** Makes the sound files of texts; a fault for each that cannot be made. `sounds`: Asterisk's sounds folder. */
export async function speechFaults(
  spoken: readonly Spoken[],
  sounds: string | null,
  command: string,
): Promise<readonly Fault[]> {
  if (sounds === null)
    return spoken.map(({ at, prompt }) => ({
      code: 'prompt-not-made',
      at,
      found: `the prompt ${JSON.stringify(prompt)} as a text, and no folder to put its sound file into`,
      right: "Asterisk's sounds folder in the setting CALLPLANE_SOUNDS",
    }));
  const failed = await makeSpeech(spoken, { sounds, command });
  return failed.map(({ wanted: { at, prompt, language }, why }) => ({
    code: 'prompt-not-made',
    at,
    found: `the prompt ${JSON.stringify(prompt)}, which could not be spoken in ${language} (${why})`,
    right: 'a speech engine that can (setting CALLPLANE_SPEECH), or a file',
  }));
}

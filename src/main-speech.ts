import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Settings } from './app/settings.js';
import { shownEnvironment } from './main-programs.js';
import { whyUnwritable } from './doctor/speech-folder.js';
import type { SpeechLook } from './doctor/speech.js';
import { type Fault, formatFault, type Warning } from './routing/fault.js';
import { LANGUAGES } from './routing/language/company.js';
import { shownPrompt, SPEECH_FOLDER, type Spoken } from './routing/speech.js';
import type { Engine } from './speech/engine.js';
import { type FailedSpeech, makeSpeech, trySpeech, withoutFile } from './speech/make-speech.js';
import { lengthMs, speechPath, unneeded } from './speech/speech-folder.js';

/** Longer than the slowest engine needs for the longest text. */
const SPEAKS_WITHIN_MS = 60_000;

type SpeechSettings = Pick<Settings, 'sounds' | 'speech'>;

/** The engine that the settings name. */
function engineOf({ speech }: Pick<Settings, 'speech'>): Engine {
  return { command: speech, environment: shownEnvironment(), withinMs: SPEAKS_WITHIN_MS };
}

/** Makes the sound files of texts that have none yet; a fault for each that cannot be made. */
export async function speechFaults(
  spoken: readonly Spoken[],
  settings: SpeechSettings,
): Promise<readonly Fault[]> {
  const { sounds } = settings;
  if (sounds === null) return nowhere(spoken);
  return faultsOf(await makeSpeech(await withoutFile(spoken, sounds), sounds, engineOf(settings)));
}

/** Whether the texts that have no file yet can be spoken: nothing is kept. */
export async function speechTried(
  spoken: readonly Spoken[],
  settings: SpeechSettings,
): Promise<{ readonly faults: readonly Fault[]; readonly warnings: readonly Warning[] }> {
  const { sounds } = settings;
  if (sounds === null) return { faults: [], warnings: notTried(spoken) };
  const tried = await trySpeech(await withoutFile(spoken, sounds), engineOf(settings));
  return { faults: faultsOf(tried), warnings: [] };
}

/** One finding, at the first text. */
function nowhere(spoken: readonly Spoken[]): readonly Fault[] {
  return spoken.slice(0, 1).map(({ at }) => ({
    code: 'prompt-not-made',
    at,
    found: `${spoken.length} text(s) to be spoken, and no folder for their sound files`,
    right: "Asterisk's sounds folder in the setting CALLPLANE_SOUNDS",
  }));
}

function notTried(spoken: readonly Spoken[]): readonly Warning[] {
  return spoken.slice(0, 1).map(({ at }) => ({
    code: 'prompt-not-tried',
    at,
    found: `${spoken.length} text(s) to be spoken; whether they can be was not tried, because no sounds folder is set`,
    right: "Asterisk's sounds folder in the setting CALLPLANE_SOUNDS, as the running Callplane has it",
  }));
}

function faultsOf({ failed, untried }: FailedSpeech<Spoken>): readonly Fault[] {
  return failed.map(({ wanted: { at, prompt, language }, why }, index) => {
    const isLast = index === failed.length - 1;
    const rest = isLast && untried > 0 ? `; ${untried} more text(s) were not tried` : '';
    return {
      code: 'prompt-not-made',
      at,
      found: `${shownPrompt(prompt)}, which could not be spoken in ${language} (${why}${rest})`,
      right: 'a speech engine that can (setting CALLPLANE_SPEECH), or a file instead of the text',
    };
  });
}

/** For the doctor: whether texts can be spoken, and put where Asterisk finds them. `data`: the data folder. */
export async function lookAtSpeech(
  spoken: readonly Spoken[],
  settings: SpeechSettings & Pick<Settings, 'data'>,
): Promise<SpeechLook> {
  const { sounds } = settings;
  const texts = spoken.length;
  if (sounds === null)
    return { texts, missing: texts, faults: nowhere(spoken).map(formatFault), unwritable: [] };
  const missing = await withoutFile(spoken, sounds);
  const tried = await trySpeech(missing.length > 0 ? missing : spoken.slice(0, 1), engineOf(settings));
  const folders = [...new Set(spoken.map((each) => dirname(speechPath(sounds, each))))];
  const looked = await Promise.all(
    folders.map(async (folder) => ({ folder, why: await whyUnwritable(folder, settings.data) })),
  );
  const unwritable = looked.flatMap(({ folder, why }) => (why === null ? [] : [{ folder, why }]));
  return { texts, missing: missing.length, faults: faultsOf(tried).map(formatFault), unwritable };
}

/** The media of texts that have no file yet. */
export async function unspokenMedia(
  spoken: readonly Spoken[],
  { sounds }: Pick<Settings, 'sounds'>,
): Promise<ReadonlySet<string>> {
  const missing = sounds === null ? spoken : await withoutFile(spoken, sounds);
  return new Set(missing.map(({ file }) => `sound:${file}`));
}

/** What `callplane speech` prints: every text with its file, and the files that none of them needs, which `clear` deletes. */
export async function speechText(
  spoken: readonly Spoken[],
  sounds: string,
  clear: 'list' | 'delete',
): Promise<string> {
  const lines = await Promise.all(spoken.map((each) => lineOf(each, sounds)));
  const needed = spoken.map((each) => speechPath(sounds, each));
  const folders = LANGUAGES.map((language) => join(sounds, language, SPEECH_FOLDER));
  const left = (await Promise.all(folders.map((folder) => unneeded(folder, needed)))).flat();
  if (clear === 'delete') await Promise.all(left.map(({ path }) => rm(path)));
  const size = Math.ceil(left.reduce((sum, { bytes }) => sum + bytes, 0) / 1000);
  const what = clear === 'delete' ? 'deleted' : 'needed by none of these texts';
  const rest = left.map(({ path }) => path);
  return [...lines, `${left.length} file(s) ${what}, ${size} kB`, ...rest, ''].join('\n');
}

async function lineOf(each: Spoken, sounds: string): Promise<string> {
  const ms = await lengthMs(sounds, each);
  const length = ms === null ? 'not made yet' : `${(ms / 1000).toFixed(1)} s`;
  return `${each.prompt} (${each.language}): ${length}, ${speechPath(sounds, each)}`;
}

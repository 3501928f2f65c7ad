import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Settings } from './app/settings.js';
import { SPEAKS_WITHIN_MS } from './core/flow/speaking.js';
import { engineOf, type SpeechSettings } from './main-speaker.js';
import { whyUnwritable } from './doctor/speech-folder.js';
import type { SpeechLook } from './doctor/speech.js';
import type { Log } from './ports/log.js';
import { type Fault, formatFault, type Warning } from './routing/fault.js';
import { LANGUAGES } from './routing/language/company.js';
import { shownPrompt, SPEECH_FOLDER, type Spoken } from './routing/speech.js';
import { type MadeSpeech, makeSpeech, trySpeech, withoutFile } from './speech/make-speech.js';
import { lengthMs, speechPath, unneeded } from './speech/speech-folder.js';
import { keepSwept } from './speech/sweeping.js';

/** Deletes the sound files of calls that are over, now and then, as long as the process lives. */
export function sweepSpeech({ sounds }: SpeechSettings, log: Log): void {
  void keepSwept({ sounds, languages: LANGUAGES, now: () => Date.now(), log });
}

export interface SpeechFindings {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
}

/** Makes the sound files of texts that have none yet; a fault for each that cannot be made. */
export async function speechMade(
  spoken: readonly Spoken[],
  settings: SpeechSettings,
): Promise<SpeechFindings> {
  const { sounds } = settings;
  if (sounds === null) return { faults: nowhere(spoken), warnings: [] };
  return findingsOf(
    await makeSpeech(await withoutFile(spoken, sounds), sounds, engineOf(settings, 'prompts')),
  );
}

/** Whether the texts that have no file yet can be spoken: nothing is kept. */
export async function speechTried(
  spoken: readonly Spoken[],
  settings: SpeechSettings,
): Promise<SpeechFindings> {
  const { sounds } = settings;
  if (sounds === null) return { faults: [], warnings: notTried(spoken) };
  const tried = await trySpeech(await withoutFile(spoken, sounds), engineOf(settings, 'prompts'));
  return findingsOf(tried);
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

function findingsOf(made: MadeSpeech<Spoken>): SpeechFindings {
  return { faults: faultsOf(made), warnings: warningsOf(made) };
}

/** Of texts that calls wait for: prompts are made beforehand, and may take their time. */
function warningsOf({ slow }: MadeSpeech<Spoken>): readonly Warning[] {
  const seconds = SPEAKS_WITHIN_MS / 1000;
  return slow
    .filter(({ isOfCall }) => isOfCall)
    .map(({ at, prompt, language }) => ({
      code: 'prompt-too-slow',
      at,
      found: `${shownPrompt(prompt)}, which took longer than ${seconds} s to be spoken in ${language}; a call does not wait so long, and goes on without it`,
      right: `an engine that needs less than ${seconds} s for it (setting CALLPLANE_SPEECH)`,
    }));
}

function faultsOf({ failed, untried }: MadeSpeech<Spoken>): readonly Fault[] {
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
    return { texts, missing: texts, faults: nowhere(spoken).map(formatFault), slow: [], unwritable: [] };
  const missing = await withoutFile(spoken, sounds);
  const tried = await trySpeech(missing.length > 0 ? missing : oneOf(spoken), engineOf(settings, 'prompts'));
  const folders = [...new Set(spoken.map((each) => dirname(speechPath(sounds, each))))];
  const looked = await Promise.all(
    folders.map(async (folder) => ({ folder, why: await whyUnwritable(folder, settings.data) })),
  );
  const unwritable = looked.flatMap(({ folder, why }) => (why === null ? [] : [{ folder, why }]));
  const { faults, warnings } = findingsOf(tried);
  return {
    ...{ texts, missing: missing.length, unwritable },
    faults: faults.map(formatFault),
    slow: warnings.map(formatFault),
  };
}

/** One that calls wait for, if there is one: more may be wrong with it. */
function oneOf(spoken: readonly Spoken[]): readonly Spoken[] {
  return [...spoken.filter(({ isOfCall }) => isOfCall), ...spoken].slice(0, 1);
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

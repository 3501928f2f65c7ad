import type { Language } from '../../core/plan.js';
import type { Place } from '../fault.js';
import type { Desk } from '../form/desk.js';
import { languagesOf } from '../languages.js';
import type { RoutingDraft } from '../routing-draft.js';
import { showText } from '../source-node.js';
import { didYouMean } from '../suggestion.js';

const PLAYABLE =
  'a WAV file of 8000 Hz, one channel, 16 bit (sox IN -r 8000 -c 1 -b 16 OUT.wav makes one), or another format of Asterisk';

/** The names of the sound files of a language, below the sounds folder, without extension; null: not known. */
export type PromptFiles = (language: Language) => ReadonlySet<string> | null;

/** What stands under the name of a sound file of a language and cannot be played; null: nothing is known against it. */
export type Unplayable = (language: Language, file: string) => string | null;

/** What must be there once in all files together. */
export function checkSections(sections: ReadonlyMap<string, Place>, whole: Place, desk: Desk): void {
  if (!sections.has('company')) {
    const right = 'company: { name: …, timezone: … } in one of the files';
    desk.add('company-missing', whole, 'no company', right);
  }
  if (!sections.has('numbers')) {
    const right = 'numbers: with at least one number and what answers it';
    desk.add('numbers-missing', whole, 'no number at which a call could arrive', right);
  }
  if (sections.has('callers')) return;
  for (const [what, at] of desk.namesOf('known caller')) {
    const right = 'callers: with the numbers that are known';
    desk.add('callers-missing', at, `${what}, where nobody is known`, right);
  }
}

/** Every prompt that is a file has one in each language that callers may hear, which Asterisk can play. */
export function checkPromptFiles(
  draft: RoutingDraft,
  promptFiles: PromptFiles,
  desk: Desk,
  unplayable: Unplayable = () => null,
): void {
  for (const language of languagesOf(draft)) {
    const files = promptFiles(language);
    if (files === null) continue;
    for (const { value } of draft.prompts) {
      if (value?.says.by !== 'file') continue;
      const { file } = value.says;
      const why = unplayable(language, file);
      if (why !== null) {
        const found = `the sound file ${showText(file)} for the language ${language}, which is ${why}`;
        desk.add('prompt-file-format', value.at, found, PLAYABLE);
      } else if (!files.has(file)) {
        const found = `no sound file ${showText(file)} for the language ${language}`;
        const right = `a file of this name below the sounds folder${didYouMean(file, files)}`;
        desk.add('prompt-file-missing', value.at, found, right);
      }
    }
  }
}

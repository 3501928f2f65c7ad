import type { Language } from '../../core/plan.js';
import { byShape } from '../form/collections.js';
import { mapped, type Form } from '../form/form.js';
import { group, notEmpty, optional } from '../form/group.js';
import { shapedText } from '../form/scalars.js';
import { LANGUAGES } from './company.js';

/** A text to be spoken, by language; `null`: the company's. */
export interface SpokenDraft {
  readonly language: Language | null;
  readonly text: string;
}

/** Lines are joined; what differs from call to call cannot be spoken before the call. */
const spokenText = shapedText({
  right:
    'a text to be spoken, 1 to 2000 characters with a letter or digit among them, without {braces}: what differs from call to call is said by the step say',
  pattern: /^(?=[\s\S]*[\p{L}\p{N}])(?:[^{}\p{Cc}]|[\n\r\t]){1,2000}$/u,
  parse: (written) => written.replace(/\s+/g, ' ').trim(),
});

/** One text, or one for each language. */
export const spokenTextForm: Form<SpokenDraft[]> = byShape<SpokenDraft[]>({
  right: 'a text to be spoken, or one for each language, such as { en: "Welcome.", ru: "Здравствуйте." }',
  scalar: mapped(spokenText, (spoken) => [{ language: null, text: spoken }]),
  map: mapped(
    notEmpty(
      group(
        {
          en: optional(spokenText, 'What is said in English.'),
          ru: optional(spokenText, 'What is said in Russian.'),
        },
        'texts by language: en, ru',
      ),
    ),
    (read) =>
      LANGUAGES.flatMap((language) => {
        const spoken = read[language];
        return spoken === null ? [] : [{ language, text: spoken }];
      }),
  ),
});

import type { Language } from '../../core/plan.js';
import { BRACES } from '../../core/flow/variables.js';
import { refer } from '../form/braces.js';
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

/** The same in a step of a call, which knows what differs. */
const textOfCall = shapedText({
  right:
    'a text to be spoken, 1 to 2000 characters with a letter, digit or variable among them, variables in braces such as {caller.name}',
  pattern: /^(?=[\s\S]*[\p{L}\p{N}])(?:[^{}\p{Cc}]|[\n\r\t]|\{[^{}\p{Cc}]*\}){1,2000}$/u,
  parse: (written, node, desk) => {
    for (const [, name = ''] of written.matchAll(BRACES)) refer(name, node, desk);
    return written.replace(/\s+/g, ' ').trim();
  },
});

/** One text, or one for each language, the same for every call. */
export const spokenTextForm = inLanguages(spokenText);

/** One text, or one for each language, which may hold variables of the call. */
export const textOfCallForm = inLanguages(textOfCall);

/** A text with a fault is there all the same: nobody is told that it is missing as well. */
function thereAllTheSame(text: Form<string>): Form<string> {
  return { ...text, read: (node, desk) => text.read(node, desk) ?? '' };
}

function inLanguages(text: Form<string>): Form<SpokenDraft[]> {
  const inLanguage = thereAllTheSame(text);
  return byShape<SpokenDraft[]>({
    right: 'a text to be spoken, or one for each language, such as { en: "Welcome.", ru: "Здравствуйте." }',
    scalar: mapped(text, (spoken) => [{ language: null, text: spoken }]),
    map: mapped(
      notEmpty(
        group(
          {
            en: optional(inLanguage, 'What is said in English.'),
            ru: optional(inLanguage, 'What is said in Russian.'),
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
}

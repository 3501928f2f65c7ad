import { createHash } from 'node:crypto';
import type { Language } from '../core/plan.js';
import type { Place } from './fault.js';
import type { Desk } from './form/desk.js';
import { languagesOf } from './languages.js';
import type { PromptDraft } from './language/file.js';
import type { RoutingDraft } from './routing-draft.js';
import { showText } from './source-node.js';

/** Where spoken texts lie, below the folder of their language. */
const FOLDER = 'callplane-speech';
const NAME_DIGITS = 24;

/** A text of the files that a sound file is to be made of. */
export interface Spoken {
  readonly at: Place;
  readonly prompt: string;
  readonly language: Language;
  readonly text: string;
  /** Below the folder of the language, without extension. */
  readonly file: string;
}

/** The same text in the same language of the same engine is the same file. */
export function speechFile(engine: string, language: Language, text: string): string {
  const hash = createHash('sha256').update(JSON.stringify([engine, language, text])).digest('hex');
  return `${FOLDER}/${hash.slice(0, NAME_DIGITS)}`;
}

/** What a prompt says in a language; null: nothing, or it is a file. */
export function textOf({ says }: PromptDraft, language: Language, home: Language): string | null {
  if (says.by === 'file') return null;
  return says.texts.find((each) => (each.language ?? home) === language)?.text ?? null;
}

/** Every text that callers may hear. */
export function spokenTexts(draft: RoutingDraft, engine: string): readonly Spoken[] {
  const home = draft.company?.language ?? 'en';
  return draft.prompts.flatMap(({ key: prompt, value }) =>
    languagesOf(draft).flatMap((language) => {
      const text = value === null ? null : textOf(value, language, home);
      if (value === null || text === null) return [];
      return [{ at: value.at, prompt, language, text, file: speechFile(engine, language, text) }];
    }),
  );
}

/** A prompt that is a text has one in each language that callers may hear. */
export function checkTexts(draft: RoutingDraft, desk: Desk): void {
  const home = draft.company?.language ?? 'en';
  for (const { key, value } of draft.prompts) {
    if (value?.says.by !== 'text') continue;
    for (const language of languagesOf(draft)) {
      if (textOf(value, language, home) !== null) continue;
      const found = `the prompt ${showText(key)} without a text in ${language}, which callers may hear`;
      desk.add('prompt-text-missing', value.at, found, `a text in ${language}: { ${language}: … }`);
    }
  }
}

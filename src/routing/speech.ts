import { createHash } from 'node:crypto';
import type { Language } from '../core/plan.js';
import type { Place } from './fault.js';
import type { Desk } from './form/desk.js';
import type { Entry } from './form/collections.js';
import { languagesOf, stepsOf } from './languages.js';
import type { PromptDraft } from './language/file.js';
import type { SpokenDraft } from './language/spoken-text.js';
import type { RoutingDraft } from './routing-draft.js';
import { showText } from './source-node.js';

/** Where spoken texts lie, below the folder of their language. */
export const SPEECH_FOLDER = 'callplane-speech';
const NAME_DIGITS = 24;
/** How much of a text, and of its hash, names it. */
const TOLD_CHARACTERS = 60;
const TOLD_DIGITS = 6;

/** A text of the files that a sound file is to be made of. */
export interface Spoken {
  readonly at: Place;
  readonly prompt: string;
  readonly language: Language;
  readonly voice: string;
  readonly text: string;
  /** Below the folder of the language, without extension. */
  readonly file: string;
}

/** The same text by the same voice of the same engine is the same file. */
function speechFile(engine: string, language: Language, voice: string, text: string): string {
  return `${SPEECH_FOLDER}/${hashOf([engine, language, voice, text]).slice(0, NAME_DIGITS)}`;
}

function hashOf(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('hex');
}

/** Prompts by name, and the texts of steps, whose names are the texts themselves. */
export function promptsOf(draft: RoutingDraft): readonly Entry<PromptDraft>[] {
  const told = [...stepsOf(draft)].flatMap((step) => {
    if (step.do !== 'tell') return [];
    const { at, texts } = step;
    const value: PromptDraft = { at, says: { by: 'text', texts }, emergency: false };
    return [{ key: toldName(texts), at, value }];
  });
  return [...draft.prompts, ...told];
}

/** For people who read what a call heard: no name of a prompt has quotation marks. */
export function toldName(texts: readonly SpokenDraft[]): string {
  const [first] = texts;
  const beginning = Array.from(first?.text ?? '')
    .slice(0, TOLD_CHARACTERS)
    .join('');
  if (texts.length === 1 && beginning === first?.text) return `"${beginning}"`;
  return `"${beginning}…" ${hashOf(texts).slice(0, TOLD_DIGITS)}`;
}

/** A prompt in a message: its name, or the text that is its name. */
export function shownPrompt(name: string): string {
  return name.startsWith('"') ? `the text ${name}` : `the prompt ${showText(name)}`;
}

/** Every text that callers may hear. `engine`: its command line. */
export function spokenTexts(draft: RoutingDraft, engine: string): readonly Spoken[] {
  const languages = languagesOf(draft);
  return promptsOf(draft).flatMap(({ key: prompt, value }) =>
    languages.flatMap((language) => {
      const text = value === null ? null : textOf(value, language, homeOf(draft));
      if (value === null || text === null) return [];
      const voice = draft.company?.voices?.[language] ?? language;
      const file = speechFile(engine, language, voice, text);
      return [{ at: value.at, prompt, language, voice, text, file }];
    }),
  );
}

/** What a prompt says in a language; null: nothing, or it is a file. */
function textOf({ says }: PromptDraft, language: Language, home: Language): string | null {
  if (says.by === 'file') return null;
  return says.texts.find((each) => (each.language ?? home) === language)?.text ?? null;
}

function homeOf(draft: RoutingDraft): Language {
  return draft.company?.language ?? 'en';
}

/** A prompt that is a text has one in each language that callers may hear. */
export function checkTexts(draft: RoutingDraft, desk: Desk): void {
  const languages = languagesOf(draft);
  for (const { key, value } of promptsOf(draft)) {
    if (value?.says.by !== 'text') continue;
    for (const language of languages) {
      if (textOf(value, language, homeOf(draft)) !== null) continue;
      const found = `${shownPrompt(key)} without a text in ${language}, which callers may hear`;
      desk.add('prompt-text-missing', value.at, found, `a text in ${language}: { ${language}: … }`);
    }
  }
}

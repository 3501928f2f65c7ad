import { createHash } from 'node:crypto';
import type { Language } from '../core/plan.js';
import { BRACES } from '../core/flow/variables.js';
import type { TellDraft } from './draft.js';
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
  /** An example of a text with variables, which calls wait for. */
  readonly isOfCall: boolean;
}

/** The same text by the same voice of the same engine is the same file. */
function speechFile(engine: string, language: Language, voice: string, text: string): string {
  return `${SPEECH_FOLDER}/${hashOf([engine, language, voice, text]).slice(0, NAME_DIGITS)}`;
}

function hashOf(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('hex');
}

/** Prompts by name, and the texts of steps that are the same for every call, whose names are the texts themselves. */
export function promptsOf(draft: RoutingDraft): readonly Entry<PromptDraft>[] {
  return [
    ...draft.prompts,
    ...toldIn(draft)
      .filter(({ texts }) => !isOfCall(texts))
      .map(asPrompt),
  ];
}

/** What a call fills in, with a number in each place: whether it can be spoken at all is known before the first call. */
function samplesOf(draft: RoutingDraft): readonly Entry<PromptDraft>[] {
  return toldIn(draft)
    .filter(({ texts }) => isOfCall(texts))
    .map(asPrompt)
    .map((entry) => ({ ...entry, value: sampleOf(entry.value) }));
}

function toldIn(draft: RoutingDraft): readonly TellDraft[] {
  return [...stepsOf(draft)].flatMap((step) => (step.do === 'tell' ? [step] : []));
}

function asPrompt({ at, texts }: TellDraft): Entry<PromptDraft> & { readonly value: PromptDraft } {
  return { key: toldName(texts), at, value: { at, says: { by: 'text', texts }, emergency: false } };
}

function sampleOf(prompt: PromptDraft): PromptDraft {
  if (prompt.says.by === 'file') return prompt;
  const texts = prompt.says.texts.map(({ language, text }) => ({
    language,
    text: text.replace(BRACES, '1'),
  }));
  return { ...prompt, says: { by: 'text', texts } };
}

/** Whether it differs from call to call. */
export function isOfCall(texts: readonly SpokenDraft[]): boolean {
  return texts.some(({ text }) => text.includes('{'));
}

/** By whom a text in this language is spoken. */
export function voiceOf(draft: Pick<RoutingDraft, 'company'>, language: Language): string {
  return draft.company?.voices?.[language] ?? language;
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
  const spokenOf =
    (isOfCall: boolean) =>
    ({ key: prompt, value }: Entry<PromptDraft>): readonly Spoken[] =>
      languages.flatMap((language) => {
        const text = value === null ? null : textOf(value, language, homeOf(draft));
        if (value === null || text === null) return [];
        const voice = voiceOf(draft, language);
        const file = speechFile(engine, language, voice, text);
        return [{ at: value.at, prompt, language, voice, text, file, isOfCall }];
      });
  return [...promptsOf(draft).flatMap(spokenOf(false)), ...samplesOf(draft).flatMap(spokenOf(true))];
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
  for (const { key, value } of [...promptsOf(draft), ...samplesOf(draft)]) {
    if (value?.says.by !== 'text') continue;
    for (const language of languages) {
      if (textOf(value, language, homeOf(draft)) !== null) continue;
      const found = `${shownPrompt(key)} without a text in ${language}, which callers may hear`;
      desk.add('prompt-text-missing', value.at, found, `a text in ${language}: { ${language}: … }`);
    }
  }
}

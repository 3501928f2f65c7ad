import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../core/plan.js';
import type { PromptFiles } from './checks/whole.js';
import type { Fault } from './fault.js';
import { LANGUAGES } from './language/company.js';

/** The sound files there are, or why the folder could not be read. */
export type ReadSounds =
  | { readonly ok: true; readonly promptFiles: PromptFiles }
  | { readonly ok: false; readonly faults: readonly Fault[] };

const SOUND_FILE = /^(.+)\.(wav|wav16|WAV|gsm|ulaw|alaw|pcm|sln|sln16|g722|g729|ogg|opus)$/;

/**
 * Lists the sounds folder of Asterisk, which has one folder for each language (`en`, `ru`); in them a
 * prompt is a path without extension. Never throws.
 */
export async function readSounds(folder: string): Promise<ReadSounds> {
  try {
    const languages = new Set(await readdir(folder));
    const found = await Promise.all(LANGUAGES.map((language) => soundsOf(folder, language, languages)));
    const byLanguage = new Map(found);
    return { ok: true, promptFiles: (language) => byLanguage.get(language) ?? new Set() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const at = { file: folder, line: 0, column: 0 };
    const found = `a sounds folder that cannot be read (${reason})`;
    const right =
      'the sounds folder of Asterisk, which holds a folder for each language (setting CALLPLANE_SOUNDS)';
    return { ok: false, faults: [{ code: 'file-unreadable', at, found, right }] };
  }
}

async function soundsOf(
  folder: string,
  language: Language,
  languages: ReadonlySet<string>,
): Promise<readonly [Language, ReadonlySet<string>]> {
  if (!languages.has(language)) return [language, new Set()];
  const files = await readdir(join(folder, language), { recursive: true });
  return [language, new Set(files.flatMap((file) => SOUND_FILE.exec(file)?.[1] ?? []))];
}

import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../core/plan.js';
import type { PromptFiles, Unplayable } from './checks/whole.js';
import type { Fault } from './fault.js';
import { LANGUAGES } from './language/company.js';

/** The sound files there are, or why the folder could not be read. */
export type ReadSounds =
  | { readonly ok: true; readonly promptFiles: PromptFiles; readonly unplayable: Unplayable }
  | { readonly ok: false; readonly faults: readonly Fault[] };

const PCM = 1;
/** The head of a WAV file up to where its sound begins. */
const HEAD_BYTES = 44;
const SOUND_FILE = /^(.+)\.(wav|wav16|WAV|gsm|ulaw|alaw|pcm|sln|sln16|g722|g729|ogg|opus)$/;
/** What people have on their machines and Asterisk does not play. */
const FOREIGN_FILE = /^(.+)\.(mp3|m4a|mp4|aac|flac|wma|aiff?)$/i;

/** The names below the folder of a language, without extension; those that are foreign with it. */
interface Listed {
  readonly playable: ReadonlySet<string>;
  readonly foreign: ReadonlyMap<string, string>;
}

/**
 * Lists the sounds folder of Asterisk, which has one folder for each language (`en`, `ru`); in them a
 * prompt is a path without extension. Never throws.
 */
export async function readSounds(folder: string): Promise<ReadSounds> {
  try {
    const languages = new Set(await readdir(folder));
    const found = await Promise.all(LANGUAGES.map((language) => soundsOf(folder, language, languages)));
    const byLanguage = new Map(found);
    return {
      ok: true,
      promptFiles: (language) => byLanguage.get(language)?.playable ?? new Set(),
      unplayable: (language, file) => {
        const { playable, foreign } = byLanguage.get(language) ?? NOTHING;
        if (playable.has(file)) return whyUnplayable(join(folder, language, `${file}.wav`));
        const other = foreign.get(file);
        return other === undefined ? null : `in a format that Asterisk does not play (${other})`;
      },
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const at = { file: folder, line: 0, column: 0 };
    const found = `a sounds folder that cannot be read (${reason})`;
    const right =
      'the sounds folder of Asterisk, which holds a folder for each language (setting CALLPLANE_SOUNDS)';
    return { ok: false, faults: [{ code: 'file-unreadable', at, found, right }] };
  }
}

const NOTHING: Listed = { playable: new Set(), foreign: new Map() };

/** Of a `.wav` Asterisk plays one format only; files of other formats are known by their endings. Never throws. */
function whyUnplayable(path: string): string | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return null;
    if (!found.isFile()) return found.isDirectory() ? 'a folder' : 'no file with sound in it';
    return whyNoSound(headOf(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    // Asterisk runs as another user, who may read what is closed to us: nothing is known against such a file.
    return code === 'EACCES' ? null : `a file that cannot be read (${code})`;
  }
}

function whyNoSound(head: Buffer): string | null {
  if (head.length === 0) return 'an empty file';
  if (
    head.length < HEAD_BYTES ||
    head.toString('latin1', 0, 4) !== 'RIFF' ||
    head.toString('latin1', 8, 12) !== 'WAVE'
  )
    return 'no WAV file';
  // Asterisk looks for the format in this place only.
  if (head.toString('latin1', 12, 16) !== 'fmt ') return 'a WAV file that does not begin with its format';
  const [kind, channels, rate, bits] = [
    head.readUInt16LE(20),
    head.readUInt16LE(22),
    head.readUInt32LE(24),
    head.readUInt16LE(34),
  ];
  if (kind === PCM && channels === 1 && rate === 8_000 && bits === 16) return null;
  return `a WAV file of ${rate} Hz, ${channels} channel(s), ${bits} bit${kind === PCM ? '' : `, kind ${kind}`}`;
}

function headOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

async function soundsOf(
  folder: string,
  language: Language,
  languages: ReadonlySet<string>,
): Promise<readonly [Language, Listed]> {
  if (!languages.has(language)) return [language, NOTHING];
  const files = await readdir(join(folder, language), { recursive: true });
  const foreign = files.flatMap((file) => {
    const name = FOREIGN_FILE.exec(file)?.[1];
    return name === undefined ? [] : [[name, file] as const];
  });
  const playable = files.flatMap((file) => SOUND_FILE.exec(file)?.[1] ?? []);
  return [language, { playable: new Set(playable), foreign: new Map(foreign) }];
}

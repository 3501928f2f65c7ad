import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Engine, speak, type Spoke } from './engine.js';
import { inScratch } from './scratch.js';
import { lengthMs, publish } from './speech-folder.js';
import { readWave, telephoneWave } from './wave.js';

/** Prompts: more than ten minutes of any usual rate; calls: minutes, of which nobody hears the first within his time. */
const LARGEST_BYTES: Readonly<Record<Engine['speaksFor'], number>> = {
  prompts: 200_000_000,
  calls: 8_000_000,
};

/** A text that is to be a sound file. */
export interface WantedSpeech {
  readonly language: string;
  readonly voice: string;
  readonly text: string;
  /** Below the folder of the language, without extension; another text, voice, language or engine has another one. */
  readonly file: string;
}

/** How it went with texts, in order. */
export interface MadeSpeech<W extends WantedSpeech> {
  readonly failed: readonly { readonly wanted: W; readonly why: string }[];
  /** Those that took longer than a call waits. */
  readonly slow: readonly W[];
  /** How many were not tried, because the engine would have failed again. */
  readonly untried: number;
}

/** What came of one text. `unkept`: the disk did not take it; `where` says so without the name of a file. */
export type Made = Spoke | { readonly kind: 'unkept'; readonly why: string; readonly where: string };

/** Those that have no file yet. `sounds`: Asterisk's sounds folder, with a folder for each language. */
export async function withoutFile<W extends WantedSpeech>(
  wanted: readonly W[],
  sounds: string,
): Promise<readonly W[]> {
  const lengths = await Promise.all(wanted.map((each) => lengthMs(sounds, each)));
  return wanted.filter((_, index) => lengths[index] === null);
}

/**
 * Makes the files of texts, one after another. One that is made stays, also when another one fails: the next try needs
 * only the rest. Never rejects.
 */
export function makeSpeech<W extends WantedSpeech>(
  wanted: readonly W[],
  sounds: string,
  engine: Engine,
): Promise<MadeSpeech<W>> {
  return speakAll(wanted, engine, (each, wave) => publish(sounds, each, wave));
}

/** Lets the engine speak texts, and keeps nothing. Never rejects. */
export function trySpeech<W extends WantedSpeech>(
  wanted: readonly W[],
  engine: Engine,
): Promise<MadeSpeech<W>> {
  return speakAll(wanted, engine, () => Promise.resolve());
}

async function speakAll<W extends WantedSpeech>(
  wanted: readonly W[],
  engine: Engine,
  keep: (each: W, wave: Buffer) => Promise<void>,
): Promise<MadeSpeech<W>> {
  const failed: { wanted: W; why: string }[] = [];
  const slow: W[] = [];
  const files = new Set<string>();
  for (const [index, each] of wanted.entries()) {
    // Two prompts with one text have one file.
    const key = `${each.language}/${each.file}`;
    if (files.has(key)) continue;
    const slowness = setTimeout(() => slow.push(each), engine.slowMs);
    const made = await makeOne(each, engine, (wave) => keep(each, wave));
    clearTimeout(slowness);
    if (made.kind === 'spoke') files.add(key);
    else failed.push({ wanted: each, why: made.why });
    if (made.kind === 'unfit' || made.kind === 'late')
      return { failed, slow, untried: wanted.length - index - 1 };
  }
  return { failed, slow, untried: 0 };
}

/** Lets the engine speak one text, and keeps it as telephones have it. Never rejects. */
export async function makeOne(
  wanted: WantedSpeech,
  engine: Engine,
  keep: (wave: Buffer) => Promise<void>,
  closing?: AbortSignal,
): Promise<Made> {
  try {
    return await inScratch((folder) => spokenInto(join(folder, 'spoken.wav'), wanted, engine, keep, closing));
  } catch (error) {
    return unkept(error);
  }
}

async function spokenInto(
  file: string,
  { text, language, voice }: WantedSpeech,
  engine: Engine,
  keep: (wave: Buffer) => Promise<void>,
  closing?: AbortSignal,
): Promise<Spoke> {
  const spoke = await speak(engine, { text, language, voice, file }, closing);
  if (spoke.kind !== 'spoke') return spoke;
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) return wrote('no file');
  if (size > LARGEST_BYTES[engine.speaksFor]) return wrote(`a file of ${Math.round(size / 1_000_000)} MB`);
  const read = readWave(await readFile(file));
  if (!read.ok) return wrote(read.why);
  if (read.wave.samples.every((sample) => sample === 0)) return wrote('a file in which nothing can be heard');
  await keep(telephoneWave(read.wave));
  return { kind: 'spoke' };
}

function unkept(error: unknown): Made {
  const { message, code, path } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
  return { kind: 'unkept', why: message, where: `${code ?? 'an error'} in ${dirname(path ?? '')}` };
}

function wrote(what: string): Spoke {
  return { kind: 'failed', why: `the engine wrote ${what}` };
}

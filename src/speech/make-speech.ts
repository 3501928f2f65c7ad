import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { speak } from './engine.js';
import { readWave, telephoneWave } from './wave.js';

/** A text that is to be a sound file. */
export interface WantedSpeech {
  readonly language: string;
  readonly text: string;
  /** Below the folder of the language, without extension; another text, language or engine has another one. */
  readonly file: string;
}

export interface SpeechPlace {
  /** Asterisk's sounds folder, with a folder for each language. */
  readonly sounds: string;
  /** The engine's command line. */
  readonly command: string;
}

export interface FailedSpeech<W extends WantedSpeech> {
  readonly wanted: W;
  readonly why: string;
}

/** Makes the files that are not there yet, one after another; hands back those that could not be made. Never rejects. */
export async function makeSpeech<W extends WantedSpeech>(
  wanted: readonly W[],
  place: SpeechPlace,
): Promise<readonly FailedSpeech<W>[]> {
  const failed: FailedSpeech<W>[] = [];
  for (const each of wanted) {
    const why = await make(each, place);
    if (why !== null) failed.push({ wanted: each, why });
  }
  return failed;
}

async function make({ language, text, file }: WantedSpeech, { sounds, command }: SpeechPlace): Promise<string | null> {
  const target = join(sounds, language, `${file}.wav`);
  if (existsSync(target)) return null;
  const draft = `${target}.${process.pid}`;
  try {
    await mkdir(dirname(target), { recursive: true });
    const why = (await speak(command, text, language, `${draft}.wav`)) ?? (await convert(`${draft}.wav`, draft));
    if (why === null) await rename(draft, target);
    return why;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await rm(`${draft}.wav`, { force: true });
    await rm(draft, { force: true });
  }
}

/** Whatever rate and channels the engine has, telephones have one of each. */
async function convert(from: string, to: string): Promise<string | null> {
  const read = readWave(existsSync(from) ? await readFile(from) : Buffer.alloc(0));
  if (!read.ok) return `the engine wrote ${read.why}`;
  if (read.wave.samples.length === 0) return 'the engine wrote a file without a sound';
  await writeFile(to, telephoneWave(read.wave));
  return null;
}

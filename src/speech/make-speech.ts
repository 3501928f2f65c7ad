import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, speak, type Spoke } from './engine.js';
import { lengthMs, publish } from './speech-folder.js';
import { readWave, telephoneWave } from './wave.js';

/** More than ten minutes of any usual rate: no engine needs so much for a prompt. */
const LARGEST_BYTES = 200_000_000;

/** A text that is to be a sound file. */
export interface WantedSpeech {
  readonly language: string;
  readonly voice: string;
  readonly text: string;
  /** Below the folder of the language, without extension; another text, voice, language or engine has another one. */
  readonly file: string;
}

/** What could not be spoken, in order. */
export interface FailedSpeech<W extends WantedSpeech> {
  readonly failed: readonly { readonly wanted: W; readonly why: string }[];
  /** How many were not tried, because the engine would have failed again. */
  readonly untried: number;
}

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
): Promise<FailedSpeech<W>> {
  return speakAll(wanted, engine, (each, wave) => publish(sounds, each, wave));
}

/** Lets the engine speak texts, and keeps nothing. Never rejects. */
export function trySpeech<W extends WantedSpeech>(
  wanted: readonly W[],
  engine: Engine,
): Promise<FailedSpeech<W>> {
  return speakAll(wanted, engine, () => Promise.resolve());
}

async function speakAll<W extends WantedSpeech>(
  wanted: readonly W[],
  engine: Engine,
  keep: (each: W, wave: Buffer) => Promise<void>,
): Promise<FailedSpeech<W>> {
  const failed: { wanted: W; why: string }[] = [];
  const files = new Set<string>();
  for (const [index, each] of wanted.entries()) {
    // Two prompts with one text have one file.
    const key = `${each.language}/${each.file}`;
    if (files.has(key)) continue;
    const spoke = await attempt((file) => speakOne(each, engine, file, (wave) => keep(each, wave)));
    if (spoke.kind === 'spoke') files.add(key);
    else failed.push({ wanted: each, why: spoke.why });
    if (spoke.kind === 'unfit') return { failed, untried: wanted.length - index - 1 };
  }
  return { failed, untried: 0 };
}

/** Folders and files that cannot be used are told like an engine that fails. */
async function attempt(work: (file: string) => Promise<Spoke>): Promise<Spoke> {
  let scratch: string | null = null;
  try {
    scratch = await mkdtemp(join(tmpdir(), 'callplane-speech-'));
    return await work(join(scratch, 'spoken.wav'));
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  } finally {
    if (scratch !== null) await rm(scratch, { recursive: true, force: true });
  }
}

async function speakOne(
  { text, language, voice }: WantedSpeech,
  engine: Engine,
  file: string,
  keep: (wave: Buffer) => Promise<void>,
): Promise<Spoke> {
  const spoke = await speak(engine, { text, language, voice, file });
  if (spoke.kind !== 'spoke') return spoke;
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) return wrote('no file');
  if (size > LARGEST_BYTES) return wrote(`a file of ${Math.round(size / 1_000_000)} MB`);
  const read = readWave(await readFile(file));
  if (!read.ok) return wrote(read.why);
  if (read.wave.samples.every((sample) => sample === 0)) return wrote('a file in which nothing can be heard');
  await keep(telephoneWave(read.wave));
  return { kind: 'spoke' };
}

function wrote(what: string): Spoke {
  return { kind: 'failed', why: `the engine wrote ${what}` };
}

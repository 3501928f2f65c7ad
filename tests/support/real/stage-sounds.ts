import { appendFileSync, chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CODE_SOUNDS } from '../../../src/core/codes/sounds.js';
import { type AsteriskSet, consoleCommand } from '../asterisk/instances.js';
import { MUSIC_HZ, SAMPLE_RATE, SPEECH_HZ, toneSamples } from '../far-end/tones.js';
import { writeWave } from '../far-end/wave-file.js';
import type { Cast } from './casting.js';

const MUSIC_MS = 20_000;
const WORD_MS = 400;
const WORD_FILE = /\.[a-z0-9]+$/;
const SAID_TO_AGENTS: ReadonlySet<string> = new Set(Object.values(CODE_SOUNDS).flat());
/** A prompt begins with so much silence, so that one that begins anew can be told from one that goes on. */
const LEAD_IN_SAMPLES = 0.2 * SAMPLE_RATE;

/** Puts a tone of its own in the place of every prompt. */
export function writePrompts(set: AsteriskSet, cast: Cast): void {
  for (const [prompt, frequencyHz] of cast.tones.prompts)
    writePrompt(set, `${cast.prefix}${prompt}`, frequencyHz, cast.scenario.promptLengths.get(prompt) ?? 0);
}

/** Writes one prompt, in every language, as a tone. */
export function writePrompt(set: AsteriskSet, name: string, frequencyHz: number, lengthMs: number): void {
  const samples = toneSamples(frequencyHz, lengthMs).fill(0, 0, LEAD_IN_SAMPLES);
  for (const file of promptFiles(set, name)) writeWave(file, samples);
}

/**
 * Takes a prompt away from Asterisk, in every language: it may not read the file any more. For Callplane the file is there, or
 * no other scenario of this stage could load its routing file again.
 */
export function removePrompt(set: AsteriskSet, name: string): void {
  for (const file of promptFiles(set, name)) chmodSync(file, 0);
}

function promptFiles({ pbx }: AsteriskSet, name: string): readonly string[] {
  return ['en', 'ru'].map((language) => join(pbx.soundsFolder, language, 'callplane', `${name}.wav`));
}

/** Makes the music on hold a tone, so that it can be told from speech. */
export async function writeMusic(set: AsteriskSet): Promise<void> {
  const folder = join(set.pbx.folder, 'data/callplane-music');
  mkdirSync(folder, { recursive: true });
  writeWave(join(folder, 'music.wav'), toneSamples(MUSIC_HZ, MUSIC_MS));
  const inside = join(set.pbx.insideFolder, 'data/callplane-music');
  appendFileSync(
    join(set.pbx.etcFolder, 'callplane.d/musiconhold.conf'),
    `[default](+)\ndirectory=${inside}\n`,
  );
  await consoleCommand(set.set, 'pbx', 'moh reload');
}

/** Makes Asterisk's own words a tone, so that an announcement can be told from everything else. */
export function writeSpeech(set: AsteriskSet): void {
  const word = toneSamples(SPEECH_HZ, WORD_MS);
  for (const language of ['en', 'ru']) {
    const folder = join(set.pbx.soundsFolder, language);
    const names = [
      ...readdirSync(folder).filter((name) => name.startsWith('queue-')),
      ...readdirSync(folder).filter((name) => SAID_TO_AGENTS.has(name.replace(WORD_FILE, ''))),
      ...readdirSync(join(folder, 'digits')).map((name) => join('digits', name)),
    ];
    // The files are shared with the tree they came from: they are taken away, never written into.
    for (const name of names.filter((one) => WORD_FILE.test(one))) rmSync(join(folder, name));
    for (const name of new Set(names.map((one) => one.replace(WORD_FILE, ''))))
      writeWave(join(folder, `${name}.wav`), word);
  }
}

import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PROMPTS: Readonly<Record<string, string>> = {
  welcome: 'Welcome to the Callplane demo.',
  'main-menu':
    'For sales, press one. For support, press two. For billing, press three. For a key account, press zero.',
  'other-channels': 'You can also write to us. All our people are busy at the moment.',
  'all-busy': 'Too many people are calling just now. Please call again later.',
  'call-later': 'Nobody could take your call. Please call again later.',
};

/** Speaks the demo's prompts into Asterisk's sounds folder: 8 kHz, 16 bits, one channel. */
export async function speakPrompts(soundsFolder: string, workFolder: string): Promise<void> {
  const folder = join(soundsFolder, 'en', 'callplane');
  await mkdir(folder, { recursive: true });
  await mkdir(workFolder, { recursive: true });
  for (const [name, text] of Object.entries(PROMPTS)) {
    const spoken = join(workFolder, `${name}.wav`);
    await run('espeak-ng', ['-v', 'en', '-s', '155', '-w', spoken, text]);
    await run('sox', [spoken, '-r', '8000', '-b', '16', '-c', '1', join(folder, `${name}.wav`)]);
  }
}

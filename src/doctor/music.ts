import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, failed, type Finding, passed, warned } from '../ports/diagnosis.js';
import { readConfig, valueOf } from './asterisk-config.js';
import { inside } from './inside.js';
import type { LocalAsterisk, NotSeen } from './local-asterisk.js';

const SOUND = /\.(wav|wav16|gsm|ulaw|ul|alaw|al|pcm|sln|sln16|g722|g729|ogg|opus|mp3)$/i;

/** Every music class that a queue uses is there and has something to play. */
export function musicCheck(classes: readonly string[], here: () => Promise<LocalAsterisk | NotSeen>): Check {
  return { area: 'asterisk', name: 'music', look: () => look(classes, here) };
}

async function look(
  classes: readonly string[],
  here: () => Promise<LocalAsterisk | NotSeen>,
): Promise<readonly Finding[]> {
  if (classes.length === 0) return passed('the routing file uses no music');
  const asterisk = await here();
  if ('why' in asterisk) {
    return warned(
      `it cannot be seen whether the music ${classes.join(', ')} has files: ${asterisk.why}`,
      'run this as root beside Asterisk, or look there: asterisk -rx "moh show files"',
    );
  }
  return (await Promise.all(classes.map((name) => oneClass(name, asterisk)))).flat();
}

async function oneClass(name: string, { root, etc, data }: LocalAsterisk): Promise<readonly Finding[]> {
  const lines = await readConfig(root, etc, 'musiconhold.conf');
  if (!lines.some(({ section }) => section === name)) {
    return failed(
      `musiconhold.conf has no class "${name}": callers wait in silence`,
      `add [${name}] with "mode=files" and "directory=…" to musiconhold.conf, then "moh reload"`,
    );
  }
  const mode = valueOf(lines, name, 'mode') ?? 'files';
  if (mode !== 'files') return passed(`class "${name}" plays by mode ${mode}`);
  const directory = valueOf(lines, name, 'directory') ?? 'moh';
  const folder = directory.startsWith('/') ? directory : join(data, directory);
  const files = (await readdir(await inside(root, folder)).catch(() => [])).filter((file) =>
    SOUND.test(file),
  );
  if (files.length > 0) return passed(`class "${name}" has ${files.length} files in ${folder}`);
  return failed(
    `class "${name}" has no sound file in ${folder}: callers wait in silence`,
    'install a package with music (asterisk-moh-opsound-wav) or put wav files there (8 or 16 kHz, mono, 16 bit), then "moh reload"',
  );
}

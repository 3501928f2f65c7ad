import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment, Handover } from '../../ports/mail.js';

/** Writes the files; nobody ever sees half of one, and writing them again changes nothing. Never throws. */
export async function writeToFolder(folder: string, files: readonly Attachment[]): Promise<Handover> {
  try {
    await keepFiles(folder, files);
    return { kind: 'accepted', said: `written: ${files.map(({ name }) => name).join(', ')}` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'not-taken', said: `the folder ${folder} cannot be written: ${why}` };
  }
}

/** The same; throws where it cannot. */
export async function keepFiles(folder: string, files: readonly Attachment[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, content } of files) {
    const temporary = join(folder, `.${name}.new`);
    await writeFile(temporary, content);
    await rename(temporary, join(folder, name));
  }
}

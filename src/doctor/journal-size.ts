import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, failed, type Finding, passed, warned } from '../ports/diagnosis.js';
import { bytesText } from './size-text.js';

/** A journal that has taken this share of what it could take is not being stored. */
const MUCH = 0.2;
const TOO_MUCH = 0.5;

/** Size of the journal beside the space that is left: it grows for as long as the books cannot store facts. */
export function journalSizeCheck(dataFolder: string): Check {
  return { area: 'disk', name: 'journal', look: () => look(join(dataFolder, 'journal')) };
}

async function look(folder: string): Promise<readonly Finding[]> {
  const bytes = await sizeOf(folder);
  if (bytes === null) return passed(`there is no journal in ${folder} yet`);
  const { bavail, bsize } = await statfs(folder);
  const share = bytes / (bytes + bavail * bsize);
  const found = `the journal in ${folder} has ${bytesText(bytes)}, ${(100 * share).toFixed(1)} % of what it may take`;
  const mend =
    'the database is away or slow, so that facts wait: see the database lines here, and the log of the books; facts flow by themselves when it is back';
  if (share > TOO_MUCH) return failed(found, mend);
  return share > MUCH ? warned(found, mend) : passed(found);
}

/** null: there is no such folder. A segment may go while it is being counted. */
async function sizeOf(folder: string): Promise<number | null> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (names === null) return null;
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

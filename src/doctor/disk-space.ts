import { statfs } from 'node:fs/promises';
import { type Check, failed, type Finding, passed, warned } from '../ports/diagnosis.js';
import { nearestFolder } from './nearest-folder.js';
import { bytesText } from './size-text.js';

const MEGABYTE = 1024 * 1024;
/** Below this a busy hour can fill the disk. */
const FEW_BYTES = 1024 * MEGABYTE;
/** Below this not even the journal's own segments fit. */
const TOO_FEW_BYTES = 200 * MEGABYTE;
const FEW_INODES = 10_000;
const TOO_FEW_INODES = 100;

/** Free space and free inodes of the disk that the data folder is on, or will be. */
export function diskChecks(dataFolder: string): readonly Check[] {
  return [
    { area: 'disk', name: 'space', look: () => space(dataFolder) },
    { area: 'disk', name: 'inodes', look: () => inodes(dataFolder) },
  ];
}

async function space(dataFolder: string): Promise<readonly Finding[]> {
  const { bavail, bsize, blocks } = await statfs(await nearestFolder(dataFolder));
  const free = bavail * bsize;
  const found = `${bytesText(free)} of ${bytesText(blocks * bsize)} are free for ${dataFolder}`;
  const mend =
    'free space, or move the data folder (CALLPLANE_DATA) to a larger disk; docs/runbook.md, Disk full';
  if (free < TOO_FEW_BYTES) return failed(found, mend);
  return free < FEW_BYTES ? warned(found, mend) : passed(found);
}

/** Some file systems have no fixed number of inodes and say 0. */
async function inodes(dataFolder: string): Promise<readonly Finding[]> {
  const { files, ffree } = await statfs(await nearestFolder(dataFolder));
  if (files === 0) return passed('the file system has no limit of inodes');
  const found = `${ffree} of ${files} inodes are free for ${dataFolder}`;
  const mend =
    'find the folder with very many small files on this disk (du --inodes -x / | sort -n | tail) and clear it';
  if (ffree < TOO_FEW_INODES) return failed(found, mend);
  return ffree < FEW_INODES ? warned(found, mend) : passed(found);
}

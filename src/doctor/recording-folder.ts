import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, failed, type Finding, passed, warned } from '../ports/diagnosis.js';
import { inside } from './inside.js';
import type { LocalAsterisk, NotSeen } from './local-asterisk.js';
import { bytesText } from './size-text.js';

/** Asterisk may write into its folder for recordings. */
export function recordingFolderCheck(here: () => Promise<LocalAsterisk | NotSeen>): Check {
  return { area: 'asterisk', name: 'recording folder', look: async () => look(await here()) };
}

async function look(asterisk: LocalAsterisk | NotSeen): Promise<readonly Finding[]> {
  if ('why' in asterisk) {
    return warned(
      `it cannot be seen whether Asterisk may write recordings: ${asterisk.why}`,
      'run this as root beside Asterisk, or look there: ls -ld /var/spool/asterisk/recording',
    );
  }
  const folder = join(asterisk.spool, 'recording');
  const place = await inside(asterisk.root, folder);
  const found = await stat(place).catch(() => null);
  const mend = `install -d -o asterisk -g asterisk -m 750 ${folder} (the user Asterisk runs as)`;
  if (found?.isDirectory() !== true)
    return failed(`there is no folder ${folder}: nothing can be recorded`, mend);
  if (!mayWrite(found, asterisk.user)) {
    return failed(
      `Asterisk (user ${asterisk.user.uid}) may not write ${folder}: nothing can be recorded`,
      mend,
    );
  }
  const { bavail, bsize } = await statfs(place);
  return passed(`${folder} is writable for Asterisk, ${bytesText(bavail * bsize)} free`);
}

function mayWrite(
  { uid, gid, mode }: { readonly uid: number; readonly gid: number; readonly mode: number },
  user: LocalAsterisk['user'],
): boolean {
  if (user.uid === 0) return true;
  if (uid === user.uid) return (mode & 0o300) === 0o300;
  if (user.groups.includes(gid)) return (mode & 0o030) === 0o030;
  return (mode & 0o003) === 0o003;
}

import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { RetentionSettings } from './ports/retention.js';
import type { FoundSound, RecordedSounds } from './ports/voicemails.js';

/** What we name files; nothing else is looked for. */
const NAME = /^\d{4}\/\d{2}\/\d{2}\/[A-Za-z0-9-]+$/;

/** The files of recordings: in Asterisk's folder, or in the archive. */
export function recordedSounds(
  folders: Pick<NonNullable<RetentionSettings['recordings']>, 'folder' | 'archive'> | null,
): RecordedSounds {
  return {
    async open(recording): Promise<FoundSound> {
      if (folders === null) return { ok: false, why: 'no-folder' };
      for (const folder of [folders.folder, folders.archive]) {
        if (folder === null || !NAME.test(recording)) continue;
        const file = await opened(join(folder, `${recording}.wav`));
        if (file === null) continue;
        const { size } = await file.stat();
        const content = file.createReadStream();
        return { ok: true, size, content, close: () => content.destroy() };
      }
      return { ok: false, why: 'not-there' };
    },
  };
}

function opened(path: string): Promise<FileHandle | null> {
  return open(path, 'r').catch(() => null);
}

import { access, constants, stat } from 'node:fs/promises';
import { nearestFolder } from './nearest-folder.js';

/**
 * Why the service could not make files in the folder; null: it can, as far as can be seen. The service is the owner of the
 * data folder; root may look for him, and may write everything himself.
 */
export async function whyUnwritable(folder: string, data: string): Promise<string | null> {
  const nearest = await nearestFolder(folder);
  const refusal = await access(nearest, constants.W_OK | constants.X_OK).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (refusal !== null || process.getuid?.() !== 0) return refusal;
  const service = await stat(await nearestFolder(data));
  const found = await stat(nearest);
  if (service.uid === 0 || service.uid === found.uid) return null;
  const isOpen = (found.mode & 0o002) !== 0 || (service.gid === found.gid && (found.mode & 0o020) !== 0);
  return isOpen
    ? null
    : `${nearest} belongs to user ${found.uid}, and the data folder to user ${service.uid}`;
}

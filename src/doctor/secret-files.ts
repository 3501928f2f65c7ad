import { stat } from 'node:fs/promises';
import { type Check, failed, type Finding, passed } from '../ports/diagnosis.js';

const READABLE_BY_OTHERS = 0o004;
const WRITABLE_BY_OTHERS = 0o002;

/** A file that holds a secret, and the setting that names it. */
export interface SecretFile {
  readonly path: string;
  readonly setting: string;
}

/** Files with secrets may not be read or written by everybody on the machine. */
export function secretFilesCheck(files: readonly SecretFile[]): Check {
  return { area: 'files', name: 'secrets', look: () => look(files) };
}

async function look(files: readonly SecretFile[]): Promise<readonly Finding[]> {
  if (files.length === 0) return passed('no secret is kept in a file');
  const findings = (await Promise.all(files.map(openToAll))).flat();
  return findings.length > 0
    ? findings
    : passed(`only their owners read ${files.map(({ path }) => path).join(', ')}`);
}

async function openToAll({ path, setting }: SecretFile): Promise<readonly Finding[]> {
  const { mode } = await stat(path);
  if ((mode & (READABLE_BY_OTHERS | WRITABLE_BY_OTHERS)) === 0) return [];
  const may = (mode & WRITABLE_BY_OTHERS) === 0 ? 'read' : 'write';
  return failed(
    `everybody on this machine may ${may} ${path} (${setting}, mode ${(mode & 0o777).toString(8)})`,
    `chmod 600 ${path}, and change the secret: it may be known`,
  );
}

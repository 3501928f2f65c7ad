import { existsSync, readFileSync } from 'node:fs';

/** Whether the text stands in the file; not yet when there is no file yet. */
export function standsIn(file: string, text: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8').includes(text);
}

import { readFileSync, writeFileSync } from 'node:fs';

/** Puts the text between the markers of this command in the document; both are added at its end where they are missing. */
export function writeBetweenMarkers(path: string, command: string, text: string): void {
  const before = readFileSync(path, 'utf8');
  const begin = `<!-- ${command}: begin (written by npm run ${command} -- --write) -->`;
  const end = `<!-- ${command}: end -->`;
  const from = before.indexOf(begin);
  const to = before.indexOf(end);
  const block = `${begin}\n\n${text}\n\n${end}`;
  if (from < 0 || to < from) writeFileSync(path, `${before.trimEnd()}\n\n${block}\n`);
  else writeFileSync(path, before.slice(0, from) + block + before.slice(to + end.length));
}

import { readFile } from 'node:fs/promises';

/** View and column names of docs/views.md, in order. */
export async function documentedViews(): Promise<ReadonlyMap<string, readonly string[]>> {
  const views = new Map<string, string[]>();
  let columns: string[] = [];
  for (const line of (await readFile('docs/views.md', 'utf8')).split('\n')) {
    const heading = /^## `([a-z_]+)`/.exec(line)?.[1];
    if (heading !== undefined) views.set(heading, (columns = []));
    const column = /^\| `([a-z_]+)` \|/.exec(line)?.[1];
    if (column !== undefined) columns.push(column);
  }
  return views;
}

import { readFile } from 'node:fs/promises';

/** The rows of the table behind a mark in docs/metrics.md; none where there is no such table. */
export async function rowsBehind(mark: string): Promise<string[][]> {
  const text = await readFile('docs/metrics.md', 'utf8');
  const [, table = ''] =
    new RegExp(`<!-- ${mark}: read by the tests -->\\n\\n((?:\\|.*\\n)+)`).exec(text) ?? [];
  return table
    .trimEnd()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** `12 s` in milliseconds; 0 where nothing stands. */
export function msOf(seconds: string | undefined): number {
  return Number(/^(\d+) s$/.exec(seconds ?? '')?.[1] ?? 0) * 1000;
}

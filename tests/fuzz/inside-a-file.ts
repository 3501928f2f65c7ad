import type { Finding } from '../../src/routing/fault.js';
import type { Source } from '../../src/routing/load.js';
import { must } from '../simulation/must.js';

/** A finding says something, in one line, about a place that is in one of the files. */
export function mustBeInside({ at, found, right, code }: Finding<string>, sources: readonly Source[]): void {
  const what = `the place of ${code}, ${at.file}:${at.line}:${at.column},`;
  const text = sources.find(({ path }) => path === at.file)?.text;
  must(text !== undefined, `${what} is in no file`);
  must(
    found !== '' && right !== '' && !/[\n\r]/.test(found + right),
    `${code} says nothing, or too many lines`,
  );
  if (at.line === 0) return must(at.column === 0, `${what} has a column without a line`);
  // A carriage return alone ends no line, as for grep and for most editors.
  const line = text.split('\n')[at.line - 1];
  must(line !== undefined, `${what} is behind the end`);
  must(at.column >= 1 && at.column <= line.length + 1, `${what} is behind the end of its line`);
}

import { createReadStream } from 'node:fs';

/** A longer line is cut there: it is no line of a queue_log. */
const LONGEST_LINE = 65_536;

/** The lines of a file of any size, without their ends; bytes that are no UTF-8 become U+FFFD. Rejects where it cannot be read. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  let line = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>) {
    const [first = '', ...others] = chunk.split('\n');
    line = longer(line, first);
    for (const next of others) {
      yield withoutReturn(line);
      line = longer('', next);
    }
  }
  if (line !== '') yield withoutReturn(line);
}

function longer(line: string, piece: string): string {
  return line.length >= LONGEST_LINE ? line : `${line}${piece}`.slice(0, LONGEST_LINE);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

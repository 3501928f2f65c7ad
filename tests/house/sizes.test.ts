import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { eachNode, linesOf, parsed, placeOf, repositoryFiles, type ParsedFile } from './repository.js';

const LONGEST_FILE = 400;
const LONGEST_FUNCTION = 70;
const NINE_OF_TEN = 25;

const files = parsed(repositoryFiles());

interface Measured {
  readonly place: string;
  readonly lines: number;
}

/** A function of a test file that only groups tests is as long as they are together. */
function isGroup(body: ts.Node): boolean {
  return body
    .getText()
    .split('\n')
    .some((line) => /^ *(await )?(t\.)?(test|it|describe)\(/.test(line));
}

/** Every function with a body in braces. */
function functionsOf(file: ParsedFile): readonly Measured[] {
  const found: Measured[] = [];
  eachNode(file, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node)) return;
    const body = node.body as ts.Node | undefined;
    if (body === undefined || !ts.isBlock(body) || isGroup(body)) return;
    found.push({ place: placeOf(file, node), lines: linesOf(file, node) });
  });
  return found;
}

const lengthsOf = (list: readonly Measured[]): readonly number[] =>
  list.map(({ lines }) => lines).sort((a, b) => a - b);
const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(sorted.length * share)] ?? 0;

test('no file has more than 400 lines', () => {
  const scripts = repositoryFiles().filter(({ path }) => /^scripts\/|\.(mjs|sh)$/.test(path));
  const long = [...files, ...scripts]
    .map(({ path, text }) => ({ place: path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > LONGEST_FILE);
  assert.deepEqual(long, []);
});

test('no function has more than 70 lines', () => {
  const long = files.flatMap(functionsOf).filter(({ lines }) => lines > LONGEST_FUNCTION);
  assert.deepEqual(long, []);
});

test('nine of ten functions of the product have at most 25 lines', (t) => {
  const lengths = lengthsOf(files.filter(({ path }) => path.startsWith('src/')).flatMap(functionsOf));
  t.diagnostic(
    `${lengths.length} functions: median ${at(lengths, 0.5)}, p90 ${at(lengths, 0.9)}, longest ${at(lengths, 0.9999)}`,
  );
  assert.ok(lengths.length > 200);
  assert.ok(at(lengths, 0.9) <= NINE_OF_TEN, `p90 is ${at(lengths, 0.9)}`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { eachNode, importsOf, parsed, type ParsedFile, placeOf, repositoryFiles } from './repository.js';

const sources = parsed(repositoryFiles()).filter(({ path }) => path.startsWith('src/'));

test('no shell is started and no text is run: another process is ourselves, tar, the client of a database, a speech engine, or a command that carries reports', () => {
  const starting = sources.flatMap((file) =>
    importsOf(file)
      .filter(
        ({ from, isTypeOnly }) => /^(node:)?(child_process|vm|repl|inspector)$/.test(from) && !isTypeOnly,
      )
      .map(({ node }) => `${file.path}: ${node.getText(file.tree)}`),
  );
  assert.deepEqual(starting, [
    "src/backup/archive.ts: import { execFile } from 'node:child_process';",
    "src/parent/fork-child.ts: import { fork, type ChildProcess } from 'node:child_process';",
    "src/reports/delivery/run-command.ts: import { spawn } from 'node:child_process';",
    "src/speech/engine.ts: import { spawn } from 'node:child_process';",
    "src/store/client-program.ts: import { spawn } from 'node:child_process';",
  ]);
  const throughShell = sources.filter(({ text }) => /\bshell:/.test(text)).map(({ path }) => path);
  assert.deepEqual(throughShell, []);
  const running = sources.flatMap((file) => {
    const found: string[] = [];
    eachNode(file, (node) => {
      const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
      if (isCall && /^(eval|Function)$/.test(node.expression.getText(file.tree)))
        found.push(placeOf(file, node));
    });
    return found;
  });
  assert.deepEqual(running, []);
});

test('SQL is text of ours: values go in as parameters', () => {
  const store = sources.filter(({ path }) => !path.startsWith('src/store/migrations/'));
  const spans = store.flatMap((file) => {
    const found: string[] = [];
    eachNode(file, (node) => {
      if (!ts.isCallExpression(node)) return;
      const called = node.expression.getText(file.tree);
      const [text] = node.arguments;
      const texts = called === 'rowsOf' ? [...node.arguments] : text !== undefined ? [text] : [];
      if (/\.query$|^rowsOf$/.test(called))
        found.push(...texts.flatMap((each) => spansIn(each, file)).map((span) => `${file.path}: ${span}`));
    });
    return found;
  });
  assert.deepEqual(
    spans,
    [
      ...inFile('copy-database', 'name'),
      ...inFile(
        'kept-days',
        'rows',
        'again',
        'covering',
        'placesFor(asked)',
        'placesFor(asked)',
        'again',
        'placesFor(asked)',
      ),
      ...inFile('lease', 'NOW', 'NOW', 'NOW', 'NOW'),
      ...inFile('migrate', 'table'),
      ...inFile('outgoing-calls', 'placesFor(names)', 'placesFor(names)'),
      ...inFile('reader', 'NOT_DELETED', 'placesFor(kinds)'),
      ...inFile(
        'rows',
        'names',
        'metadata.tableName',
        'where',
        'order',
        'instant',
        'instant',
        'instant',
        'id',
      ),
      ...inFile('states-within', 'LONG.where', 'OTHERS.where'),
      ...inFile(
        'wanted-calls',
        'placesFor(agents)',
        'placesFor(endings)',
        'placesFor(endings)',
        'placesFor(values)',
        'also',
      ),
    ],
    'names of our tables and columns and of TypeORM’s own, places for values, and the database’s clock',
  );
});

const inFile = (name: string, ...spans: readonly string[]): readonly string[] =>
  spans.map((span) => `src/store/${name}.ts: ${span}`);

/** What is put into the templates of an expression. */
function spansIn(expression: ts.Node, file: ParsedFile): readonly string[] {
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isTemplateSpan(node)) found.push(node.expression.getText(file.tree));
    ts.forEachChild(node, walk);
  };
  walk(expression);
  return found;
}

test('the front door opens no files: no path of a request can name one', () => {
  const opening = sources
    .filter(({ path }) => path.startsWith('src/http/'))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ from }) => /^(node:)?fs(\/promises)?$/.test(from))
        .map(({ node }) => placeOf(file, node)),
    );
  assert.deepEqual(opening, []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { eachNode, importsOf, parsed, placeOf, repositoryFiles, type ParsedFile } from './repository.js';

const everything = repositoryFiles();
const files = parsed(everything);
const sources = files.filter(({ path }) => path.startsWith('src/'));

/** Put together here, so that this file does not hold what it looks for. */
const LEFTOVERS = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`);
const SILENCERS = new RegExp(
  ['@ts-' + 'ignore', '@ts-' + 'nocheck', '@ts-' + 'expect-error', 'eslint-' + 'disable'].join('|'),
);
const DRAWERS =
  /^(utils?|helpers?|common|types?|misc|stuff|shared|lib|tools?|functions|constants|interfaces)$/;

const CLOCKS = ['Date.now', 'performance.now', 'performance.timeOrigin', 'process.hrtime', 'process.uptime'];
const CHANCES = ['Math.random', 'crypto.randomUUID', 'crypto.getRandomValues'];
const RANDOM_IMPORT = /^(random|webcrypto|getRandomValues)/;

/** Time and chance come in as arguments; only who builds everything, and the log, ask for them. */
const mayReadTheClock = (path: string): boolean => /^src\/(main[^/]*\.ts|log\/)/.test(path);
const mayDrawLots = (path: string): boolean => /^src\/main[^/]*\.ts$/.test(path);

function findings(list: readonly ParsedFile[], isFault: (node: ts.Node) => boolean): readonly string[] {
  const found: string[] = [];
  for (const file of list) {
    eachNode(file, (node) => {
      if (isFault(node)) found.push(`${placeOf(file, node)}: ${node.getText(file.tree).slice(0, 60)}`);
    });
  }
  return found;
}

const isNamed = (node: ts.Node, names: readonly string[]): boolean =>
  ts.isPropertyAccessExpression(node) && names.includes(`${node.expression.getText()}.${node.name.text}`);

function readsTheClock(node: ts.Node): boolean {
  const isNow =
    ts.isNewExpression(node) && node.expression.getText() === 'Date' && node.arguments?.length === 0;
  const isToday = ts.isCallExpression(node) && node.expression.getText() === 'Date';
  return isNow || isToday || isNamed(node, CLOCKS);
}

test('nobody but the composition root and the log reads the clock', () => {
  const list = sources.filter(({ path }) => !mayReadTheClock(path));
  assert.deepEqual(findings(list, readsTheClock), []);
});

test('nobody but the composition root draws lots', () => {
  const list = sources.filter(({ path }) => !mayDrawLots(path));
  const drawn = findings(list, (node) => isNamed(node, CHANCES));
  const imported = list.flatMap((file) =>
    importsOf(file)
      .filter(({ from }) => from === 'node:crypto' || from === 'crypto')
      .filter(({ node }) => importedNames(node).some((name) => RANDOM_IMPORT.test(name)))
      .map(({ node }) => placeOf(file, node)),
  );
  assert.deepEqual([...drawn, ...imported], []);
});

function importedNames(node: ts.Node): readonly string[] {
  if (!ts.isImportDeclaration(node)) return [];
  const bindings = node.importClause?.namedBindings;
  if (bindings === undefined) return [];
  return ts.isNamedImports(bindings)
    ? bindings.elements.map((each) => (each.propertyName ?? each.name).text)
    : ['random*'];
}

test('the core knows no time, no waiting, no process, no console', () => {
  const outside = [
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'process',
    'console',
    'globalThis',
    'Promise',
  ];
  const core = sources.filter(({ path }) => path.startsWith('src/core/'));
  const isOutside = (node: ts.Node): boolean =>
    node.kind === ts.SyntaxKind.AsyncKeyword ||
    (ts.isIdentifier(node) && outside.includes(node.text) && !ts.isPropertyAccessExpression(node.parent));
  assert.deepEqual(findings(core, isOutside), []);
});

test('the rules on clock and chance see what they must see', () => {
  const text =
    'const a = [Date.now(), new Date(), performance.now(), process.hrtime.bigint(), Math.random()];';
  const tree = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2022, true);
  const file = { path: 'x.ts', text, tree };
  assert.equal(findings([file], readsTheClock).length, 4);
  assert.equal(findings([file], (node) => isNamed(node, CHANCES)).length, 1);
});

test('nothing is of the type that switches checking off, and no check is silenced', () => {
  assert.deepEqual(
    findings(files, (node) => node.kind === ts.SyntaxKind.AnyKeyword),
    [],
  );
  const silenced = files.filter(({ text }) => SILENCERS.test(text)).map(({ path }) => path);
  assert.deepEqual(silenced, []);
});

test('exports have names', () => {
  const isDefault = (node: ts.Node): boolean =>
    ts.isExportAssignment(node) ||
    (node.kind === ts.SyntaxKind.DefaultKeyword && ts.isExportSpecifier(node.parent));
  assert.deepEqual(findings(sources, isDefault), []);
});

test('files and folders are kebab-case nouns, and none is a drawer', () => {
  const parts = files.flatMap(({ path }) =>
    path.split('/').map((part) => ({ path, name: part.replace(/\..*$/, '') })),
  );
  const odd = parts.filter(
    ({ name }) => name !== '' && (DRAWERS.test(name) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)),
  );
  assert.deepEqual([...new Set(odd.map(({ path }) => path))], []);
});

test('nothing was left for later', () => {
  const left = everything
    .filter(({ path }) => path !== 'package-lock.json')
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) => (LEFTOVERS.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
  assert.deepEqual(left, []);
});

import assert from 'node:assert/strict';
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import {
  importsOf,
  parsed,
  placeOf,
  readText,
  repositoryFiles,
  type Import,
  type ParsedFile,
} from './repository.js';

/** The rooms that may import a package; a package that no room imports by name is owned by who loads it. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  'ari-client': ['ari'],
  ws: ['ari'],
  undici: ['ari'],
  typeorm: ['store'],
  mysql2: ['store'],
  libsql: ['store'],
  express: ['http'],
  helmet: ['http'],
  'node-cron': ['reports'],
  nodemailer: ['mail'],
  fflate: ['reports'],
  winston: ['log'],
  'class-validator': ['app', 'http', 'routing'],
  'class-transformer': ['app', 'http', 'routing'],
  yaml: ['routing', 'reports'],
  echarts: ['reports'],
  '@resvg/resvg-js': ['reports'],
  'dejavu-fonts-ttf': ['reports'],
  pdfkit: ['reports'],
  'libphonenumber-js': ['reports', 'routing'],
  'csv-parse': ['routing'],
  'write-excel-file': ['reports'],
  commander: ['cli'],
};

const sources = parsed(repositoryFiles()).filter((file) => file.path.startsWith('src/'));
/** Where everything begins; the invariants are asserted by tests and simulator only. */
const ROOTS = ['src/main.ts', 'src/core/invariants.ts'];

/** Folder below `src`; `main` for the files that build everything. */
function roomOf(path: string): string {
  return path.split('/')[2] === undefined ? 'main' : (path.split('/')[1] ?? 'main');
}

/** The path a relative import leads to. */
function targetOf(file: ParsedFile, from: string): string {
  return posix.join(posix.dirname(file.path), from).replace(/\.js$/, '.ts');
}

const isRelative = (from: string): boolean => from.startsWith('.');

/** What is wrong with an import; null: nothing. */
function faultOf(file: ParsedFile, each: Import): string | null {
  const room = roomOf(file.path);
  if (isRelative(each.from)) return roomFault(room, roomOf(targetOf(file, each.from)), each.isTypeOnly);
  if (isBuiltin(each.from)) return room === 'core' || room === 'ports' ? `${room} does no I/O` : null;
  const [scope = '', ...rest] = each.from.split('/');
  const name = scope.startsWith('@') ? `${scope}/${rest[0] ?? ''}` : scope;
  const owners = OWNERS[name];
  if (owners === undefined) return `no room owns the package ${name}`;
  return owners.includes(room) ? null : `${name} belongs to ${owners.join(', ')}, not to ${room}`;
}

function roomFault(room: string, target: string, isTypeOnly: boolean): string | null {
  if (room === 'main' || room === target) return null;
  if (room === 'core') return `core imports nothing but itself, not ${target}`;
  if (room === 'ports') return target === 'core' && isTypeOnly ? null : `ports imports types of core only`;
  return target === 'core' || target === 'ports'
    ? null
    : `${room} imports core and ports only, not ${target}`;
}

test('imports point one way, and each package stays in the room that owns it', () => {
  const faults = sources.flatMap((file) =>
    importsOf(file).flatMap((each) => {
      const fault = faultOf(file, each);
      return fault === null ? [] : [`${placeOf(file, each.node)}: ${fault}`];
    }),
  );
  assert.deepEqual(faults, []);
});

test('the rule sees what it must see', () => {
  assert.notEqual(roomFault('core', 'ports', true), null);
  assert.notEqual(roomFault('ports', 'core', false), null);
  assert.notEqual(roomFault('http', 'app', true), null);
  assert.equal(roomFault('http', 'ports', false), null);
  assert.equal(roomFault('main', 'http', false), null);
  assert.ok(sources.length > 100 && sources.some((file) => importsOf(file).length > 5));
});

test('every dependency has an owner', () => {
  const { dependencies } = JSON.parse(readText('package.json')) as { readonly dependencies: object };
  const homeless = Object.keys(dependencies).filter((name) => OWNERS[name] === undefined);
  assert.deepEqual(homeless, []);
});

test('every file is reached from the composition root', () => {
  const byPath = new Map(sources.map((file) => [file.path, file]));
  const reached = new Set<string>();
  const follow = (path: string): void => {
    const file = byPath.get(path);
    if (file === undefined || reached.has(path)) return;
    reached.add(path);
    for (const { from } of importsOf(file)) if (isRelative(from)) follow(targetOf(file, from));
  };
  ROOTS.forEach(follow);
  assert.deepEqual(
    sources.map((file) => file.path).filter((path) => !reached.has(path)),
    [],
  );
});

test('relative imports carry the suffix .js and lead to a file', () => {
  const paths = new Set(parsed(repositoryFiles()).map((file) => file.path));
  const lost = sources.flatMap((file) =>
    importsOf(file)
      .filter(({ from }) => isRelative(from) && !(from.endsWith('.js') && paths.has(targetOf(file, from))))
      .map(({ node }) => placeOf(file, node)),
  );
  assert.deepEqual(lost, []);
});

test('a command begins with its own words alone: packages are loaded by whoever needs them', () => {
  const byPath = new Map(sources.map((file) => [file.path, file]));
  const packages = new Set<string>();
  const reached = new Set<string>();
  const follow = (path: string): void => {
    const file = byPath.get(path);
    if (file === undefined || reached.has(path)) return;
    reached.add(path);
    for (const { from, isTypeOnly, node } of importsOf(file)) {
      if (isTypeOnly || !(ts.isImportDeclaration(node) || ts.isExportDeclaration(node))) continue;
      if (isRelative(from)) follow(targetOf(file, from));
      else if (!isBuiltin(from)) packages.add(from);
    }
  };
  ['src/main.ts', 'src/main-commands.ts', 'src/cli/create-cli.ts'].forEach(follow);
  assert.deepEqual([...packages], ['commander']);
  assert.ok(reached.size > 20);
});

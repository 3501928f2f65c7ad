import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exists, readText, repositoryFiles } from './repository.js';

const everything = repositoryFiles();
const DECISIONS = 'docs/decisions/';

/** Hosts that a text may name: this machine, placeholders, documents of others. */
const KNOWN_HOSTS = [
  /^(localhost|0\.0\.0\.0|127(\.\d+){3}|\[?::1?\]?|192\.0\.2\.\d+|198\.51\.100\.\d+|203\.0\.113\.\d+)$/,
  /^([a-z0-9_-]+|[$<{].*)$/i,
  /(^|\.)(example|invalid|test|localdomain)(\.(com|org|net))?$/,
  /^(json-schema\.org|(www\.|docs\.)?asterisk\.org|github\.com|www\.rfc-editor\.org|keepachangelog\.com|semver\.org)$/,
  /^(www\.w3\.org|opensource\.org|nodejs\.org|www\.debian\.org|prometheus\.io|grafana\.com)$/,
];

interface Manifest {
  readonly license: string;
  readonly type: string;
  readonly engines: { readonly node?: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readText('package.json')) as Manifest;
const packages = { ...manifest.dependencies, ...manifest.devDependencies };

/** Numbers are given out before the records are written: what is built side by side comes in any order. */
test('every decision record has a number of its own and begins with it', () => {
  const names = everything
    .map(({ path }) => path)
    .filter((path) => path.startsWith(DECISIONS))
    .sort();
  const numbers = names.map((path) => /^(\d{4})-[a-z0-9-]+\.md$/.exec(path.slice(DECISIONS.length))?.[1]);
  assert.ok(
    numbers.every((number) => number !== undefined),
    names.join('\n'),
  );
  assert.equal(new Set(numbers).size, names.length, names.join('\n'));
  for (const [index, path] of names.entries()) {
    assert.match(readText(path), new RegExp(`^# ${numbers[index] ?? ''}[.:] \\S`), path);
  }
});

test('no file has the marks of a merge that was not finished', () => {
  const marked = everything.filter(({ text }) => /^(<{7}|>{7}) /m.test(text)).map(({ path }) => path);
  assert.deepEqual(marked, []);
});

test('the manifest says licence, module type and the oldest Node', () => {
  assert.equal(manifest.license, 'MIT');
  assert.equal(manifest.type, 'module');
  assert.match(manifest.engines.node ?? '', /^>=20\.\d+$/);
  assert.match(readText('LICENSE'), /^MIT License/);
  assert.match(readText('CHANGELOG.md'), /^# Changelog/m);
  assert.ok(exists('README.md'));
});

test('every dependency has one exact version and a reason in the decision record', () => {
  const record = readText('docs/decisions/0001-packages.md');
  for (const [name, version] of Object.entries(packages)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
    assert.ok(record.includes(`\`${name}\``), `docs/decisions/0001-packages.md says nothing about ${name}`);
  }
});

test('the faults of every dependency were read, in the version that is used', () => {
  const record = readText('docs/decisions/0012-dependencies.md');
  const unread = Object.entries(manifest.dependencies).filter(
    ([name, version]) =>
      !record.split('\n').some((line) => line.startsWith(`| \`${name}\``) && line.includes(`| ${version} |`)),
  );
  assert.deepEqual(unread, [], 'docs/decisions/0012-dependencies.md has no row for these');
  const unnamed = Object.keys(manifest.devDependencies).filter((name) => !record.includes(`\`${name}\``));
  assert.deepEqual(unnamed, [], 'docs/decisions/0012-dependencies.md does not name these');
});

/** How often each column of the chaos table stands at something. */
function chaosRun(): {
  readonly blows: number;
  readonly kills: number;
  readonly sum: (column: string) => number;
} {
  const [, table = ''] =
    /<!-- chaos: begin[^>]*-->([\s\S]*)<!-- chaos: end -->/.exec(readText('docs/reliability.md')) ?? [];
  const [head = [], , ...rows] = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  const sum = (column: string): number => {
    const index = head.indexOf(column);
    assert.ok(index >= 0, `the chaos table of docs/reliability.md has no column "${column}"`);
    return rows.reduce((total, row) => total + Number(row[index]), 0);
  };
  return { blows: rows.length, kills: rows.filter(([name = '']) => name.startsWith('kill -9')).length, sum };
}

test('the figures of deaths in README are those of the run in docs/reliability.md', () => {
  const { blows, kills, sum } = chaosRun();
  assert.ok(blows >= 20 && kills >= 10, `${blows} rows, ${kills} kills`);
  const told =
    `In the run that is written down in [docs/reliability.md](docs/reliability.md#deaths-under-load) it struck ${blows} times, ` +
    `${kills} of them by \`kill -9\`: ${sum('talks dropped')} talks dropped, ${sum('callers lost')} callers lost, ` +
    `${sum('reordered')} callers served out of turn, ${sum('calls wrong')} calls missing or double in the books.`;
  assert.ok(readText('README.md').replace(/\s+/g, ' ').includes(told), `README.md must say: ${told}`);
});

test('the lockfile names no host, so that it works with any registry', () => {
  const lock = readText('package-lock.json');
  assert.doesNotMatch(lock, /"resolved"/);
  assert.doesNotMatch(
    lock,
    /https?:\/\/(?!(www\.)?(github|opencollective|tidelift|patreon|paypal)\.com)[^"]*\/-\//,
  );
});

test('no text names a host that is not known, or a path of somebody’s machine', () => {
  const strangers = everything
    .filter(({ path }) => path !== 'package-lock.json')
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\b(?:https?|wss?|ftp):\/\/(?:[^\s/@'"`)]*@)?(\[[^\]]*\]|[^\s/:'"`)>,;|\\]+)/g)]
        .map((match) => (match[1] ?? '').replace(/[.]$/, ''))
        .filter((host) => !KNOWN_HOSTS.some((known) => known.test(host)))
        .map((host) => `${path}: ${host}`),
    );
  assert.deepEqual([...new Set(strangers)], []);
  const somebodys = new RegExp(
    `(^|[\\s"'\`(=])/(${['wo' + 'rk', 'ho' + 'me/[a-z]', 'Us' + 'ers'].join('|')})/`,
    'm',
  );
  assert.deepEqual(
    everything.filter(({ text }) => somebodys.test(text)).map(({ path }) => path),
    [],
  );
});

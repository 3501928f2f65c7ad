import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText, repositoryFiles } from './repository.js';

test('scripts/test runs the tests of every room', () => {
  const script = readText('scripts/test');
  const run = [
    // `npm run check` runs this room.
    'house',
    ...[...script.matchAll(/^ *one_process (.+)$/gm)].flatMap(([, rooms]) => (rooms ?? '').split(' ')),
    ...[...script.matchAll(/tests\/\{([a-z,-]+)\}\//g)].flatMap(([, rooms]) => (rooms ?? '').split(',')),
    ...[...script.matchAll(/tests\/([a-z-]+)\//g)].map(([, room]) => room),
  ];
  const rooms = new Set(
    repositoryFiles().flatMap(({ path }) => /^tests\/([^/]+)\/.*\.test\.ts$/.exec(path)?.[1] ?? []),
  );
  assert.deepEqual(
    [...rooms].filter((room) => !run.includes(room)),
    [],
  );
});

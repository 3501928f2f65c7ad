import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { LIVE_CASES } from '../../bench/cases/live-cases.js';
import { readOptions, WrongUsage } from '../../bench/options.js';

const REPOSITORY = join(import.meta.dirname, '../..');

/** Misuses, and what the message begins with. */
const MISUSES: readonly (readonly [words: readonly string[], begins: RegExp])[] = [
  [['--bogus'], /^Unknown option '--bogus'/],
  [['steady'], /^Unexpected argument 'steady'/],
  [['--only'], /^Option '--only <value>' argument missing/],
  [['--quick=yes'], /^Option '--quick' does not take an argument/],
  [['--only', 'steady,dance'], /^There is no case "dance"/],
  [['--only', ''], /^There is no case ""/],
];

test('every misuse is answered with what was wrong and with the usage', () => {
  for (const [words, begins] of MISUSES) {
    assert.throws(
      () => readOptions(words, LIVE_CASES),
      (error) => {
        assert.ok(error instanceof WrongUsage, words.join(' '));
        assert.match(error.message, begins);
        assert.match(error.message, /npm run bench -- \[options\]\n[^]*only these cases: steady, .*core$/m);
        return true;
      },
    );
  }
});

test('the command prints no stack for a misuse and ends with 2', () => {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'bench/main.ts', '--bogus'],
    { cwd: REPOSITORY, encoding: 'utf8' },
  );
  assert.equal(status, 2, stderr);
  assert.match(stderr, /^Unknown option '--bogus'[^]*npm run bench -- \[options\]/);
  assert.doesNotMatch(stderr, /^ +at |ERR_PARSE/m);
  assert.equal(stdout, '');
});

test('the whole measures everything; --only core measures the core and nothing live', () => {
  const names = LIVE_CASES.map(({ name }) => name);
  const whole = readOptions([], LIVE_CASES);
  assert.deepEqual([whole.cases, whole.isAloneWanted, whole.isCoreWanted], [names, true, true]);
  assert.equal(whole.report, 'docs/benchmarks.md');
  const core = readOptions(['--quick', '--only', 'core'], LIVE_CASES);
  assert.deepEqual([core.cases, core.isAloneWanted, core.isCoreWanted], [[], false, true]);
  assert.deepEqual([core.effort, core.report], ['quick', null]);
});

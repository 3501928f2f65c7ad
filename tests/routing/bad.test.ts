import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAULT_CODES } from '../../src/routing/fault.js';
import { badExamples, describe, expectationOf, load, onlyWelcome } from './expectation.js';

for (const name of badExamples()) {
  test(`the bad example ${name} is refused with the messages it names`, async () => {
    const expected = expectationOf(name).faults;
    assert.ok(expected.length > 0, 'the example names no fault in its first lines');
    const loaded = await load(`tests/routing/bad/${name}`, onlyWelcome);
    assert.ok(!loaded.ok, 'the example loads');
    assert.deepEqual(
      loaded.faults.map((fault) => describe(fault, name)),
      expected,
    );
  });
}

/** Faults of paths and sizes, which no example can hold; `sources.test.ts` and `rubbish.test.ts` have them. */
const WITHOUT_EXAMPLE = [
  'file-unreadable',
  'file-too-large',
  'files-too-many',
  'files-none',
  'file-ending',
  'faults-too-many',
  'callers-too-many',
  'prompt-not-made',
  'prompt-file-format',
];

test('every kind of fault has a bad example', () => {
  const shown = new Set(badExamples().flatMap((name) => expectationOf(name).faults.map(({ code }) => code)));
  const missing = FAULT_CODES.filter((code) => !shown.has(code) && !WITHOUT_EXAMPLE.includes(code));
  assert.deepEqual(missing, []);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MUTANTS } from '../mutants/all.js';
import { mutated } from '../mutants/mutant.js';

test('every named fault still fits its place in the source, and no name stands twice', () => {
  for (const mutant of MUTANTS) {
    const text = readFileSync(new URL(`../../src/${mutant.file}`, import.meta.url), 'utf8');
    assert.notEqual(mutated(text, mutant), text, mutant.name);
  }
  assert.equal(new Set(MUTANTS.map(({ name }) => name)).size, MUTANTS.length);
});

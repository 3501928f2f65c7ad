import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatPlace, type Place } from '../../src/routing/fault.js';
import { readYaml } from '../../src/routing/yaml-reader.js';
import { BAD, GOOD, badExamples, expectationOf } from './expectation.js';
import { allOptions, placedIn, type Placed } from './option-paths.js';

const options = [...allOptions()].sort();

function placedInFile(path: string): readonly Placed[] {
  const { root } = readYaml({ path, text: readFileSync(path, 'utf8') });
  return root === null ? [] : placedIn(root);
}

function yamlIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => join(folder, name));
}

test('the language has its options', () => {
  for (const option of ['queues.*.limits.wait', 'step.menu.keys', 'numbers.*.after_call', 'step.then'])
    assert.ok(options.includes(option), option);
});

test('every option of the language stands in a good example', () => {
  const files = [...yamlIn(GOOD), ...yamlIn('examples')];
  const shown = new Set(files.flatMap(placedInFile).map(({ option }) => option));
  assert.deepEqual(
    options.filter((option) => !shown.has(option)),
    [],
  );
});

/** What is said as a bare word there. */
const BARE_WORDS = ['step.closed', 'step.hangup'];

test('the tour of the whole language has every option of it', () => {
  const shown = new Set(placedInFile('examples/tour.yml').map(({ option }) => option));
  assert.deepEqual(
    options.filter((option) => !shown.has(option)),
    BARE_WORDS,
  );
});

test('every option of the language has a bad example, whose message is asserted', () => {
  const shown = new Set(badExamples().flatMap(wrongIn));
  assert.deepEqual(
    options.filter((option) => !shown.has(option)),
    [],
  );
});

/** The options whose value is wrong in a bad example, or that are missing there. */
function wrongIn(name: string): readonly string[] {
  const path = join(BAD, name);
  const placed = (statSync(path).isDirectory() ? yamlIn(path) : [path]).flatMap(placedInFile);
  return expectationOf(name).faults.flatMap((fault) => optionsAt(placed, name, fault));
}

function optionsAt(
  placed: readonly Placed[],
  name: string,
  { where, code, message }: { readonly where: string; readonly code: string; readonly message: string },
): readonly string[] {
  const isThere = (at: Place | null): boolean =>
    at !== null && formatPlace(at).slice(join(BAD, name).length + 1) === where;
  const values = placed.filter(({ node }) => isThere(node.at));
  const missing = /^found no (\S+) here/.exec(message)?.[1];
  if (missing !== undefined) return values.map(({ option }) => `${option}.${missing}`);
  // Where a key has no business says nothing of what may stand behind it.
  if (code === 'unknown-key' || code === 'key-twice') return [];
  // Of values that begin at one place the innermost is meant.
  const innermost = values.at(-1)?.node;
  const meant =
    innermost === undefined
      ? placed.filter(({ keyAt }) => isThere(keyAt))
      : values.filter(({ node }) => node === innermost);
  return meant.map(({ option }) => option);
}

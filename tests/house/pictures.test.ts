import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { REPORT_NAMES } from '../../src/reports/catalogue/all.js';
import { readText } from './repository.js';

const FOLDER = 'docs/pictures';
const LARGEST = 60_000;

test('every report of the catalogue has its picture in docs/reports.md, and nothing else has (npm run pictures)', () => {
  const shown = [...readText('docs/reports.md').matchAll(/!\[[^\]]+\]\(pictures\/([a-z-]+)\.png\)/g)];
  assert.deepEqual(
    shown.map(([, name]) => name),
    REPORT_NAMES,
  );
  assert.deepEqual(readdirSync(FOLDER).sort(), REPORT_NAMES.map((name) => `${name}.png`).sort());
});

test('the pictures are small', () => {
  const large = readdirSync(FOLDER)
    .map((name) => ({ name, bytes: statSync(join(FOLDER, name)).size }))
    .filter(({ bytes }) => bytes > LARGEST);
  assert.deepEqual(large, []);
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readScenario } from '../support/scenario/parser.js';
import { runVirtually } from '../support/virtual/run.js';

const FOLDER = import.meta.dirname;
const FILES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.scenario'))
  .sort();

for (const file of FILES) {
  const scenario = readScenario(join(FOLDER, file));
  test(`${scenario.title} (${scenario.rows.join(', ')}), in virtual time`, () => {
    runVirtually(scenario);
  });
}

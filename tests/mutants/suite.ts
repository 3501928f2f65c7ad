import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runShare } from '../simulation/simulate.js';

/** The fast suites, each in one process: quicker than one process for each file. */
const TESTS = join(dirname(fileURLToPath(import.meta.url)), '..');
const SIMULATED_DAYS = 150;
/** Nothing that a fault is put into is in it. */
const LEFT_OUT = 'speech.test.ts';

const [suite, ...tests] = process.argv.slice(2);
if (suite === 'core') await importTests(suite, coreTests());
else if (suite === 'reports')
  await importTests(
    suite,
    tests.map((name) => `${name}.test.ts`),
  );
else if (suite === 'scenarios') await importTests(suite, ['virtual.test.ts']);
else if (suite === 'simulator') simulate();
else throw new Error(`there is no suite ${String(suite)}; there are core, scenarios, simulator and reports`);

function coreTests(): readonly string[] {
  return readdirSync(join(TESTS, 'core'))
    .filter((name) => name.endsWith('.test.ts') && name !== LEFT_OUT)
    .sort();
}

async function importTests(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await import(pathToFileURL(join(TESTS, folder, name)).href);
}

/** Printed like a test, so that it is read like one. */
function simulate(): void {
  const { failed } = runShare({ seed: 1, days: SIMULATED_DAYS, first: 0, workers: 1 });
  for (const { seed, error } of failed) console.log(`not ok 1 - day ${seed}: ${error}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

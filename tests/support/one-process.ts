import { before } from 'node:test';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Runs the test files named on the command line in this one process, one after the other: loading the sources anew for each file
 * takes longer than most of them. For tests that leave nothing behind in the process.
 */
const files = process.argv.slice(2);
if (files.length === 0) throw new Error('name the test files that shall be run');

let everythingIsLoaded = (): void => undefined;
const loaded = new Promise<void>((resolve) => (everythingIsLoaded = resolve));
// No test begins while others are still being loaded: that takes the processor from the one that measures.
before(() => loaded);
for (const file of files) await import(pathToFileURL(resolve(file)).href);
everythingIsLoaded();

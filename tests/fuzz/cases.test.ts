import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openTarget, TARGETS } from './target.js';

const CASES = join(import.meta.dirname, 'cases');

for (const name of TARGETS) {
  describe(`what was found by fuzzing the ${name} stays mended`, async () => {
    const folder = join(CASES, name);
    const cases = existsSync(folder) ? readdirSync(folder).sort() : [];
    const target = await openTarget(name);
    for (const file of cases)
      it(file, async () => {
        await target.run(readFileSync(join(folder, file), 'utf8'));
      });
    it('and so does what it begins with', async () => {
      for (const input of target.corpus) await target.run(input);
      await target.close();
    });
  });
}

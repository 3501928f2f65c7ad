import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { everyDeathIsSurvived, oneOfManySends } from './report-deaths.js';

const folder = mkdtempSync(join(tmpdir(), 'callplane-deaths-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const fresh = (): Promise<{ readonly sqliteFile: string }> =>
  Promise.resolve({ sqliteFile: join(folder, `${randomBytes(4).toString('hex')}.sqlite`) });

everyDeathIsSurvived('SQLite', fresh);
oneOfManySends('SQLite', fresh);

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { mailedRowsHold } from './rows/mailed.js';
import { rowsHold } from './rows/rows-hold.js';

const folder = mkdtempSync(join(tmpdir(), 'callplane-rows-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const fresh = (): Promise<{ readonly sqliteFile: string }> =>
  Promise.resolve({ sqliteFile: join(folder, `${randomBytes(4).toString('hex')}.sqlite`) });

rowsHold('SQLite', fresh);
mailedRowsHold('SQLite', fresh);

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { everyDeathIsTold } from './alert-deaths.js';

const folder = mkdtempSync(join(tmpdir(), 'callplane-alert-deaths-'));
after(() => rmSync(folder, { recursive: true, force: true }));

everyDeathIsTold('SQLite', () =>
  Promise.resolve({ sqliteFile: join(folder, `${randomBytes(4).toString('hex')}.sqlite`) }),
);

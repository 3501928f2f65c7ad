import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { alertContract } from '../store/alert-contract.js';

const folder = mkdtempSync(join(tmpdir(), 'callplane-alert-book-'));
after(() => rmSync(folder, { recursive: true, force: true }));

// On MariaDB and MySQL too: tests/store/store-contract.
alertContract({
  name: 'SQLite',
  fresh: () => Promise.resolve({ sqliteFile: join(folder, `${randomBytes(4).toString('hex')}.sqlite`) }),
});

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { slotContract } from '../store/slot-contract.js';

const folder = mkdtempSync(join(tmpdir(), 'callplane-slots-'));
after(() => rmSync(folder, { recursive: true, force: true }));

// On MariaDB and MySQL too: tests/store/store-contract.
slotContract({
  name: 'SQLite',
  fresh: () => Promise.resolve({ sqliteFile: join(folder, `${randomBytes(4).toString('hex')}.sqlite`) }),
});

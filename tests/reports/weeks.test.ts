import { after, before } from 'node:test';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { scratchFolder } from '../store/databases.js';
import { weeksAgree } from './weeks.js';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
before(async () => {
  scratch = await scratchFolder();
});
after(() => scratch.remove());

weeksAgree('SQLite', [5, 11, 16], () =>
  Promise.resolve({ sqliteFile: join(scratch.path, `${randomBytes(6).toString('hex')}.sqlite`) }),
);

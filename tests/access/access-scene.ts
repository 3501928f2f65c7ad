import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type AskedReach, type DeskParts, addAccess } from '../../src/access/access-desk.js';
import { type AccessWatch, watchAccess } from '../../src/access/access-watch.js';
import type { Change } from '../../src/core/change.js';
import { KeptLog } from '../journal/journal-scene.js';

export const NOW = Date.UTC(2026, 2, 2, 9, 0, 0);
export const FIRST = 'the-first-token-of-all';
export const IT: AskedReach = { role: 'administrator', teams: [], agent: null };
export const OLGA: AskedReach = { role: 'supervisor', teams: ['en'], agent: null };

/** An access file in a folder of its own, and what changes and follows it. */
export class AccessScene {
  readonly folder = mkdtempSync(join(tmpdir(), 'callplane-access-'));
  readonly path = join(this.folder, 'access.json');
  readonly log = new KeptLog();
  readonly told: Change[] = [];
  #minted = 0;

  constructor(private readonly t: TestContext) {
    t.after(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  get desk(): DeskParts {
    return {
      path: this.path,
      mintToken: () => `minted-token-${(this.#minted += 1)}`,
      mintId: () => `change-${(this.#minted += 1)}`,
      now: NOW,
      user: 'root',
    };
  }

  add(name: string, reach: AskedReach): Promise<string> {
    return addAccess(this.desk, name, reach);
  }

  /** Follows the file; looks only when it is told to. */
  async watch(firstToken: string | null = FIRST, since = 0): Promise<AccessWatch> {
    const watch = await watchAccess({
      path: this.path,
      firstToken,
      onChange: (change) => this.told.push(change),
      since,
      log: this.log,
      everyMs: 3_600_000,
    });
    this.t.after(() => watch.stop());
    return watch;
  }

  text(): string {
    return readFileSync(this.path, 'utf8');
  }
}

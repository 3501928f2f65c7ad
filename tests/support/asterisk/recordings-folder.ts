import { execFile } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { FolderState } from '../model/recordings.js';

const run = promisify(execFile);

/** The folder of recordings of a running Asterisk, which may go missing or be full. */
export class RecordingsFolder {
  #state: FolderState = 'there';

  constructor(private readonly folder: string) {}

  async set(state: FolderState): Promise<void> {
    if (state === this.#state) return;
    if (this.#state === 'missing') await rename(this.#away, this.folder);
    if (this.#state === 'full') await run('umount', ['--lazy', this.folder]);
    this.#state = 'there';
    if (state === 'missing') await rename(this.folder, this.#away);
    // A disk of 64 kB holds four seconds.
    if (state === 'full')
      await run('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=777', 'full-disk', this.folder]);
    this.#state = state;
  }

  get #away(): string {
    return `${this.folder}.away`;
  }
}

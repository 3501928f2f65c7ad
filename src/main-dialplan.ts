import { open } from 'node:fs/promises';
import type { Settings } from './app/settings.js';
import { readEmergencyRecords } from './ari/emergency-records.js';
import { rescueFile } from './main-rescue.js';
import { readRescues } from './parent/rescue-file.js';
import type { DialplanTold } from './ports/facts.js';
import type { Log } from './ports/log.js';

/** Largest piece of a file that is read at once. */
const PIECE_BYTES = 1024 * 1024;

/** The whole lines that were added to a file since the last time; from the beginning when it was replaced. */
class AddedLines {
  #offset = 0;
  #told = '';

  constructor(
    private readonly path: string,
    private readonly log: Log,
  ) {}

  /** Empty when there is nothing new. `keep` is called when what was read may count as read. */
  async read(): Promise<{ readonly text: string; readonly keep: () => void }> {
    const nothing = { text: '', keep: () => undefined };
    try {
      const file = await open(this.path, 'r');
      try {
        const { size } = await file.stat();
        if (size < this.#offset) this.#offset = 0;
        if (size === this.#offset) return nothing;
        const piece = Buffer.alloc(Math.min(PIECE_BYTES, size - this.#offset));
        const { bytesRead } = await file.read(piece, 0, piece.length, this.#offset);
        const whole = piece.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
        return { text: piece.toString('utf8', 0, whole), keep: () => (this.#offset += whole) };
      } finally {
        await file.close();
      }
    } catch (error) {
      this.#cannot(error);
      return nothing;
    }
  }

  /** Not there yet: nothing has happened yet. */
  #cannot(error: unknown): void {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (why === 'ENOENT' || why === this.#told) return;
    this.#told = why;
    this.log.warn('what the dialplan did by itself cannot be read', { file: this.path, why });
  }
}

/** Carries what the dialplan and the watchdog did by themselves to the facts, once; told again it has no effect. */
export class DialplanImport {
  readonly #rescues: AddedLines;
  readonly #records: AddedLines | null;
  #going: Promise<void> = Promise.resolve();

  constructor(
    settings: Settings,
    private readonly write: (told: DialplanTold) => Promise<void>,
    log: Log,
  ) {
    this.#rescues = new AddedLines(rescueFile(settings.data), log);
    this.#records =
      settings.emergencyRecords === null ? null : new AddedLines(settings.emergencyRecords, log);
  }

  /** Reads what is new and stores it; rejects when the database refuses, and then reads it again. */
  once(): Promise<void> {
    const mine = this.#going.then(() => this.#read());
    this.#going = mine.catch(() => undefined);
    return mine;
  }

  async #read(): Promise<void> {
    const rescues = await this.#rescues.read();
    const records = await this.#records?.read();
    const told = { rescues: readRescues(rescues.text), calls: readEmergencyRecords(records?.text ?? '') };
    if (told.rescues.length + told.calls.length > 0) await this.write(told);
    rescues.keep();
    records?.keep();
  }
}

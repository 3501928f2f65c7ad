import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SpeechOrder } from './core/web-request.js';
import type { SpeechSettings } from './main-speaker.js';
import { forkChild } from './parent/fork-child.js';
import type { Log, LogFields } from './ports/log.js';
import type { SpeechMade } from './speech/speaker.js';

const PROCESS = fileURLToPath(new URL('./main-speech-process.js', import.meta.url));

/** What the process of the speaker tells the line. */
export type SpeechTold =
  | { readonly kind: 'signal'; readonly signal: SpeechMade }
  | {
      readonly kind: 'log';
      readonly level: 'error' | 'warn' | 'info' | 'debug';
      readonly message: string;
      readonly fields: LogFields;
    };

interface Asked {
  readonly order: SpeechOrder;
  readonly tell: (signal: SpeechMade) => void;
}

/**
 * The speaker, in a process of its own: to read what an engine wrote takes hundreds of milliseconds, and callers wait for
 * every one that the line's event loop is held up. It begins with the first text and lives as long as the line; when it
 * dies, what was asked of it has failed, and the next text begins another one.
 */
export class SpeakerAside {
  readonly #asked = new Map<string, Asked>();
  #child: ChildProcess | null = null;
  #state: 'open' | 'closed' = 'open';

  constructor(
    private readonly settings: SpeechSettings,
    private readonly log: Log,
    private readonly script: string = PROCESS,
  ) {}

  /** `tell` is given what came of it, once; never in the same turn, nor after `close`. */
  speak(order: SpeechOrder, tell: (signal: SpeechMade) => void): void {
    if (this.#state === 'closed') return;
    this.#asked.set(order.speech, { order, tell });
    this.#child ??= this.#begin();
    // One that could not be started, or is ending, says so below.
    if (this.#child.connected) this.#child.send(order, () => undefined);
  }

  /** The process ends its engines and leaves. Nothing is told any more: the next start has it spoken again. */
  close(): void {
    this.#state = 'closed';
    this.#asked.clear();
    if (this.#child?.connected === true) this.#child.disconnect();
  }

  #begin(): ChildProcess {
    const { sounds, speech } = this.settings;
    const child = forkChild(this.script, [JSON.stringify({ sounds, speech })]);
    child.on('message', (told) => this.#heard(told as SpeechTold));
    child.once('error', ({ message }) => this.#gone(child, message));
    child.once('close', (code, signal) => this.#gone(child, `it ended with ${code ?? signal ?? 'nothing'}`));
    return child;
  }

  #heard(told: SpeechTold): void {
    if (told.kind === 'log') this.log[told.level](told.message, told.fields);
    else this.#tell(told.signal);
  }

  #gone(child: ChildProcess, why: string): void {
    if (this.#state === 'closed' || this.#child !== child) return;
    this.#child = null;
    this.log.error('the process that has texts of calls spoken is gone', { why });
    for (const { order } of [...this.#asked.values()]) {
      const { speech, call } = order;
      this.#tell({ kind: 'speech-made', speech, call, outcome: { ok: false, failure: 'failed' } });
    }
  }

  #tell(signal: SpeechMade): void {
    const asked = this.#asked.get(signal.speech);
    this.#asked.delete(signal.speech);
    asked?.tell(signal);
  }
}

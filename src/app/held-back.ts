import type { Command } from '../core/command.js';
import type { WebRequest } from '../core/web-request.js';
import type { Answer } from '../core/signal.js';

/** What a step hands out: commands to Asterisk, requests to other systems, answers to whoever asked. */
export interface Outgoing {
  readonly commands: readonly Command[];
  readonly webRequests: readonly WebRequest[];
  readonly answers: readonly Answer[];
}

/** What waits until the record of its step is durable. */
export class HeldBack {
  readonly #waiting: { readonly sequence: number; readonly outgoing: Outgoing; readonly beganAt: number }[] =
    [];
  readonly #letOut: (outgoing: Outgoing, beganAt: number) => void;

  constructor(letOut: (outgoing: Outgoing, beganAt: number) => void) {
    this.#letOut = letOut;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** `beganAt`: when what brought the step about was known. */
  add(sequence: number, outgoing: Outgoing, beganAt: number): void {
    if (outgoing.commands.length + outgoing.webRequests.length + outgoing.answers.length > 0)
      this.#waiting.push({ sequence, outgoing, beganAt });
  }

  /** Lets out what waits up to this sequence, in order; a command that fails at once may come back here meanwhile. */
  release(upTo: number): void {
    for (
      let first = this.#waiting[0];
      first !== undefined && first.sequence <= upTo;
      first = this.#waiting[0]
    ) {
      this.#waiting.shift();
      this.#letOut(first.outgoing, first.beganAt);
    }
  }
}

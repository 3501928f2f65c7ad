import type { Log } from '../ports/log.js';
import type { ClaimBook } from '../ports/standby.js';
import type { AwakeGate } from './awake-gate.js';

export interface ClaimWatchParts {
  readonly claim: ClaimBook;
  /** The claim with which this installation leads; null: it does not lead. */
  readonly own: () => string | null;
  readonly othersFound: () => void;
  /** Resolves a moment later. */
  readonly pause: () => Promise<unknown>;
  readonly log: Log;
}

/** Asks Asterisk who leads, whenever this process cannot know it by itself. */
export class ClaimWatch {
  constructor(private readonly parts: ClaimWatchParts) {}

  /** Before an event stream is opened, which takes the application from whoever has it. */
  readonly mayConnect = async (): Promise<'yes' | 'not-now' | 'never'> => {
    const answer = await this.whoLeads();
    if (answer === 'others') this.parts.othersFound();
    return ({ ours: 'yes', silent: 'not-now', others: 'never' } as const)[answer];
  };

  /** After a freeze: opens the gate when this installation still leads. Asks until Asterisk answers. */
  async confirm(gate: AwakeGate): Promise<void> {
    while (gate.state === 'asking') {
      const answer = await this.whoLeads();
      if (answer === 'ours') {
        this.parts.log.info('this process still leads');
        gate.confirmed();
      } else if (answer === 'others') {
        this.parts.othersFound();
        return;
      } else await this.parts.pause();
    }
  }

  /** `ours` also when nobody leads since Asterisk was started again, and it could be claimed anew. */
  private async whoLeads(): Promise<'ours' | 'others' | 'silent'> {
    const own = this.parts.own();
    if (own === null) return 'others';
    const seen = await this.parts.claim.read();
    if (seen.kind === 'silent') return 'silent';
    if (seen.claim === own) return 'ours';
    if (seen.claim !== null) return 'others';
    return (await this.parts.claim.write(own)) === 'written' ? 'ours' : 'silent';
  }
}

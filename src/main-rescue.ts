import { join } from 'node:path';
import type { StartSettings } from './app/settings.js';
import { createClaimBook } from './ari/claim.js';
import { createRescuer } from './ari/create-rescuer.js';
import { installationId } from './main-standby.js';
import { writeRescues } from './parent/rescue-file.js';
import type { Log } from './ports/log.js';
import { isClaimOf } from './standby/leadership.js';

/** Where the watchdog writes down what it did for callers while no line was there. */
export function rescueFile(data: string): string {
  return join(data, 'rescues.jsonl');
}

/** The watchdog's own way to Asterisk: does what can be done without a line, logs and writes it down. */
export function rescueOf(settings: StartSettings, log: Log): () => Promise<void> {
  const rescuer = createRescuer(settings.ari, settings.ari.application);
  const file = rescueFile(settings.data);
  const mayRescue =
    settings.standby === null ? (): Promise<boolean> => Promise.resolve(true) : leadsOf(settings);
  return async () => {
    try {
      if (!(await mayRescue())) {
        log.debug('no line is here; the callers are those of the other installation, or nobody knows whose');
        return;
      }
      const rescued = await rescuer.rescue();
      for (const { leg, did, dialled } of rescued)
        log.error('no line is there; a leg was taken care of', { leg, did, dialled });
      const at = Date.now();
      writeRescues(
        file,
        rescued.map((each) => ({ at, ...each })),
      );
    } catch (error) {
      log.error('no line is there, and Asterisk cannot be asked for its callers', { error });
    }
  };
}

/** Of two installations only the one that led last may touch callers: the other may be talking to them. */
function leadsOf({ ari, data }: StartSettings): () => Promise<boolean> {
  const claims = createClaimBook(ari, ari.application);
  return async () => {
    const seen = await claims.read();
    return (
      seen.kind === 'answered' && seen.claim !== null && isClaimOf(seen.claim, await installationId(data))
    );
  };
}

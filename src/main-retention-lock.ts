import { mkdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from './app/settings.js';
import { holdFolder } from './journal/folder-lock.js';
import { RetentionFault } from './retention/retention-fault.js';

const LOOKS = 50;
const LOOK_EVERY_MS = 100;

/**
 * Does it while nothing else of retention changes files or key of this machine; waits a few seconds for what ends by itself.
 * Throws a RetentionFault while another run goes on.
 */
export async function aloneOnFiles<Result>({ data }: Settings, work: () => Promise<Result>): Promise<Result> {
  await mkdir(data, { recursive: true });
  for (let looks = 1; looks <= LOOKS; looks += 1) {
    const lock = await holdFolder(data, 'retention');
    if (lock === 'held') {
      await pause(LOOK_EVERY_MS);
      continue;
    }
    try {
      return await work();
    } finally {
      await lock.release();
    }
  }
  throw new RetentionFault(
    `What is over its time in ${data} is being treated by another run. Try again when that is over: callplane retention log.`,
  );
}

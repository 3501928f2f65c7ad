import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until it is true; throws with the description when it is not so within a minute. */
export async function until(what: string, isTrue: () => boolean): Promise<void> {
  const deadline = AbortSignal.timeout(60_000);
  while (!isTrue()) {
    if (deadline.aborted) throw new Error(`not within a minute: ${what}`);
    await sleep(2);
  }
}

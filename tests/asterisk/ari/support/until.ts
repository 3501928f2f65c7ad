import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until it is true; throws with the description when it is not so within five seconds. */
export async function until(what: string, isTrue: () => boolean): Promise<void> {
  const deadline = AbortSignal.timeout(5000);
  while (!isTrue()) {
    if (deadline.aborted) throw new Error(`not within five seconds: ${what}`);
    await sleep(2);
  }
}

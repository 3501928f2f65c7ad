import { setTimeout as wait } from 'node:timers/promises';

/** Looks again and again until it is true; fails after the deadline. */
export async function until(isTrue: () => Promise<boolean> | boolean, withinMs = 120_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`still not true after ${withinMs} ms: ${isTrue.toString()}`);
    await wait(10);
  }
}

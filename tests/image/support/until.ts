import { setTimeout as pause } from 'node:timers/promises';

/** Waits until it holds; throws with `what` when it does not within the time. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 120_000,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms for ${what}`);
    await pause(50);
  }
}

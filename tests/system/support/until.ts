import { setTimeout as pause } from 'node:timers/promises';

const LOOKS_EVERY_MS = 25;

/** Waits until there is an answer other than undefined; throws with `what` when there is none within the time. */
export async function eventually<Answer>(
  what: string,
  look: () => Answer | undefined | Promise<Answer | undefined>,
  withinMs = 90_000,
): Promise<Answer> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms for ${what}`);
    await pause(LOOKS_EVERY_MS);
  }
}

/** Waits until it holds. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs?: number,
): Promise<void> {
  await eventually(what, async () => ((await holds()) ? true : undefined), withinMs);
}

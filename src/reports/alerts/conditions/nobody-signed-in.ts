import { countOf } from '../../ratio.js';
import type { Present, Reading } from '../reading.js';

/** How many agents of the queue are signed in; it holds when it is none. */
export async function nobodySignedIn({ queues, plan, reader }: Present): Promise<readonly Reading[]> {
  const states = await reader.openAgentStates();
  const signedIn = new Set(states.filter(({ state }) => state !== 'signed-out').map(({ agent }) => agent));
  return queues.map((queue) => {
    const figure = countOf(plan.queues[queue]?.agents ?? [], (agent) => signedIn.has(agent));
    return { kind: figure === 0 ? 'holds' : 'calm', subject: queue, figure, limit: 0 };
  });
}

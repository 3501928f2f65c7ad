import { BooksAway, type CallStory, type Stories, type StoryReach } from '../ports/story.js';
import { notThere } from './not-there.js';
import { Problem } from './problem.js';
import { storyJson } from './representation.js';
import { get, ok, OVERSEERS, type Reply, type Route, type RouteInput } from './route.js';

/** What happened in a call, and why whose phone rang. */
export function storyRoutes(stories: Stories): readonly Route[] {
  return [get('/api/calls/:id/why', OVERSEERS, (input) => why(input, stories))];
}

async function why(input: RouteInput, stories: Stories): Promise<Reply> {
  return ok(storyJson(await storyInReach(input, stories)));
}

/** What is stored of the call of the path, as far as who asks may see it. Throws what is to be answered where there is nothing. */
export async function storyInReach(input: RouteInput, stories: Stories): Promise<CallStory> {
  const call = input.params['id'] ?? '';
  const story = await stories.storyOf(call, reachOf(input)).catch((error: unknown) => {
    if (!(error instanceof BooksAway)) throw error;
    throw new Problem('books-away', `What is stored cannot be read now: ${error.message}. Ask again later.`);
  });
  if (story === null) throw notThere(input, 'unknown-call', `call that is stored has the id "${call}"`);
  return story;
}

/** Who sees all agents and queues sees the calls, too, that no queue ever had. */
function reachOf({ who, live }: RouteInput): StoryReach {
  if (who.role !== 'supervisor') return 'everything';
  return {
    queues: live.queues().map(({ queue }) => queue),
    agents: live.agents().map(({ agent }) => agent),
  };
}

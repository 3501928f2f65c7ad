import type { Settings } from './app/settings.js';
import type { WhyRequest } from './cli/why-command.js';
import { CommandFailed, EXIT } from './cli/exit-code.js';
import type { Plan } from './core/plan.js';
import { inMigratedStore } from './main-retention-commands.js';
import type { StoryTold, StoryTrouble, StoryWished } from './parent/messages.js';
import type { Log } from './ports/log.js';
import type { CallRecord, CallStory, StoryReach } from './ports/story.js';
import type { StoreReader } from './store/reader.js';
import { inReach } from './story/in-reach.js';
import { renderStory } from './story/render.js';
import { tellStory } from './story/tell-story.js';

type StoryReader = Pick<StoreReader, 'callRecord' | 'newestPlan'>;

/** The story of a call from the database, on the machine that holds it. Throws `CommandFailed` when there is none. */
export function storyText(settings: Settings, { call, format }: WhyRequest): Promise<string> {
  return inMigratedStore(settings, async ({ reader }) => {
    const story = storyOf(await storedIn(reader, call), 'everything');
    if (story === null)
      throw new CommandFailed(
        `Nothing is stored of a call "${call}". Ids of calls stand in "callplane call list", in the reports ` +
          '"journal" and "long-calls" and in the view calls; a call that has just begun is stored within a second',
        EXIT.fault,
      );
    return format === 'json' ? `${JSON.stringify(story, null, 2)}\n` : renderStory(story);
  });
}

/** Answers a question of the line; `reader` null: the database is not open. */
export async function answerStory(
  reader: StoryReader | null,
  { question, call, reach }: StoryWished,
  log: Pick<Log, 'error'>,
): Promise<StoryTold> {
  const answer = (story: CallStory | null, trouble: StoryTrouble | null): StoryTold => {
    return { kind: 'story', question, story, trouble };
  };
  if (reader === null) return answer(null, 'not-open');
  const stored = await storedIn(reader, call).catch((error: unknown) => {
    log.error('what is stored of a call cannot be read, so its story is not told', { call, error });
    return null;
  });
  if (stored === null) return answer(null, 'unreadable');
  try {
    return answer(storyOf(stored, reach), null);
  } catch (error) {
    log.error('the story of a call cannot be told', { call, error });
    return answer(null, 'fault');
  }
}

/** What is stored of a call, and the newest plan as it is stored. */
interface Stored {
  readonly record: CallRecord | null;
  readonly plan: string | null;
}

async function storedIn(reader: StoryReader, call: string): Promise<Stored> {
  const record = await reader.callRecord(call);
  return { record, plan: record === null ? null : await reader.newestPlan() };
}

function storyOf({ record, plan }: Stored, reach: StoryReach): CallStory | null {
  const his = record === null ? null : inReach(record, reach);
  return his === null ? null : tellStory(his, plan === null ? null : (JSON.parse(plan) as Plan));
}

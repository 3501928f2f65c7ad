import type { CallEvent } from '../core/milestone.js';
import type { AgentId, QueueId } from '../core/plan.js';
import type { CallRecord, StoryReach, ToldDecision, ToldLeftOut, ToldRanked } from '../ports/story.js';

interface OfSomebody {
  readonly queue: QueueId | null;
  readonly agent?: AgentId | null;
}

/**
 * What of a call somebody may see; null: nothing of it is his. Of a call that other teams had a part in he sees his own
 * part, and what the caller did between; of agents of other teams in his queues only that they were rung, and what came of it.
 */
export function inReach(record: CallRecord, reach: StoryReach): CallRecord | null {
  if (reach === 'everything') return record;
  const [queues, agents] = [new Set(reach.queues), new Set(reach.agents)];
  const isHis = ({ queue, agent }: OfSomebody): boolean =>
    (queue !== null && queues.has(queue)) || (agent != null && agents.has(agent));
  const his = {
    visits: record.visits.filter(isHis),
    decisions: record.decisions.filter(isHis).map((decision) => withoutOthers(decision, agents)),
    offers: record.offers.filter(isHis),
    attempts: record.attempts.filter(isHis),
    conversations: record.conversations.filter(isHis),
    recordings: record.recordings.filter(isHis),
    ratings: record.ratings.filter(isHis),
    outcomes: record.outcomes.filter(isHis),
  };
  const maker = record.outgoing?.agent ?? null;
  const outgoing = maker !== null && agents.has(maker) ? record.outgoing : null;
  const served = [...his.offers, ...his.attempts, ...his.conversations].map(({ agent }) => agent);
  // Of an offer that is not over there is only the decision.
  const rung = his.decisions.flatMap(({ detail }) => detail.ranked.flatMap(({ agent }) => agent ?? []));
  const known = new Set([...agents, ...served, ...rung]);
  const isTold = record.stages.some((stage) => namesOne(stage, queues, known));
  if (!isTold && outgoing === null && Object.values(his).every(({ length }) => length === 0)) return null;
  return {
    ...record,
    ...his,
    outgoing,
    stages: record.stages.filter((stage) => isOpen(stage, queues, known)),
  };
}

/** A stage that names neither queue nor agent is the caller's own. */
function isOpen(stage: CallEvent, queues: ReadonlySet<string>, agents: ReadonlySet<string>): boolean {
  const { queue, agent } = stage.detail;
  return (queue == null && agent == null) || namesOne(stage, queues, agents);
}

function namesOne(
  { detail: { queue, agent } }: CallEvent,
  queues: ReadonlySet<string>,
  agents: ReadonlySet<string>,
): boolean {
  return (typeof queue === 'string' && queues.has(queue)) || (typeof agent === 'string' && agents.has(agent));
}

/** Other teams' agents keep their names only where they were rung; what they did before and how long is not told. */
function withoutOthers(decision: ToldDecision, agents: ReadonlySet<string>): ToldDecision {
  const { detail, rung } = decision;
  const ranked = detail.ranked.map((one, place): ToldRanked => {
    if (one.agent === null || agents.has(one.agent)) return one;
    return { agent: place < rung ? one.agent : null };
  });
  const leftOut = Object.fromEntries(
    Object.entries(detail.leftOut).map(([reason, left]) => [reason, onlyOf(left, agents)]),
  );
  return { ...decision, detail: { ...detail, ranked, leftOut } };
}

function onlyOf({ count, agents: named }: ToldLeftOut, agents: ReadonlySet<string>): ToldLeftOut {
  const his = named.filter((agent) => agents.has(agent));
  const ofOtherTeams = named.length - his.length;
  return { count, agents: his, ...(ofOtherTeams === 0 ? {} : { ofOtherTeams }) };
}

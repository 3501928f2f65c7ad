import type { AgentId, QueueId } from '../../core/plan.js';
import type { CallId, ConversationId, VisitId } from '../../core/signal.js';
import type { FactReader } from '../../ports/facts.js';
import type { DayFacts } from '../day-facts.js';
import { readPlanTeams } from '../plan-teams.js';

/** Something that an agent was rung for: an offer, a conversation, or what came after one. */
export interface Rung {
  readonly call: CallId;
  readonly queue: QueueId | null;
  readonly agent: AgentId;
  readonly visit?: VisitId;
  readonly conversation?: ConversationId;
}

/** As members of which team agents were rung. */
export interface Teams {
  /** Every team of the plans that were read. */
  readonly names: readonly string[];
  /** The team, by the plan that the call came under; null: none. */
  readonly teamOf: (rung: Rung) => string | null;
}

/** What is known of steps that rang somebody: ring steps are known by their visits. */
interface Steps {
  /** The visits of ring steps. */
  readonly stepOf: ReadonlyMap<VisitId, string>;
  /** The visits of conversations from ring steps. */
  readonly visitOf: ReadonlyMap<ConversationId, VisitId>;
}

/** Reads the teams of the plans that the calls of a period came under. */
export async function readTeams(
  reader: Pick<FactReader, 'plan' | 'partsOf'>,
  facts: DayFacts,
  { ratings }: { readonly ratings: readonly Rung[] },
): Promise<Teams> {
  const { calls, openCalls, beyond } = facts;
  const planOf = new Map<CallId, string>();
  for (const { call, planVersion } of [...beyond.earlierCalls.values(), ...calls, ...openCalls])
    planOf.set(call, planVersion);
  const plans = await readPlanTeams(reader, new Set(planOf.values()));
  const { stepOf, visitOf } = await readSteps(reader, facts, ratings);
  return {
    names: [...new Set([...plans.values()].flatMap(({ names }) => names))],
    teamOf: ({ call, queue, agent, visit, conversation }) => {
      const stay = visit ?? visitOf.get(conversation ?? '') ?? '';
      const by = { queue, step: queue === null ? (stepOf.get(stay) ?? null) : null };
      return plans.get(planOf.get(call) ?? '')?.teamOf(agent, by) ?? null;
    },
  };
}

/** Ring steps of the period; where a visit or a conversation began before it, the parts of its call are read. */
async function readSteps(
  reader: Pick<FactReader, 'partsOf'>,
  { visits, offers, conversations, beyond }: DayFacts,
  ratings: readonly Rung[],
): Promise<Steps> {
  const known = stepsIn([...visits, ...beyond.visits], [...conversations, ...beyond.conversations]);
  const isLacking = ({ queue, visit, conversation }: Rung): boolean => {
    // Whoever is rung for a caller who is handed over is rung by no visit.
    if (queue !== null || visit === '') return false;
    const stay = visit ?? known.visitOf.get(conversation ?? '');
    return stay === undefined || !known.stepOf.has(stay);
  };
  const lacking = [...offers, ...conversations, ...ratings].filter(isLacking).map(({ call }) => call);
  if (lacking.length === 0) return known;
  const parts = await reader.partsOf([...new Set(lacking)]);
  const more = stepsIn(parts.visits, parts.conversations);
  return {
    stepOf: new Map([...known.stepOf, ...more.stepOf]),
    visitOf: new Map([...known.visitOf, ...more.visitOf]),
  };
}

function stepsIn(visits: DayFacts['visits'], conversations: DayFacts['conversations']): Steps {
  return {
    stepOf: new Map(visits.flatMap(({ visit, step }) => (step === null ? [] : [[visit, step] as const]))),
    visitOf: new Map(
      conversations.flatMap(({ queue, conversation, visit }) =>
        queue === null ? [[conversation, visit] as const] : [],
      ),
    ),
  };
}

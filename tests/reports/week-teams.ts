import type { Milestone } from '../../src/core/milestone.js';
import type { AgentId, Plan, Step } from '../../src/core/plan.js';
import type { JournalRecord } from '../../src/ports/journal.js';

/** Of the agents by their places in the file; some are in several, one in none. */
const TEAMS = [['en'], ['ru'], ['en', 'ru'], [], ['ru', 'en'], ['ru', 'vip', 'en'], ['vip']];

/** The week with teams in its plans. */
export function inTeams(records: readonly JournalRecord[]): JournalRecord[] {
  const teamed = (milestone: Milestone): Milestone => {
    if (milestone.kind !== 'plan-in-force') return milestone;
    const day = Number(/^d(\d)-/.exec(milestone.version)?.[1]);
    return { ...milestone, plan: JSON.stringify(withTeams(JSON.parse(milestone.plan) as Plan, day)) };
  };
  return records.map((record) => ({ ...record, milestones: record.milestones.map(teamed) }));
}

/**
 * The plan of a day of the week with its agents called as they are in its facts, and in teams. Every other queue and ring step
 * says as members of which it has them (the last of their teams); the others say nothing, as plans of earlier versions.
 */
function withTeams(plan: Plan, day: number): Plan {
  const named = (agent: AgentId): AgentId => `d${day}-${agent}`;
  const agents = Object.values(plan.agents).map((agent) => {
    const teams = TEAMS[agent.order % TEAMS.length] ?? [];
    return { ...agent, id: named(agent.id), name: named(agent.id), teams };
  });
  const several = agents.filter(({ teams }) => teams.length > 1);
  const crewOf = (ids: readonly AgentId[], says: boolean): Crew => {
    const members = ids.map(named);
    const said = several
      .filter(({ id }) => members.includes(id))
      .map(({ id, teams }) => [id, teams.at(-1) ?? ''] as const);
    return { agents: members, ...(says && said.length > 0 ? { teamOf: Object.fromEntries(said) } : {}) };
  };
  const queues = Object.values(plan.queues).map((queue, index) => {
    return [queue.id, { ...queue, ...crewOf(queue.agents, index % 2 === 0) }] as const;
  });
  const stepOf = (step: Step, index: number): Step =>
    step.do === 'ring' ? { ...step, ...crewOf(step.agents, index % 2 === 0) } : step;
  const blocks = Object.entries(plan.blocks).map(([id, steps]) => [id, steps.map(stepOf)] as const);
  return {
    ...plan,
    agents: Object.fromEntries(agents.map((agent) => [agent.id, agent])),
    queues: Object.fromEntries(queues),
    blocks: Object.fromEntries(blocks),
  };
}

interface Crew {
  readonly agents: readonly AgentId[];
  readonly teamOf?: Readonly<Record<AgentId, string>>;
}

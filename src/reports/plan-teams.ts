import type { AgentId, QueueId } from '../core/plan.js';
import type { FactReader } from '../ports/facts.js';
import { isRecord, membersOf, textsOf } from './plan-parts.js';

/** Where an agent is rung: by a queue, or by a ring step; of both null: nobody knows. */
export interface RungBy {
  readonly queue: QueueId | null;
  readonly step: string | null;
}

/** Who is in which team, as a version of the plan has it. */
export interface PlanTeams {
  /** Each team that an agent is in, once. */
  readonly names: readonly string[];
  /** As a member of which team an agent is rung there; null: he is in none, as partners are. */
  readonly teamOf: (agent: AgentId, by: RungBy) => string | null;
}

/** Reads the teams of these plan versions; of one that is not known nobody is in a team. */
export async function readPlanTeams(
  reader: Pick<FactReader, 'plan'>,
  versions: ReadonlySet<string>,
): Promise<ReadonlyMap<string, PlanTeams>> {
  const byVersion = new Map<string, PlanTeams>();
  for (const version of versions) {
    const plan = await reader.plan(version);
    if (plan !== null) byVersion.set(version, planTeams(plan));
  }
  return byVersion;
}

/** Who a queue or ring step may ring. */
interface Crew {
  readonly agents: ReadonlySet<AgentId>;
  /** What it says of those in several teams. */
  readonly teamOf: ReadonlyMap<AgentId, string>;
}

/** The teams of a plan given as JSON. */
export function planTeams(planJson: string): PlanTeams {
  const plan: unknown = JSON.parse(planJson);
  const teamsOf = new Map(
    membersOf(plan, 'agents').map(([agent, planned]) => [agent, teamsIn(planned)] as const),
  );
  const members = new Map<string, AgentId[]>();
  for (const [agent, teams] of teamsOf)
    for (const team of teams) members.set(team, [...(members.get(team) ?? []), agent]);
  const queues = new Map(membersOf(plan, 'queues').map(([queue, planned]) => [queue, crewOf(planned)]));
  const steps = new Map(ringsIn(plan));
  return {
    names: [...members.keys()],
    teamOf: (agent, { queue, step }) => {
      const teams = teamsOf.get(agent) ?? [];
      if (teams.length < 2) return teams[0] ?? null;
      const crew = queue === null ? steps.get(step ?? '') : queues.get(queue);
      return crew?.teamOf.get(agent) ?? wholeTeam(teams, crew, members) ?? teams[0] ?? null;
    },
  };
}

/** Plans of earlier versions do not say by which team: the first that is there as a whole is taken for the one. */
function wholeTeam(
  teams: readonly string[],
  crew: Crew | undefined,
  members: ReadonlyMap<string, readonly AgentId[]>,
): string | undefined {
  return teams.find((team) => members.get(team)?.every((agent) => crew?.agents.has(agent) === true));
}

function teamsIn(planned: unknown): string[] {
  return isRecord(planned) ? textsOf(planned['teams']) : [];
}

function crewOf(planned: unknown): Crew {
  const agents = textsOf(isRecord(planned) ? planned['agents'] : null);
  const said = membersOf(planned, 'teamOf').flatMap(([agent, team]) =>
    typeof team === 'string' ? [[agent, team] as const] : [],
  );
  return { agents: new Set(agents), teamOf: new Map(said) };
}

function ringsIn(plan: unknown): [string, Crew][] {
  const steps = membersOf(plan, 'blocks').flatMap(([, block]) =>
    Array.isArray(block) ? (block as readonly unknown[]) : [],
  );
  return steps.flatMap((step): [string, Crew][] =>
    isRecord(step) && step['do'] === 'ring' ? [[String(step['id']), crewOf(step)]] : [],
  );
}

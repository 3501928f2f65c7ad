import { meets, type Requirement } from '../../core/needs.js';
import type { AgentId } from '../../core/plan.js';
import type { RingDraft } from '../draft.js';
import type { AgentDraft, Crew, TieredCrew } from '../language/agents.js';
import type { NeedDraft, SkillDraft } from '../language/skills.js';
import type { RoutingDraft } from '../routing-draft.js';

/** Turns lists, teams, skills and named lists of people into agents' ids. */
export class Crews {
  private readonly people: ReadonlyMap<string, Crew | null>;

  constructor(private readonly draft: RoutingDraft) {
    this.people = new Map(draft.people.map(({ key, value }) => [key, value]));
  }

  /** In the order of the list, or of the file for a team or a skill. */
  membersOf(who: RingDraft['who']): readonly AgentId[] {
    switch (who.by) {
      case 'list':
        return who.agents.map(({ name }) => name);
      case 'team':
        return this.agentsWith(({ teams }) => teams?.includes(who.team.name) === true);
      case 'skill':
        return this.agentsWith(({ skills }) => meets(skills ?? {}, [requirement(who.skill)], 0));
      case 'caller':
        return [];
      case 'people':
        return this.membersOf(this.crewOf(who.people.name));
    }
  }

  /** Everybody in the crew of a queue, each once: in his first group when there are groups. */
  membersOfQueue(crew: Crew | TieredCrew): readonly AgentId[] {
    if (crew.by !== 'tiers') return this.membersOf(crew);
    return [...new Set(crew.tiers.flatMap((tier) => this.membersOf(tier)))];
  }

  /** How long a caller has waited when each agent of a later group is rung for him; null: there are no groups. */
  openings(crew: Crew | TieredCrew): Readonly<Record<AgentId, number>> | null {
    if (crew.by !== 'tiers') return null;
    const opens = new Map<AgentId, number>();
    crew.tiers.forEach((tier, index) => {
      for (const id of this.membersOf(tier)) if (!opens.has(id)) opens.set(id, index * crew.nextAfterMs);
    });
    return Object.fromEntries([...opens].filter(([, afterMs]) => afterMs > 0));
  }

  /**
   * As members of which team a queue or step has those of its people who are in several: the first group of it that is one of
   * their teams; else the first of their teams. null: none of them is in several.
   */
  teamsIn(who: RingDraft['who'] | TieredCrew): Readonly<Record<AgentId, string>> | null {
    const groups: readonly RingDraft['who'][] =
      who.by === 'tiers' ? who.tiers : [who.by === 'people' ? this.crewOf(who.people.name) : who];
    const named = groups.flatMap((group) => (group.by === 'team' ? [group.team.name] : []));
    const members = new Set(groups.flatMap((group) => this.membersOf(group)));
    const found = this.draft.agents.flatMap(({ key, value }) => {
      const teams = value?.teams ?? [];
      const team = named.find((each) => teams.includes(each)) ?? teams[0];
      return members.has(key) && teams.length > 1 && team !== undefined ? [[key, team] as const] : [];
    });
    return found.length === 0 ? null : Object.fromEntries(found);
  }

  private crewOf(people: string): Crew {
    const crew = this.people.get(people);
    if (crew === undefined || crew === null) throw new Error(`unknown people compiled: ${people}`);
    return crew;
  }

  private agentsWith(isWanted: (agent: AgentDraft) => boolean): AgentId[] {
    return this.draft.agents.filter(({ value }) => value !== null && isWanted(value)).map(({ key }) => key);
  }
}

/** A skill that is asked for, as the core knows it. */
export function requirement({ skill, least, untilMs }: SkillDraft & Partial<NeedDraft>): Requirement {
  return { skill: skill.name, least, untilMs: untilMs ?? null };
}

import type { AgentId } from '../../core/plan.js';
import type { RingDraft } from '../draft.js';
import type { Crew } from '../language/agents.js';
import type { RoutingDraft } from '../routing-draft.js';

/** Turns lists, teams and named lists of people into agents' ids. */
export class Crews {
  private readonly people: ReadonlyMap<string, Crew | null>;

  constructor(private readonly draft: RoutingDraft) {
    this.people = new Map(draft.people.map(({ key, value }) => [key, value]));
  }

  /** In the order of the list, or of the file for a team. */
  membersOf(who: RingDraft['who']): readonly AgentId[] {
    switch (who.by) {
      case 'list':
        return who.agents.map(({ name }) => name);
      case 'team':
        return this.teamMembers(who.team.name);
      case 'caller':
        return [];
      case 'people': {
        const crew = this.people.get(who.people.name);
        if (crew === undefined || crew === null)
          throw new Error(`unknown people compiled: ${who.people.name}`);
        return this.membersOf(crew);
      }
    }
  }

  private teamMembers(team: string): AgentId[] {
    return this.draft.agents
      .filter(({ value }) => value?.teams?.includes(team) === true)
      .map(({ key }) => key);
  }
}

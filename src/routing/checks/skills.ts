import { lasting, meets } from '../../core/needs.js';
import { Crews, requirement } from '../compile/crews.js';
import type { Place } from '../fault.js';
import type { Desk } from '../form/desk.js';
import type { AgentDraft, Crew, SkilledCrew, TieredCrew } from '../language/agents.js';
import type { NeedDraft } from '../language/skills.js';
import { stepsOf } from '../languages.js';
import type { RoutingDraft } from '../routing-draft.js';
import { showText } from '../source-node.js';

/** What agents must be able to do, some agent can do: otherwise callers would wait for nobody. */
export function checkSkills(draft: RoutingDraft, desk: Desk): void {
  const agents = new Map(draft.agents.map(({ key, value }) => [key, value]));
  // Nobody knows what an agent with a fault can do.
  if ([...agents.values()].includes(null)) return;
  const crews = new Crews(draft);
  for (const crew of skilledCrews(draft)) {
    const isKnown = desk.namesOf('skill').has(crew.skill.skill.name);
    if (!isKnown || crews.membersOf(crew).length > 0) continue;
    const found = `${crew.skill.skill.name} at level ${crew.skill.least}, which no agent has`;
    desk.add('nobody-fits', crew.skill.skill.at, found, 'a level that some agent has');
  }
  for (const { key, value } of draft.queues) {
    if (value?.needs == null) continue;
    const members = crews.membersOfQueue(value.agents).map((id) => agents.get(id) ?? null);
    checkNeeds(value.needs, members, `an agent of the queue ${showText(key)} who has them all`, desk);
  }
  for (const step of stepsOf(draft))
    if (step.do === 'needs') checkNeeds(step.needs, [...agents.values()], 'an agent who has them all', desk);
}

function checkNeeds(
  needs: readonly NeedDraft[],
  agents: readonly (AgentDraft | null)[],
  right: string,
  desk: Desk,
): void {
  const known = desk.namesOf('skill');
  const asked = lasting(needs.map(requirement));
  const first: Place | undefined = needs.find(({ untilMs }) => untilMs === null)?.skill.at;
  if (first === undefined || agents.includes(null) || asked.some(({ skill }) => !known.has(skill))) return;
  if (agents.some((agent) => meets(agent?.skills ?? {}, asked, 0))) return;
  const skills = asked.map(({ skill, least }) => `${skill} >= ${least}`).join(', ');
  desk.add('nobody-fits', first, `needs that nobody meets: ${skills}`, right);
}

/** Everybody whom a crew by skill rings. */
export function rungForSkills(draft: RoutingDraft): ReadonlySet<string> {
  const crews = new Crews(draft);
  return new Set([...skilledCrews(draft)].flatMap((crew) => crews.membersOf(crew)));
}

function* skilledCrews(draft: RoutingDraft): Iterable<SkilledCrew> {
  for (const { value } of draft.people) if (value !== null) yield* skilled(value);
  for (const { value } of draft.queues) if (value !== null) yield* skilled(value.agents);
  for (const step of stepsOf(draft)) if (step.do === 'ring' && step.who.by === 'skill') yield step.who;
}

function skilled(crew: Crew | TieredCrew): readonly SkilledCrew[] {
  if (crew.by === 'tiers') return crew.tiers.flatMap((tier) => skilled(tier));
  return crew.by === 'skill' ? [crew] : [];
}

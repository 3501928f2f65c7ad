import { byKey, byShape, list, listOrOne } from '../form/collections.js';
import type { Name } from '../form/desk.js';
import { checked, mapped, type Form, type Read } from '../form/form.js';
import { group, optional, required, type Field } from '../form/group.js';
import { nameOf, nameOfAgent } from '../form/names.js';
import { duration, flag, label, text } from '../form/scalars.js';
import { formatPlace, type Place } from '../fault.js';
import { showText, valueOf } from '../source-node.js';
import { agentNumberForm } from './codes.js';
import { confirmForm } from './confirm.js';
import { type SkillDraft, skillsForm, skillText } from './skills.js';

/** What may be rung: a phone of PJSIP by its name, or a number in international form through a trunk. */
export const PHONE =
  /^PJSIP\/([A-Za-z0-9][A-Za-z0-9_.-]{0,63}|\+[1-9][0-9]{5,14}@[A-Za-z0-9][A-Za-z0-9_.-]{0,63})$/;

/** Whether conversations are recorded; `whose` begins the description. */
export function recordField(whose: string): Field<boolean | null> {
  return optional(
    flag(),
    `${whose} are recorded (true), or never, whatever queue, number and agent say otherwise (false).`,
  );
}

/** What is written for the phone of whoever signs in at any. */
export const ANY_PHONE = 'any';

const phoneForm = text(
  'one phone, such as PJSIP/101 or PJSIP/+359880000001@trunk, or any',
  new RegExp(`${PHONE.source}|^${ANY_PHONE}$`),
);

export const agentForm = group(
  {
    name: optional(label(), 'The name of the person, for reports; the key when left out.'),
    phone: required(
      phoneForm,
      'What is rung: one endpoint of PJSIP, or a number through a trunk; any: the phone at which he signs in.',
    ),
    number: optional(
      agentNumberForm,
      'By which he signs in at a phone, with his PIN; he signs in at none when left out.',
    ),
    teams: optional(listOrOne(nameOfAgent('team'), 'a list of teams'), 'The teams this agent belongs to.'),
    skills: optional(skillsForm, 'What this agent can do, and how well.'),
    confirm: optional(
      confirmForm,
      'Whoever answers at his phone takes the call by the key 1, or declines it by 2: for a mobile, whose mailbox answers too.',
    ),
    record: recordField('The conversations of this agent'),
  },
  'an agent: name, phone, teams, and perhaps number, skills, confirm and record',
);
export type AgentDraft = Read<typeof agentForm>;

/** Agents by name, in order, or all agents of a team or with a skill in the order of the file. */
export type Crew =
  | { readonly by: 'list'; readonly agents: readonly Name[]; readonly at: Place }
  | { readonly by: 'team'; readonly team: Name; readonly at: Place }
  | SkilledCrew;
export interface SkilledCrew {
  readonly by: 'skill';
  readonly skill: SkillDraft;
  readonly at: Place;
}

/** Crews that open one after another; the first is open from the beginning. */
export interface TieredCrew {
  readonly by: 'tiers';
  readonly tiers: readonly Crew[];
  readonly nextAfterMs: number;
  readonly at: Place;
}

/** A list of agents' names, each once. */
export function agentList(): Form<Name[]> {
  const names = listOrOne(nameOf('agent'), "a list of agents' names");
  return checked(names, (agents, _node, desk) => {
    const seen = new Map<string, Place>();
    for (const { name, at } of agents) {
      const first = seen.get(name);
      const found = `the agent ${showText(name)} a second time (first at ${first ? formatPlace(first) : ''})`;
      if (first !== undefined) desk.add('agent-twice', at, found, 'each agent once in a list');
      else seen.set(name, at);
    }
  });
}

const crewByList: Form<Crew> = mapped(agentList(), (agents, node) => ({ by: 'list', agents, at: node.at }));
const crewByTeam: Form<Crew> = mapped(
  group({ team: required(nameOf('team'), 'All agents of this team.') }, '{ team: a name }'),
  ({ team, at }) => ({ by: 'team', team, at }),
);
const crewBySkill: Form<Crew> = mapped(
  group({ skill: required(skillText(), 'All agents with this skill.') }, '{ skill: "bg >= 3" }'),
  ({ skill, at }) => ({ by: 'skill', skill, at }),
);

const CREW = 'agents such as [anna, boris], { team: sales } or { skill: "bg >= 3" }';

/** `[anna, boris]`, `anna`, `{ team: sales }` or `{ skill: "bg >= 3" }`. */
export function crew(): Form<Crew> {
  return byShape({
    right: CREW,
    scalar: crewByList,
    list: crewByList,
    map: byKey({ team: crewByTeam, skill: crewBySkill }, 'agents'),
  });
}

const tieredCrew: Form<TieredCrew> = mapped(
  checked(
    group(
      {
        tiers: required(
          list(crew(), `a list of groups: ${CREW}`),
          'Groups of agents, the first to be rung first.',
        ),
        next_after: required(
          duration({ zero: 'refused' }),
          'How long a caller has waited when the next group is rung for him, too.',
        ),
      },
      'tiers and next_after',
    ),
    ({ tiers, at }, node, desk) => {
      const written = node.kind === 'map' ? valueOf(node, 'tiers') : null;
      if (written?.kind !== 'list' || written.items.length > 1 || tiers.length > 1) return;
      desk.add(
        'wrong-value',
        at,
        'tiers with one group alone',
        'two groups or more, or these agents without tiers',
      );
    },
  ),
  ({ tiers, next_after: nextAfterMs, at }) => ({ by: 'tiers', tiers, nextAfterMs, at }),
);

/** A crew, or groups of agents that open with waiting time. */
export function crewOfQueue(): Form<Crew | TieredCrew> {
  return byShape<Crew | TieredCrew>({
    right: `${CREW}, or { tiers: [[anna], { team: sales }], next_after: 30s }`,
    scalar: crewByList,
    list: crewByList,
    map: byKey<Crew | TieredCrew>({ team: crewByTeam, skill: crewBySkill, tiers: tieredCrew }, 'agents'),
  });
}

import { byShape, listOrOne } from '../form/collections.js';
import type { Name } from '../form/desk.js';
import { checked, mapped, type Form, type Read } from '../form/form.js';
import { group, optional, required, type Field } from '../form/group.js';
import { nameOf, teamOfAgent } from '../form/names.js';
import { flag, label, text } from '../form/scalars.js';
import { formatPlace, type Place } from '../fault.js';
import { showText } from '../source-node.js';

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

export const agentForm = group(
  {
    name: optional(label(), 'The name of the person, for reports; the key when left out.'),
    phone: required(
      text('one phone, such as PJSIP/101 or PJSIP/+359880000001@trunk', PHONE),
      'What is rung: one endpoint of PJSIP, or a number through a trunk.',
    ),
    teams: optional(listOrOne(teamOfAgent(), 'a list of teams'), 'The teams this agent belongs to.'),
    record: recordField('The conversations of this agent'),
  },
  'an agent: name, phone, teams, and perhaps record',
);
export type AgentDraft = Read<typeof agentForm>;

/** Agents by name, in order, or all agents of a team in the order of the file. */
export type Crew =
  | { readonly by: 'list'; readonly agents: readonly Name[]; readonly at: Place }
  | { readonly by: 'team'; readonly team: Name; readonly at: Place };

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

/** `[anna, boris]`, `anna`, or `{ team: sales }`. */
export function crew(): Form<Crew> {
  const list: Form<Crew> = mapped(agentList(), (agents, node) => ({ by: 'list', agents, at: node.at }));
  const team: Form<Crew> = mapped(
    group({ team: required(nameOf('team'), 'All agents of this team.') }, '{ team: a name }'),
    ({ team: name, at }) => ({ by: 'team', team: name, at }),
  );
  return byShape({
    right: 'agents such as [anna, boris], or { team: sales }',
    scalar: list,
    list,
    map: team,
  });
}

import type { RingDraft } from '../draft.js';
import { byKey } from '../form/collections.js';
import { checked, mapped, type Form } from '../form/form.js';
import { defaulted, defaultedGroup, group, optional, required, type Group } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { duration, label, oneOf } from '../form/scalars.js';
import { agentList } from './agents.js';
import {
  atOnceField,
  checkAtOnce,
  offerField,
  ringCountingForm,
  strategyForm,
  wrapUpField,
} from './offers.js';
import { skillText } from './skills.js';

const RIGHT = 'agent, agents, people, skill or team, and perhaps strategy, for, limit, hear, wrap_up, mark';

/** How agents are rung, whoever they are. */
const manner = {
  strategy: defaulted(strategyForm, 'sequential', 'In which order, and how many at once, they are rung.'),
  at_once: atOnceField(),
  counting: defaultedGroup(ringCountingForm, 'What least-calls and least-talk count.'),
  for: offerField(),
  limit: optional(
    duration({ zero: 'refused' }),
    'How long the whole step lasts at most; until everybody has been rung once when left out.',
  ),
  hear: optional(
    oneOf(['music', 'ringing']),
    'What the caller hears; ringing before the call is answered and music after when left out.',
  ),
  wrap_up: wrapUpField(),
  mark: optional(label(), 'A mark that the call gets with this step, for reports.'),
};
type Manner = Group<typeof manner>;

const byAgent = mapped(
  group({ agent: required(nameOf('agent'), 'The one agent that is rung.'), ...manner }, RIGHT),
  (read) => ring(read, { by: 'list', agents: [read.agent], at: read.agent.at }),
);
const byAgents = mapped(
  group({ agents: required(agentList(), 'The agents that are rung, in this order.'), ...manner }, RIGHT),
  (read) => ring(read, { by: 'list', agents: read.agents, at: read.at }),
);
const byPeople = mapped(
  group({ people: required(nameOf('people'), 'A list from people.'), ...manner }, RIGHT),
  (read) => ring(read, { by: 'people', people: read.people, at: read.people.at }),
);
const byTeam = mapped(
  group({ team: required(nameOf('team'), 'All agents of this team.'), ...manner }, RIGHT),
  (read) => ring(read, { by: 'team', team: read.team, at: read.team.at }),
);
const bySkill = mapped(
  group({ skill: required(skillText(), 'All agents with this skill.'), ...manner }, RIGHT),
  (read) => ring(read, { by: 'skill', skill: read.skill, at: read.skill.skill.at }),
);

/** Rings people without a queue. */
export const ringForm: Form<RingDraft> = checked(
  byKey({ agent: byAgent, agents: byAgents, people: byPeople, skill: bySkill, team: byTeam }, 'who is rung'),
  ({ strategy, atOnce }, node, desk) => checkAtOnce({ strategy, at_once: atOnce }, node, desk),
);

function ring(read: Manner, who: RingDraft['who']): RingDraft {
  return {
    do: 'ring',
    at: read.at,
    who,
    strategy: read.strategy,
    atOnce: read.at_once,
    counting: read.counting,
    offerMs: read.for,
    limitMs: read.limit,
    hear: read.hear,
    wrapUp: read.wrap_up,
    mark: read.mark,
  };
}

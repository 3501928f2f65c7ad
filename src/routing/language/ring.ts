import type { CallersAgents } from '../../core/plan.js';
import type { RingDraft } from '../draft.js';
import { byKey, unless } from '../form/collections.js';
import { checked, mapped, type Form } from '../form/form.js';
import { defaulted, defaultedGroup, group, optional, required, type Group } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { duration, exactly, label, oneOf } from '../form/scalars.js';
import { isText } from '../source-node.js';
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

type Who = RingDraft['who'];

/** `{caller.manager}` where an agent's name would stand: whom it means differs from caller to caller. */
function ofCaller(word: string, whose: CallersAgents, usual: Form<Who>): Form<Who> {
  const special = mapped(exactly(`{caller.${word}}`), (_word, node): Who => ({
    by: 'caller',
    whose,
    at: node.at,
  }));
  const noted = checked(special, (_who, node, desk) => {
    if (whose === 'last-agent') desk.mention('last agent', word, node.at);
    else desk.mention('known caller', `{caller.${word}}`, node.at);
  });
  return unless((node) => isText(node, `{caller.${word}}`), usual, noted);
}

const oneAgent: Form<Who> = mapped(nameOf('agent'), (agent) => ({
  by: 'list',
  agents: [agent],
  at: agent.at,
}));
const someAgents: Form<Who> = mapped(agentList(), (agents, node) => ({ by: 'list', agents, at: node.at }));

const agentField = required(
  ofCaller('manager', 'manager', ofCaller('last_agent', 'last-agent', oneAgent)),
  'The one agent that is rung; {caller.manager}, or {caller.last_agent} with whom he last talked.',
);
const agentsField = required(
  ofCaller('backups', 'backups', someAgents),
  'The agents that are rung, in this order, or {caller.backups}.',
);

const byAgent = mapped(group({ agent: agentField, ...manner }, RIGHT), (read) => ring(read, read.agent));
const byAgents = mapped(group({ agents: agentsField, ...manner }, RIGHT), (read) => ring(read, read.agents));
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

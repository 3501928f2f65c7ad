import { isFree } from './agent/availability.js';
import { type Agent, isSignedIn } from './agent/agent.js';
import { type PackedHistory, packHistory, unpackHistory } from './agent/history.js';
import { addUser } from './agent/phone-users.js';
import { Deadlines, type PlainDeadline } from './deadlines.js';
import { indexPlan } from './plan-loading.js';
import { createState, planInForce, type State } from './state.js';

/** Version of the form below; another one is not read. */
const FORM = 2;

type MapField = 'plans' | 'calls' | 'offers' | 'queues' | 'legs' | 'playbacks' | 'bridges' | 'phones';
const MAP_FIELDS: readonly MapField[] = [
  'plans',
  'calls',
  'offers',
  'queues',
  'legs',
  'playbacks',
  'bridges',
  'phones',
];

/** The state as text; `thaw` gives back an equal one. */
export function freeze(state: State): string {
  const { index: _derived, deadlines, ringSteps, ...rest } = state;
  const maps = Object.fromEntries(MAP_FIELDS.map((field) => [field, [...state[field]]]));
  return JSON.stringify({
    form: FORM,
    ...rest,
    ...maps,
    agents: packedAgents(state),
    ringSteps: [...ringSteps],
    deadlines: deadlines.list().map(({ kind, id, at }) => ({ kind, id, at })),
  });
}

/** Reads what `freeze` wrote; throws a TypeError or SyntaxError when the text is of another form. */
export function thaw(text: string): State {
  const frozen = JSON.parse(text) as Record<string, unknown> & {
    form: number;
    deadlines: readonly PlainDeadline[];
  };
  if (frozen.form !== FORM)
    throw new TypeError(`the snapshot has form ${frozen.form}, this program reads form ${FORM}`);
  const maps = Object.fromEntries(
    MAP_FIELDS.map((field) => [field, new Map(frozen[field] as [string, unknown][])]),
  );
  const { index } = createState({ prefix: '', seed: 0 });
  const { form: _form, ...rest } = frozen;
  const state = {
    ...rest,
    ...maps,
    agents: unpackedAgents(frozen['agents'] as [string, PackedAgent][]),
    ringSteps: new Set(frozen['ringSteps'] as string[]),
    deadlines: Deadlines.of(frozen.deadlines),
    index,
  } as unknown as State;
  rebuildIndex(state);
  return state;
}

type PackedAgent = Omit<Agent, 'history'> & { readonly history: PackedHistory };

function packedAgents(state: State): [string, PackedAgent][] {
  return [...state.agents].map(([id, agent]) => [id, { ...agent, history: packHistory(agent.history) }]);
}

function unpackedAgents(agents: readonly [string, PackedAgent][]): Map<string, Agent> {
  return new Map(agents.map(([id, agent]) => [id, { ...agent, history: unpackHistory(agent.history) }]));
}

function rebuildIndex(state: State): void {
  if (state.planInForce !== null) indexPlan(state, planInForce(state));
  const { index } = state;
  for (const agent of state.agents.values()) if (isSignedIn(agent)) addUser(index, agent.phone, agent.id);
  for (const agent of state.agents.values()) {
    if (!isFree(state, agent)) continue;
    index.freeAgents.add(agent.id);
    for (const queue of index.queuesOf.get(agent.id) ?? []) index.free.get(queue)?.add(agent.id);
  }
}

import { hasAgent } from './call/call.js';
import { isFree } from './agent/availability.js';
import { type Agent, isSignedIn, type TalkRecord } from './agent/agent.js';
import { type PackedHistory, packHistory, unpackHistory } from './agent/history.js';
import type { LastAgent } from './agent/last-agents.js';
import { untriedPin } from './codes/pin.js';
import { noteHeld } from './callback/holding.js';
import { addUser } from './agent/phone-users.js';
import { Deadlines, type PlainDeadline } from './deadlines.js';
import { indexPlan } from './plan-loading.js';
import { isLineOfPartner } from './partner/partner.js';
import { noteParticular } from './queue/admission.js';
import type { AgentId } from './plan.js';
import { createState, planInForce, type State } from './state.js';

/** Version of the form below. */
const FORM = 10;
/**
 * Forms that are read. In form 2 histories stood with their agents; wall clock and served ring steps were not in it. Up
 * to form 3 nothing was recorded. Up to form 4 callers had no language, variables and priority of
 * their own, and nothing was switched by hand. Up to form 5 nobody was known by his number, and callers had no needs, no
 * estimate and no age of a call before. Up to form 6 a call was over when its conversation was. Up to form 7 nobody was
 * called back. Up to form 8 nobody was handed over or put on hold, nobody could leave a message, and agents took calls by
 * answering. Up to form 9 each conversation stood in a history by itself.
 */
const FORMS_READ = [2, 3, 4, 5, 6, 7, 8, 9, FORM];
/** As many as are written as one piece of text. */
const LAST_AGENTS_AT_ONCE = 1_000;
const FORM_WITH_RECORDINGS = 4;
const FORM_WITH_LANGUAGES = 5;
const FORM_WITH_DIRECTORY = 6;
const FORM_WITH_AFTER_CALL = 7;
const FORM_WITH_CALLBACKS = 8;
const FORM_WITH_PINS = 9;
const FORM_WITH_MINUTES = 10;

type MapField =
  | 'plans'
  | 'calls'
  | 'offers'
  | 'queues'
  | 'legs'
  | 'codeCalls'
  | 'playbacks'
  | 'bridges'
  | 'recordings'
  | 'voicemails'
  | 'keptVoicemails'
  | 'phones'
  | 'servedBySteps'
  | 'hoursSwitches'
  | 'messages'
  | 'dropped'
  | 'callbacks'
  | 'dialled'
  | 'partnerRests';
const MAP_FIELDS: readonly MapField[] = [
  'plans',
  'calls',
  'offers',
  'queues',
  'legs',
  'codeCalls',
  'playbacks',
  'bridges',
  'recordings',
  'voicemails',
  'keptVoicemails',
  'phones',
  'servedBySteps',
  'hoursSwitches',
  'messages',
  'dropped',
  'callbacks',
  'dialled',
  'partnerRests',
];

/**
 * The state as it was at one moment, quickly taken: everything but the histories and the last agents is text already. A
 * history only grows or is replaced, so remembering how long it was is enough; hundreds of thousands of conversations or
 * callers would hold up the line for a tenth of a second.
 */
export interface StateImage {
  /** The text, in pieces that are made one by one as they are taken. */
  pieces(): Iterable<string>;
  /** An equal state, with the secrets that no text has. */
  revive(): State;
}

/** Takes an image of the state; what happens to the state afterwards does not show in it. */
export function imageOf(state: State): StateImage {
  const rest = restOf(state);
  const histories = [...state.agents].map(([id, { history }]) => ({ id, history, length: history.length }));
  const lastAgents = [...state.lastAgents];
  const secrets = [...state.secrets].map(([call, known]) => [call, { ...known }] as const);
  return {
    *pieces() {
      yield `${rest.slice(0, -1)},"histories":[`;
      for (const [at, { id, history, length }] of histories.entries())
        yield `${at === 0 ? '' : ','}${JSON.stringify([id, packHistory(history.slice(0, length))])}`;
      yield '],"lastAgents":[';
      for (let from = 0; from < lastAgents.length; from += LAST_AGENTS_AT_ONCE) {
        const some = JSON.stringify(lastAgents.slice(from, from + LAST_AGENTS_AT_ONCE));
        yield `${from === 0 ? '' : ','}${some.slice(1, -1)}`;
      }
      yield ']}';
    },
    revive() {
      const of = new Map(histories.map(({ id, history, length }) => [id, history.slice(0, length)]));
      const state = stateOf(JSON.parse(rest) as Frozen, (id) => of.get(id) ?? [], lastAgents);
      for (const [call, known] of secrets) state.secrets.set(call, { ...known });
      return state;
    },
  };
}

/** The state as text; `thaw` gives back an equal one, but for secrets, which are in no text. */
export function freeze(state: State): string {
  return [...imageOf(state).pieces()].join('');
}

/** A newer program has written it, and knows what this one does not. */
export class NewerForm extends TypeError {
  override readonly name = 'NewerForm';

  constructor(form: number) {
    super(
      `The newest snapshot has form ${form}, written by a newer Callplane; this one reads up to form ${FORM}. ` +
        'Start the newer Callplane again, or restore a backup with this one.',
    );
  }
}

/** Reads what `freeze` wrote; throws `NewerForm`, or a TypeError or SyntaxError when the text is of no form at all. */
export function thaw(text: string): State {
  const frozen = JSON.parse(text) as Frozen & {
    readonly histories?: readonly [AgentId, PackedHistory][];
    readonly lastAgents?: readonly [string, LastAgent][];
  };
  if (frozen.form > FORM) throw new NewerForm(frozen.form);
  if (!FORMS_READ.includes(frozen.form))
    throw new TypeError(`the snapshot has form ${frozen.form}, this program reads ${FORMS_READ.join(', ')}`);
  const { histories, lastAgents, ...rest } = frozen;
  const packed = new Map(histories ?? frozen.agents.map(([id, { history }]) => [id, history] as const));
  const historyOf = (id: AgentId): TalkRecord[] => {
    const history = packed.get(id);
    if (history === undefined) return [];
    return unpackHistory(history, frozen.form < FORM_WITH_MINUTES ? 'one-talk' : 'talks');
  };
  return stateOf(rest, historyOf, lastAgents ?? []);
}

type Frozen = Record<string, unknown> & {
  readonly form: number;
  readonly agents: readonly [AgentId, Omit<Agent, 'history'> & { readonly history: PackedHistory }][];
  readonly deadlines: readonly PlainDeadline[];
};

/** Everything but the histories and the last agents, as text. */
function restOf(state: State): string {
  const {
    index: _derived,
    secrets: _inMemoryOnly,
    lastAgents: _apart,
    deadlines,
    ringSteps,
    ...rest
  } = state;
  const maps = Object.fromEntries(MAP_FIELDS.map((field) => [field, [...state[field]]]));
  return JSON.stringify({
    form: FORM,
    ...rest,
    ...maps,
    agents: [...state.agents].map(([id, { history: _history, ...agent }]) => [id, agent]),
    ringSteps: [...ringSteps],
    deadlines: deadlines.list().map(({ kind, id, at }) => ({ kind, id, at })),
  });
}

function stateOf(
  frozen: Frozen,
  historyOf: (agent: AgentId) => TalkRecord[],
  lastAgents: readonly (readonly [string, LastAgent])[],
): State {
  const maps = Object.fromEntries(
    MAP_FIELDS.map((field) => [field, new Map((frozen[field] ?? []) as [string, unknown][])]),
  );
  const { index } = createState({ prefix: '', seed: 0 });
  const { form: _form, ...rest } = frozen;
  const state = {
    ...rest,
    ...maps,
    wallAheadMs: frozen['wallAheadMs'] ?? 0,
    newCalls: frozen['newCalls'] ?? 'here',
    dialledAt: frozen['dialledAt'] ?? dialledOf(maps['dialled']),
    agents: new Map(
      frozen.agents.map(([id, agent]) => [
        id,
        { ...agent, pin: frozen.form < FORM_WITH_PINS ? untriedPin() : agent.pin, history: historyOf(id) },
      ]),
    ),
    ringSteps: new Set(frozen['ringSteps'] as string[]),
    lastAgents: new Map(lastAgents),
    secrets: new Map(),
    deadlines: Deadlines.of(frozen.deadlines),
    index,
  } as unknown as State;
  if (frozen.form < FORM_WITH_RECORDINGS) recordNothing(state);
  if (frozen.form < FORM_WITH_LANGUAGES) fillCalls(state);
  if (frozen.form < FORM_WITH_DIRECTORY) {
    knowNobody(state);
    fillQueues(state);
  }
  if (frozen.form < FORM_WITH_AFTER_CALL) endWithTalk(state);
  if (frozen.form < FORM_WITH_CALLBACKS) callNobodyBack(state);
  if (frozen.form < FORM_WITH_PINS) askForNoKeys(state);
  if (frozen.form < FORM_WITH_PINS) handNobodyOver(state);
  rebuildIndex(state);
  return state;
}

/** The state is of a program that looked at the numbers themselves: none that its file named was called. */
function dialledOf(dialled: unknown): State['dialledAt'] {
  const times = [...(dialled as State['dialled']).values()].flat();
  return times.sort((a, b) => a - b);
}

/** The state is of a program that recorded nothing. */
function recordNothing({ calls, bridges }: State): void {
  for (const bridge of bridges.values()) bridge.recording = null;
  for (const call of calls.values())
    if (call.activity.kind === 'talking')
      call.activity = {
        kind: 'talking',
        conversation: { ...call.activity.conversation, recording: null },
      };
}

/** The state is of a program whose callers all heard the company's language and stood in line by age alone. */
function fillCalls({ calls, plans }: State): void {
  for (const [id, call] of calls) {
    const { activity } = call;
    calls.set(id, {
      ...call,
      language: plans.get(call.plan)?.company.language ?? 'en',
      variables: {},
      priority: 0,
      lateEndKey: null,
      activity: activity.kind === 'playing' ? { ...activity, said: null, place: 'prompt' } : activity,
    });
  }
}

/** The state is of a program that had no directory. */
function knowNobody({ calls }: State): void {
  for (const [id, call] of calls) calls.set(id, { ...call, fromE164: null });
}

/** The state is of a program in which every agent of a queue was rung for every caller of it, and nobody was told how long. */
function fillQueues({ calls, queues }: State): void {
  for (const queue of queues.values()) queue.estimateError = null;
  for (const call of calls.values()) {
    call.needs = [];
    call.keptMs = 0;
    const { activity } = call;
    if (activity.kind !== 'waiting' && activity.kind !== 'connecting') continue;
    activity.visit.waveAt = null;
    activity.visit.estimateMs = null;
    Object.assign(activity.visit.announcements, { estimateAt: null, estimateSpoken: null });
  }
}

/** The state is of a program whose calls ended with their conversations, of which nothing was said afterwards. */
function endWithTalk({ agents, calls }: State): void {
  for (const call of calls.values()) {
    call.lastTalk = null;
    if (call.activity.kind === 'talking')
      call.activity = { kind: 'talking', conversation: { ...call.activity.conversation, outcome: null } };
  }
  for (const agent of agents.values())
    if (agent.work.kind === 'wrap-up') agent.work = { ...agent.work, outcome: null };
}

/** The state is of a program that made no calls. */
function callNobodyBack({ calls }: State): void {
  for (const [id, call] of calls) calls.set(id, { ...call, outbound: null });
}

/** The state is of a program in which whoever answered had the call. */
function askForNoKeys({ offers }: State): void {
  for (const offer of offers.values()) offer.confirming = null;
}

/** The state is of a program in which callers stayed with their agents. */
function handNobodyOver({ calls }: State): void {
  for (const call of calls.values()) {
    call.transfer = null;
    if (call.activity.kind !== 'talking') continue;
    const { conversation: talk } = call.activity;
    const none = { hold: null, consultation: null, consultMs: 0, isRecordingHeld: false };
    const conversation = { ...talk, ...none, recordedAs: talk.queue, keyed: { keys: '', at: 0 } };
    call.activity = { kind: 'talking', conversation };
  }
}

function rebuildIndex(state: State): void {
  if (state.planInForce !== null) indexPlan(state, planInForce(state));
  const { index } = state;
  for (const call of state.calls.values()) {
    const { id, activity } = call;
    if (call.outbound !== null && !state.legs.has(call.leg)) index.unmade.add(id);
    if (activity.kind === 'leaving' && activity.place === 'shed') index.beingShed.add(id);
    const queue = activity.kind === 'waiting' || hasAgent(activity) ? activity.visit.queue : null;
    if (queue !== null) noteParticular(state, queue, call, true);
  }
  for (const callback of state.callbacks.values()) {
    index.callbackOf.set(callback.number, callback.id);
    if (callback.stage.kind === 'held') noteHeld(state, callback.id, callback.stage.call);
  }
  for (const agent of state.agents.values())
    if (isSignedIn(agent) && !isLineOfPartner(agent)) addUser(index, agent.phone, agent.id);
  for (const agent of state.agents.values()) {
    if (!isFree(state, agent)) continue;
    index.freeAgents.add(agent.id);
    for (const queue of index.queuesOf.get(agent.id) ?? []) index.free.get(queue)?.add(agent.id);
  }
}

import type { Agent } from '../core/agent/agent.js';
import { isSignedIn } from '../core/agent/agent.js';
import { openOutcome } from '../core/agent/outcome.js';
import { type Call, type Conversation, hasAgent } from '../core/call/call.js';
import type { Callback } from '../core/callback/callback.js';
import type { PlannedQueue } from '../core/plan.js';
import type { CallId } from '../core/signal.js';
import { planInForce, type State } from '../core/state.js';
import type {
  AgentView,
  CallbackState,
  CallbackView,
  CallStage,
  CallView,
  OutcomeView,
  QueueView,
  RecordingState,
  WaitingView,
} from '../ports/live.js';

/** Every agent of the plan in force, in the order of the file. */
export function agentViews(state: State): readonly AgentView[] {
  return Object.values(planInForce(state).agents)
    .sort((a, b) => a.order - b.order)
    .flatMap((planned) => {
      const agent = state.agents.get(planned.id);
      return agent === undefined ? [] : [agentView(state, agent, planned.name, planned.teams)];
    });
}

function agentView(state: State, agent: Agent, name: string, teams: readonly string[]): AgentView {
  const { work, shown } = agent;
  return {
    agent: agent.id,
    name,
    teams,
    phone: agent.phone,
    phoneState: state.phones.get(agent.phone)?.state ?? 'unknown',
    state: shown.state,
    reason: shown.reason,
    since: shown.since,
    until: work.kind === 'wrap-up' ? work.until : null,
    call: work.kind === 'offered' || work.kind === 'talking' ? work.call : null,
    missedInRow: agent.missedInRow,
    outcome: outcomeView(state, agent),
  };
}

function outcomeView(state: State, agent: Agent): OutcomeView | null {
  const open = openOutcome(state, agent);
  if (open === null) return null;
  const { codes, required } = open.rule;
  return { codes: Object.keys(codes), required, set: open.code };
}

/** Every queue of the plan in force, in the order of the file. */
export function queueViews(state: State): readonly QueueView[] {
  return Object.values(planInForce(state).queues).map((rule) => queueView(state, rule));
}

function queueView(state: State, rule: PlannedQueue): QueueView {
  const plan = planInForce(state);
  const agents = rule.agents.flatMap((id) => state.agents.get(id) ?? []);
  return {
    queue: rule.id,
    teams: [...new Set(rule.agents.flatMap((id) => plan.agents[id]?.teams ?? []))].sort(),
    strategy: rule.strategy,
    waiting: waitingViews(state, rule.id),
    agents: {
      signedIn: agents.filter(isSignedIn).length,
      available: state.index.free.get(rule.id)?.size ?? 0,
      talking: agents.filter(({ work }) => work.kind === 'talking').length,
    },
  };
}

function waitingViews(state: State, queue: string): readonly WaitingView[] {
  return (state.queues.get(queue)?.waiting ?? []).flatMap((place, index) => {
    const call = state.calls.get(place.call);
    const activity = call?.activity;
    if (activity === undefined || (activity.kind !== 'waiting' && !hasAgent(activity))) return [];
    const isRinging = activity.kind !== 'waiting' || activity.visit.offers.length > 0;
    return [
      {
        call: place.call,
        position: index + 1,
        enteredAt: activity.visit.enteredAt,
        state: isRinging ? ('ringing' as const) : ('waiting' as const),
        callback: call?.outbound?.callback ?? null,
      },
    ];
  });
}

/** Place of each call in its queue, from 1. */
type Positions = ReadonlyMap<CallId, number>;

/** Of all at once: there are many who wait, and each would be looked for among all. */
function positionsIn({ queues }: State): Positions {
  const places = [...queues.values()].flatMap(({ waiting }) =>
    waiting.map(({ call }, index) => [call, index + 1] as const),
  );
  return new Map(places);
}

/** Every call, the oldest first. */
export function callViews(state: State): readonly CallView[] {
  const positions = positionsIn(state);
  return [...state.calls.values()].map((call) => callView(state, call, positions));
}

function callView(state: State, call: Call, positions: Positions): CallView {
  const { activity } = call;
  const visit = activity.kind === 'waiting' || hasAgent(activity) ? activity.visit : null;
  const talk = activity.kind === 'talking' ? activity.conversation : null;
  const queue = visit?.queue ?? talk?.queue ?? null;
  return {
    call: call.id,
    from: call.outbound === null ? call.from : (planInForce(state).dialPolicy?.show ?? null),
    dialled: call.dialled,
    callback: call.outbound?.callback ?? null,
    arrivedAt: call.arrivedAt,
    state: stageOf(call),
    since: visit?.enteredAt ?? talk?.startedAt ?? null,
    queue,
    position: visit?.queue == null ? null : (positions.get(call.id) ?? 0),
    agent: talk?.agent ?? null,
    recording: talk === null ? null : recordingState(state, talk),
  };
}

function recordingState(state: State, { recording }: Conversation): RecordingState | null {
  if (recording === null) return null;
  const known = state.recordings.get(recording);
  if (known === undefined || known.stage.kind === 'closed' || known.spoilt !== null) return 'failed';
  return known.stage.kind === 'paused' ? 'paused' : 'recording';
}

function stageOf(call: Call): CallStage {
  const { activity } = call;
  switch (activity.kind) {
    case 'waiting':
      return activity.visit.offers.length > 0 ? 'ringing' : 'waiting';
    case 'briefing':
    case 'dialling':
    case 'connecting':
      return 'ringing';
    case 'talking':
      return 'talking';
    case 'playing':
      return 'prompt';
    case 'in-menu':
    case 'collecting':
      return 'menu';
    case 'rating':
      return 'rating';
    case 'looking-up':
    case 'in-flow':
      return 'flow';
    case 'leaving':
      return 'ending';
  }
}

/** Everybody who is to be called back, in the order in which it was asked for. */
export function callbackViews(state: State): readonly CallbackView[] {
  const positions = positionsIn(state);
  return [...state.callbacks.values()].map((callback) => callbackView(state, callback, positions));
}

function callbackView(state: State, callback: Callback, positions: Positions): CallbackView {
  const { id, number, name, queue, origin, call: askedIn, askedAt, asks, since } = callback;
  const { notBefore, expiresAt, tries, stage } = callback;
  const call = stage.kind === 'in-line' ? state.calls.get(stage.call) : undefined;
  return {
    ...{
      callback: id,
      number,
      name,
      queue,
      origin,
      askedIn,
      askedAt,
      asks,
      since,
      notBefore,
      expiresAt,
      tries,
    },
    state: call === undefined ? heldOrResting(callback) : progressOf(call),
    position: call === undefined ? null : (positions.get(call.id) ?? null),
    call: call?.id ?? null,
  };
}

function heldOrResting({ stage }: Callback): CallbackState {
  return stage.kind === 'held' ? 'held' : 'resting';
}

function progressOf({ activity }: Call): CallbackState {
  if (activity.kind !== 'waiting') return 'calling';
  return activity.visit.offers.length > 0 ? 'ringing' : 'waiting';
}

import type { Agent } from '../core/agent/agent.js';
import { isSignedIn, NO_PHONE } from '../core/agent/agent.js';
import { openOutcome } from '../core/agent/outcome.js';
import { type Call, type Conversation, hasAgent } from '../core/call/call.js';
import type { Callback } from '../core/callback/callback.js';
import { type PartnerId, partnerOf } from '../core/partner/partner.js';
import type { PlannedQueue } from '../core/plan.js';
import { allOffers } from '../core/ringing/offers.js';
import type { CallId, Instant } from '../core/signal.js';
import { outsideOf } from '../core/outside/joining.js';
import { askedOutside } from '../core/transfer/asking-outside.js';
import type { Outside, OutsideTalk } from '../core/outside/outside.js';
import { planInForce, type State } from '../core/state.js';
import type { KeptVoicemail } from '../core/voicemail/voicemail.js';
import type {
  AgentView,
  CallbackState,
  CallbackView,
  VoicemailView,
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
    phone: agent.phone === NO_PHONE ? null : agent.phone,
    phoneState: state.phones.get(agent.phone)?.state ?? 'unknown',
    ...(withoutCaller(state, agent) ?? { state: shown.state, since: shown.since }),
    reason: shown.reason,
    until: untilOf(agent),
    call: 'call' in work ? work.call : null,
    missedInRow: agent.missedInRow,
    pinLockedUntil: agent.pin.lockedUntil,
    outcome: outcomeView(state, agent),
  };
}

/** His caller hears music in the middle of their talk; null: he does not. */
function withoutCaller({ calls }: State, { work }: Agent): Pick<AgentView, 'state' | 'since'> | null {
  const activity = work.kind === 'talking' ? calls.get(work.call)?.activity : undefined;
  const hold = activity?.kind === 'talking' ? activity.conversation.hold : null;
  if (hold === null) return null;
  return { state: hold.why === 'consult' ? 'consulting' : 'on-hold', since: hold.since };
}

/** When what he shows ends by itself. */
function untilOf({ work, shown, pause }: Agent): Instant | null {
  if (work.kind === 'wrap-up') return work.until;
  return shown.state === 'paused' ? (pause?.until ?? null) : null;
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
      talking: agents.filter(({ shown }) => shown.state === 'talking').length,
    },
    ...overflowView(state, rule),
  };
}

function overflowView(state: State, { id, overflow }: PlannedQueue): Pick<QueueView, 'overflow'> {
  if (overflow === undefined) return {};
  const since = state.queues.get(id)?.overflowSince ?? null;
  const { to: partner } = overflow;
  const used = partnerLines(state, partner);
  const rest = state.partnerRests.get(partner) ?? null;
  const restsUntil = rest !== null && rest > state.lastAt ? rest : null;
  const lines = planInForce(state).partners?.[partner]?.lines ?? 0;
  return {
    overflow: { partner, state: since === null ? 'closed' : 'open', since, lines, ...used, restsUntil },
  };
}

/** How many callers ring and talk at a partner; a line whose call is over is free when its leg is gone. */
export function partnerLines(
  { agents }: State,
  partner: PartnerId,
): { readonly ringing: number; readonly talking: number; readonly inUse: number } {
  const lines = [...agents.values()].filter((agent) => agent.partner === partner);
  const ringing = lines.filter(({ work }) => work.kind === 'offered').length;
  const talking = lines.filter(({ work }) => work.kind === 'talking').length;
  return { ringing, talking, inUse: lines.length };
}

function waitingViews(state: State, queue: string): readonly WaitingView[] {
  return (state.queues.get(queue)?.waiting ?? []).flatMap((place, index) => {
    const call = state.calls.get(place.call);
    const activity = call?.activity;
    if (activity === undefined || (activity.kind !== 'waiting' && !hasAgent(activity))) return [];
    const isRinging = activity.kind !== 'waiting' || allOffers(activity.visit).length > 0;
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
  const outside = outsideOf(call);
  const queue = visit?.queue ?? talk?.queue ?? outside?.sentBy?.queue ?? null;
  return {
    call: call.id,
    from: call.outbound === null ? call.from : (planInForce(state).dialPolicy?.show ?? null),
    dialled: call.dialled,
    callback: call.outbound?.callback ?? null,
    arrivedAt: call.arrivedAt,
    state: stageOf(call),
    since: visit?.enteredAt ?? talk?.startedAt ?? sinceOutside(call, outside),
    queue,
    position: visit?.queue == null ? null : (positions.get(call.id) ?? 0),
    ...whoTalks(talk?.agent ?? agentOf(call)),
    sentBy: outside?.sentBy?.agent ?? null,
    outside: (outside ?? askedOutside(call))?.number ?? null,
    recording: recordingState(state, talk ?? talkOutside(outside)),
  };
}

/** A partner is no agent. */
function whoTalks(agent: string | null): Pick<CallView, 'agent' | 'partner'> {
  const partner = agent === null ? null : partnerOf(agent);
  return partner === null ? { agent } : { agent: null, partner };
}

/** Who makes the call; null: no agent does. */
function agentOf({ outbound }: Call): string | null {
  return outbound !== null && outbound.callback === null ? outbound.agent : null;
}

/** When it was rung for the caller, or has answered and talks; an agent may have rung it before, to ask there. */
function sinceOutside({ transfer }: Call, outside: Outside | null): Instant | null {
  if (outside === null) return null;
  const handedOverAt = outside.origin === 'transfer' ? transfer?.handedOverAt : null;
  return talkOutside(outside)?.startedAt ?? handedOverAt ?? outside.dialledAt;
}

function talkOutside(outside: Outside | null): OutsideTalk | null {
  return outside?.stage.kind === 'talking' ? outside.stage.talk : null;
}

function recordingState(state: State, talk: Pick<Conversation, 'recording'> | null): RecordingState | null {
  const recording = talk?.recording ?? null;
  if (recording === null) return null;
  const known = state.recordings.get(recording);
  if (known === undefined || known.stage.kind === 'closed' || known.spoilt !== null) return 'failed';
  return known.stage.kind === 'paused' ? 'paused' : 'recording';
}

function stageOf(call: Call): CallStage {
  const { activity } = call;
  switch (activity.kind) {
    case 'waiting':
      return allOffers(activity.visit).length > 0 ? 'ringing' : 'waiting';
    case 'briefing':
    case 'dialling':
    case 'connecting':
    case 'reaching-agent':
    case 'calling-out':
    case 'joining':
      return 'ringing';
    case 'talking':
      return 'talking';
    case 'outside':
      return activity.outside.stage.kind === 'talking' ? 'talking' : 'ringing';
    case 'playing':
      return 'prompt';
    case 'in-menu':
    case 'collecting':
      return 'menu';
    case 'rating':
      return 'rating';
    case 'leaving-message':
      return 'voicemail';
    case 'looking-up':
    case 'awaiting-speech':
    case 'in-flow':
      return 'flow';
    case 'leaving':
      return 'ending';
  }
}

/** Everybody who is to be called back, in the order in which it was asked for. */
export function callbackViews(state: State): readonly CallbackView[] {
  const positions = positionsIn(state);
  const left = messagesByCallback(state);
  return [...state.callbacks.values()].map((callback) => ({
    ...callbackView(state, callback, positions),
    voicemails: left.get(callback.id) ?? [],
  }));
}

function messagesByCallback({ keptVoicemails }: State): ReadonlyMap<string, readonly string[]> {
  const left = new Map<string, string[]>();
  for (const { id, callback } of oldestFirst(keptVoicemails.values())) {
    if (callback === null) continue;
    left.set(callback, [...(left.get(callback) ?? []), id]);
  }
  return left;
}

function oldestFirst(kept: Iterable<KeptVoicemail>): readonly KeptVoicemail[] {
  return [...kept].sort((a, b) => a.leftAt - b.leftAt);
}

function callbackView(
  state: State,
  callback: Callback,
  positions: Positions,
): Omit<CallbackView, 'voicemails'> {
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

/** Every message that is kept, the newest first. */
export function voicemailViews({ keptVoicemails }: State): readonly VoicemailView[] {
  return [...oldestFirst(keptVoicemails.values())]
    .reverse()
    .map(({ id, heard, touchedAt: _touched, ...kept }) => ({
      ...{ voicemail: id, ...kept },
      ...{ heardAt: heard?.at ?? null, heardBy: heard?.by ?? null },
    }));
}

import type { Actor } from '../core/change.js';
import { isPartner } from '../core/partner/partner.js';
import type { Request, ReviewRequest } from '../core/signal.js';
import { BeyondReach, type Identity } from '../ports/access.js';
import type {
  AgentView,
  CallbackView,
  CallView,
  LiveOperations,
  QueueView,
  VoicemailView,
} from '../ports/live.js';

/**
 * The running line as one of those who ask sees it: everything else is left out of every list, and nothing can be
 * asked of it. Whatever a route does with it, it cannot show or do more. Throws `BeyondReach`.
 */
export function sightOf(live: LiveOperations, who: Identity): LiveOperations {
  if (who.role === 'administrator') return live;
  const limited: LiveOperations = {
    agents: () => live.agents().filter((agent) => isInReach(who, agent)),
    queues: () => live.queues().filter((queue) => isQueueInReach(who, queue)),
    calls: () => callsInReach(live, who),
    callbacks: () => callbacksInReach(live, who),
    voicemails: () => voicemailsInReach(live, who),
    hours: () => (who.role === 'agent' ? [] : live.hours()),
    messages: () => (who.role === 'agent' ? [] : live.messages()),
    readiness: () => live.readiness(),
    ask: (request: Request, by: Actor) => {
      if (who.role === 'read-only' || !isRequestInReach(live, limited, who, request))
        throw new BeyondReach(described(request));
      return live.ask(request, by);
    },
    reload: () => {
      throw new BeyondReach('loading the routing file');
    },
    handOver: () => {
      throw new BeyondReach('letting the standby lead');
    },
    drain: () => {
      throw new BeyondReach('sending new calls elsewhere');
    },
  };
  return limited;
}

/** Hours and messages are the whole company's; its supervisors switch them, whichever their teams. */
function isRequestInReach(
  live: LiveOperations,
  limited: LiveOperations,
  who: Identity,
  request: Request,
): boolean {
  if (isSteering(request) && who.role !== 'supervisor') return false;
  if (request.ask === 'ask-callback')
    return (
      who.role === 'supervisor' &&
      isNoneOfOthers(live, limited, request.queue) &&
      !isPromisedByOthers(live, limited, request.number)
    );
  if (request.ask === 'review-call') return who.role === 'supervisor' && isOfHis(limited, request);
  if (request.ask === 'cancel-callback')
    return limited.callbacks().some(({ callback }) => callback === request.callback);
  if ('voicemail' in request)
    return (
      who.role === 'supervisor' &&
      limited.voicemails().some(({ voicemail }) => voicemail === request.voicemail)
    );
  if ('call' in request) return limited.calls().some(({ call }) => call === request.call);
  if ('agent' in request) return limited.agents().some(({ agent }) => agent === request.agent);
  return who.role === 'supervisor';
}

/**
 * The call is over: whose it was the books have said before, and whoever is scored must be in his teams. A partner is in
 * none: its talk is in reach where its queue is.
 */
function isOfHis(limited: LiveOperations, { agent }: ReviewRequest): boolean {
  return agent === null || isPartner(agent) || limited.agents().some((view) => view.agent === agent);
}

/** What is done with a caller who waits is not for the agent whose phone rings for him. */
function isSteering({ ask }: Request): boolean {
  return ask === 'move-call' || ask === 'remove-call' || ask === 'set-priority' || ask === 'cancel-callback';
}

function described(request: Request): string {
  if (request.ask === 'ask-callback') return `a callback by queue "${request.queue}"`;
  if ('callback' in request) return `${request.ask} of callback "${request.callback}"`;
  if ('voicemail' in request) return `${request.ask} of message "${request.voicemail}"`;
  if ('call' in request) return `${request.ask} of call "${request.call}"`;
  if ('agent' in request) return `${request.ask} of agent "${request.agent}"`;
  return 'hours' in request ? `${request.ask} of hours "${request.hours}"` : request.ask;
}

/** A queue that is not there is told so; one of other teams is not to be asked for. */
function isNoneOfOthers(live: LiveOperations, limited: LiveOperations, queue: string): boolean {
  const isThat = (view: QueueView): boolean => view.queue === queue;
  return limited.queues().some(isThat) || !live.queues().some(isThat);
}

/** Asked for again it would go to another queue and time: that is for those whose queue promised it. */
function isPromisedByOthers(live: LiveOperations, limited: LiveOperations, number: string): boolean {
  const isThat = (view: CallbackView): boolean => view.number === number;
  return live.callbacks().some(isThat) && !limited.callbacks().some(isThat);
}

/** A callback belongs to its queue. */
function callbacksInReach(live: LiveOperations, who: Identity): readonly CallbackView[] {
  if (who.role === 'read-only') return live.callbacks();
  const queues = new Set(live.queues().flatMap((queue) => (isQueueInReach(who, queue) ? queue.queue : [])));
  return live.callbacks().filter(({ queue }) => queues.has(queue));
}

/**
 * A message belongs to the queue that calls its caller back; where none does, to every supervisor. A queue that is not in
 * the routing file any more is no team's.
 */
function voicemailsInReach(live: LiveOperations, who: Identity): readonly VoicemailView[] {
  if (who.role === 'agent') return [];
  if (who.role === 'read-only') return live.voicemails();
  const queues = new Set(live.queues().flatMap((queue) => (isQueueInReach(who, queue) ? queue.queue : [])));
  return live.voicemails().filter(({ queue }) => queue === null || queues.has(queue));
}

function isInReach(who: Identity, agent: AgentView): boolean {
  switch (who.role) {
    case 'administrator':
    case 'read-only':
      return true;
    case 'supervisor':
      return agent.teams.some((team) => who.teams.includes(team));
    case 'agent':
      return agent.agent === who.agent;
  }
}

/** A queue is a team's when one of its agents is in the team. */
function isQueueInReach(who: Identity, queue: QueueView): boolean {
  if (who.role === 'supervisor') return queue.teams.some((team) => who.teams.includes(team));
  return who.role !== 'agent';
}

/**
 * A call that is talked belongs to its agent; until then to those whom it is offered, and to the queue in which it
 * waits. One that is rung or talks outside belongs to the queue that it came from, and to the teams of the agent who has
 * sent it there, who has done with it himself. One that is in none (in a menu) belongs to no team.
 */
function callsInReach(live: LiveOperations, who: Identity): readonly CallView[] {
  if (who.role === 'administrator' || who.role === 'read-only') return live.calls();
  const agents = live.agents().filter((agent) => isInReach(who, agent));
  const ids = new Set(agents.map(({ agent }) => agent));
  const offered = new Set(agents.flatMap(({ call }) => call ?? []));
  const queues = new Set(live.queues().flatMap((queue) => (isQueueInReach(who, queue) ? queue.queue : [])));
  const isSentByHis = ({ sentBy }: CallView): boolean =>
    who.role === 'supervisor' && sentBy !== null && ids.has(sentBy);
  return live
    .calls()
    .filter((call) =>
      call.agent !== null
        ? ids.has(call.agent)
        : offered.has(call.call) || (call.queue !== null && queues.has(call.queue)) || isSentByHis(call),
    );
}

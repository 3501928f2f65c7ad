import type { Instant } from '../core/signal.js';
import type {
  AgentView,
  CallbackView,
  CallView,
  HoursView,
  MessageView,
  OverflowView,
  QueueView,
  VoicemailView,
} from '../ports/live.js';
import type { CallStory, ToldRecording } from '../ports/story.js';

/** An agent as the API shows him; instants in ISO 8601, UTC. */
export function agentJson(view: AgentView): object {
  const { since, until, pinLockedUntil: locked } = view;
  return { ...view, since: iso(since), until: isoOrNull(until), pinLockedUntil: isoOrNull(locked) };
}

/** A queue as the API shows it. */
export function queueJson(view: QueueView): object {
  const waiting = view.waiting.map((place) => ({ ...place, enteredAt: iso(place.enteredAt) }));
  return {
    ...view,
    waiting,
    ...(view.overflow === undefined ? {} : { overflow: overflowJson(view.overflow) }),
  };
}

function overflowJson({ since, restsUntil, ...view }: OverflowView): object {
  return { ...view, since: isoOrNull(since), restsUntil: isoOrNull(restsUntil) };
}

/** A call as the API shows it. */
export function callJson(view: CallView): object {
  return { ...view, arrivedAt: iso(view.arrivedAt), since: isoOrNull(view.since) };
}

/** A callback as the API shows it. */
export function callbackJson(view: CallbackView): object {
  const { askedAt, since, notBefore, expiresAt } = view;
  const times = { askedAt: iso(askedAt), since: iso(since), expiresAt: iso(expiresAt) };
  return { ...view, ...times, notBefore: isoOrNull(notBefore) };
}

/** A message as the API shows it. */
export function voicemailJson(view: VoicemailView): object {
  return { ...view, leftAt: iso(view.leftAt), heardAt: isoOrNull(view.heardAt) };
}

/** A calendar as the API shows it. */
export function hoursJson({ hours, open, switch: switched }: HoursView): object {
  const shown =
    switched === null ? null : { ...switched, since: iso(switched.since), until: isoOrNull(switched.until) };
  return { hours, open, switch: shown };
}

/** The story of a call as the API shows it. */
export function storyJson(story: CallStory): object {
  const { arrivedAt, endedAt, steps, decisions, recordings } = story;
  return {
    ...story,
    ...{ arrivedAt: isoOrNull(arrivedAt), endedAt: isoOrNull(endedAt) },
    steps: steps.map((step) => ({ ...step, at: iso(step.at) })),
    decisions: decisions.map((decision) => ({ ...decision, decidedAt: iso(decision.decidedAt) })),
    recordings: recordings.map(recordingJson),
  };
}

/** The recording of a talk as the API shows it. */
export function recordingJson(told: ToldRecording): object {
  return { ...told, startedAt: iso(told.startedAt) };
}

/** An emergency message as the API shows it. */
export function messageJson(view: MessageView): object {
  return { ...view, since: iso(view.since), until: isoOrNull(view.until) };
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : iso(at);
}

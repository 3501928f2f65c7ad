import type { Call, Visit } from '../call/call.js';
import { holdingMedia, spokenMinutes } from '../speech/holding.js';
import { positionMedia } from '../speech/position.js';
import type { PlannedQueue, WaitingRule } from '../plan.js';
import { callPlan, queueRule } from '../ringing/rule.js';
import { mint, planInForce } from '../state.js';
import type { Instant } from '../signal.js';
import { tell, type Work } from '../work.js';
import { setBackdrop, silence } from '../call/sound.js';
import { mediaOf } from '../flow/media.js';
import { PLAYBACK_STARTS_WITHIN_MS } from '../flow/prompt.js';
import { estimatedWaitMs, isTrusted } from './estimate.js';
import { positionOf } from './queue.js';

/** When the first position and messages are due for a caller who enters at `now`. */
export function firstAnnouncements(visit: Visit, rule: WaitingRule, now: Instant): void {
  const { announcements } = visit;
  announcements.positionAt = rule.position === null ? null : now + rule.position.firstAfterMs;
  announcements.estimateAt = rule.estimate === undefined ? null : now + rule.estimate.firstAfterMs;
  announcements.messagesAt = rule.messages.map((message) => now + message.firstAfterMs);
}

/** The rule has changed under a waiting caller: turns count from his entry, those that are past are left out. */
export function changeAnnouncements(work: Work, call: Call, visit: Visit, rule: WaitingRule): void {
  const { announcements } = visit;
  firstAnnouncements(visit, rule, visit.enteredAt);
  announcements.positionAt = fromNow(announcements.positionAt, rule.position?.everyMs ?? null, work.now);
  announcements.estimateAt = fromNow(announcements.estimateAt, rule.estimate?.everyMs ?? null, work.now);
  announcements.messagesAt = announcements.messagesAt.map((at, index) =>
    fromNow(at, rule.messages[index]?.everyMs ?? null, work.now),
  );
  if (call.activity.kind === 'waiting') scheduleAnnouncement(work, call, visit);
}

function fromNow(at: Instant | null, everyMs: number | null, now: Instant): Instant | null {
  if (at === null || at > now) return at;
  return everyMs === null ? null : nextTurn(at, everyMs, now);
}

/** Sets the one deadline for whatever is due next; while something is heard, its end decides. */
export function scheduleAnnouncement(work: Work, call: Call, visit: Visit): void {
  const { playing, positionAt, estimateAt, messagesAt } = visit.announcements;
  const due = [positionAt, estimateAt, ...messagesAt].filter((at) => at !== null);
  if (playing !== null || due.length === 0) work.state.deadlines.cancel('announce', call.id);
  else work.state.deadlines.set('announce', call.id, Math.max(work.now, Math.min(...due)));
}

/** Says what is due to a waiting caller: position, estimate, messages, the earlier message first. */
export function announce(work: Work, call: Call, visit: Visit): void {
  if (visit.queue === null || call.answeredAt === null) return;
  const rule = queueRule(work.state, call, visit.queue);
  const media =
    takePosition(work, call, visit, rule) ??
    takeEstimate(work, call, visit, rule) ??
    takeMessage(work, call, visit, rule);
  if (media === null) scheduleAnnouncement(work, call, visit);
  else say(work, call, visit, media);
}

function takePosition(work: Work, call: Call, visit: Visit, rule: PlannedQueue): readonly string[] | null {
  const { announcements } = visit;
  const positionRule = rule.waiting.position;
  if (positionRule === null) announcements.positionAt = null;
  if (positionRule === null || announcements.positionAt === null || announcements.positionAt > work.now)
    return null;
  announcements.positionAt = nextTurn(announcements.positionAt, positionRule.everyMs, work.now);
  const queue = work.state.queues.get(rule.id);
  const position = queue === undefined ? 0 : positionOf(queue, call.id);
  const isBetter = announcements.positionSpoken === null || position < announcements.positionSpoken;
  if (position === 0 || (positionRule.onlyWhenBetter && !isBetter)) return null;
  announcements.positionSpoken = position;
  tell(work, call, 'announced', { queue: rule.id, position });
  return positionMedia(position, call.language);
}

/** Not said: what is poor, and what would be more than was said before. */
function takeEstimate(work: Work, call: Call, visit: Visit, rule: PlannedQueue): readonly string[] | null {
  const { announcements } = visit;
  const { estimate } = rule.waiting;
  if (estimate === undefined) announcements.estimateAt = null;
  if (estimate === undefined || announcements.estimateAt === null || announcements.estimateAt > work.now)
    return null;
  announcements.estimateAt = nextTurn(announcements.estimateAt, estimate.everyMs, work.now);
  const queue = work.state.queues.get(rule.id);
  if (queue === undefined || !isTrusted(queue)) return null;
  const ahead = Math.max(0, positionOf(queue, call.id) - 1);
  const estimateMs = estimatedWaitMs(work.state, rule, ahead, work.now);
  if (estimateMs === null) return null;
  const minutes = spokenMinutes(estimateMs, call.language);
  if (announcements.estimateSpoken !== null && minutes > announcements.estimateSpoken) return null;
  announcements.estimateSpoken = minutes;
  tell(work, call, 'announced', { queue: rule.id, minutes });
  return holdingMedia(minutes, call.language);
}

function takeMessage(work: Work, call: Call, visit: Visit, rule: PlannedQueue): readonly string[] | null {
  const { messagesAt } = visit.announcements;
  let pick = -1;
  messagesAt.forEach((at, index) => {
    if (at !== null && at <= work.now && (pick < 0 || at < (messagesAt[pick] ?? Infinity))) pick = index;
  });
  const message = rule.waiting.messages[pick];
  const at = messagesAt[pick];
  if (message === undefined || at === null || at === undefined) return null;
  messagesAt[pick] = message.everyMs === null ? null : nextTurn(at, message.everyMs, work.now);
  const media = mediaOf(callPlan(work.state, call), planInForce(work.state), message.prompt, call.language);
  if (media === null) return null;
  tell(work, call, 'announced', { queue: rule.id, prompt: message.prompt });
  return media;
}

/** The next turn after `now`: turns that were missed are not made up for. */
function nextTurn(at: Instant, everyMs: number, now: Instant): Instant {
  return at + everyMs * (Math.floor((now - at) / everyMs) + 1);
}

function say(work: Work, call: Call, visit: Visit, media: readonly string[]): void {
  const playback = mint(work.state, 'play');
  silence(work, call);
  visit.announcements.playing = playback;
  work.state.playbacks.set(playback, call.id);
  work.commands.push({
    kind: 'play',
    leg: call.leg,
    playback,
    media,
    language: call.language,
  });
  work.state.deadlines.set('playback', call.id, work.now + PLAYBACK_STARTS_WITHIN_MS);
  scheduleAnnouncement(work, call, visit);
}

/** What was said is over (or could not be said): the music returns, the next announcement is scheduled. */
export function announcementOver(work: Work, call: Call, visit: Visit): void {
  endPlayback(work, call, visit);
  if (visit.queue === null) return;
  const rule = queueRule(work.state, call, visit.queue);
  setBackdrop(work, call, rule.hear, rule.waiting.music);
  scheduleAnnouncement(work, call, visit);
}

/** Cuts an announcement off, because an agent has answered or the caller leaves. */
export function stopAnnouncement(work: Work, call: Call, visit: Visit): void {
  const { playing } = visit.announcements;
  if (playing === null) return;
  work.commands.push({ kind: 'stop-playback', leg: call.leg, playback: playing });
  endPlayback(work, call, visit);
}

function endPlayback(work: Work, call: Call, visit: Visit): void {
  const { playing } = visit.announcements;
  if (playing !== null) work.state.playbacks.delete(playing);
  work.state.deadlines.cancel('playback', call.id);
  visit.announcements.playing = null;
}

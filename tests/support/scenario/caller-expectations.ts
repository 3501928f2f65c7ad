import { beginAt, type Check, every, hasSpan, near, ofCaller, spokenSpans } from './check.js';
import { spoken } from './duration.js';
import { callOf, type Happened, type Heard } from './happened.js';
import type { SentenceForm } from './sentence.js';

const HEARING: readonly SentenceForm<Check>[] = [
  {
    form: '{callers} hear(s) {sound} from {from:time} to {to:time}',
    make: (c) => {
      const [sound, from, to] = [c.sound(), c.time('from'), c.time('to')];
      return every(c.callers(), (caller) =>
        heard(caller, sound, (spans, toleranceMs) => hasSpan(spans, from, to, toleranceMs)),
      );
    },
  },
  {
    form: '{callers} hear(s) {sound} at {at:times}',
    make: (c) => {
      const [sound, at] = [c.sound(), c.times('at')];
      return every(c.callers(), (caller) =>
        heard(caller, sound, (spans, toleranceMs) => beginAt(spans, at, toleranceMs)),
      );
    },
  },
  {
    form: '{callers} never hear(s) {sound}',
    make: (c) => {
      const sound = c.sound();
      return every(c.callers(), (caller) => heard(caller, sound, (spans) => spans.length === 0));
    },
  },
  {
    form: '{callers} hear(s) in this order: {sounds}',
    make: (c) => {
      const sounds = c.sounds();
      return every(c.callers(), (caller) => hearsInOrder(caller, sounds));
    },
  },
];

const QUEUEING: readonly SentenceForm<Check>[] = [
  {
    form: '{callers} enter(s) {queue} at {at:times}',
    make: (c) => {
      const [queue, at] = [c.queue(), c.times('at')];
      return every(c.callers(), (caller) =>
        visits(caller, queue, (spans, toleranceMs) => beginAt(spans, at, toleranceMs)),
      );
    },
  },
  {
    form: '{callers} never enter(s) {queue}',
    make: (c) => {
      const queue = c.queue();
      return every(c.callers(), (caller) => visits(caller, queue, (spans) => spans.length === 0));
    },
  },
  {
    form: '{callers} leave(s) {queue} at {at:time} as {exit:word}',
    make: (c) => {
      const [queue, at, exit] = [c.queue(), c.time('at'), c.text('exit')];
      return every(c.callers(), (caller) =>
        visits(caller, queue, (spans, toleranceMs) =>
          spans.some((span) => near(span.toAt, at, toleranceMs) && span.what === exit),
        ),
      );
    },
  },
];

const TALKING: readonly SentenceForm<Check>[] = [
  {
    form: '{caller} talks with {agent} from {from:time} to {to:time}',
    make: (c) => talks(c.caller(), c.agent(), c.time('from'), c.time('to')),
  },
  {
    form: '{callers} talk(s) with nobody',
    make: (c) => every(c.callers(), talksWithNobody),
  },
  {
    form: '{callers} are served in this order',
    make: (c) => servedInOrder(c.callers()),
  },
  {
    form: '{callers} talk(s) with somebody at {at:time}',
    make: (c) => {
      const at = c.time('at');
      return every(c.callers(), (caller) => talksAt(caller, at));
    },
  },
];

const ENDING: readonly SentenceForm<Check>[] = [
  {
    form: '{callers} is refused as {cause:word} at {at:time}',
    make: (c) => {
      const [cause, at] = [c.text('cause'), c.time('at')];
      return every(c.callers(), (caller) =>
        ofCaller(caller, ({ refusedAs, endedAt }, toleranceMs) =>
          refusedAs === cause && endedAt !== null && near(endedAt, at, toleranceMs)
            ? null
            : `${caller} was refused as ${refusedAs ?? 'nothing'}, at ${spokenOr(endedAt)}`,
        ),
      );
    },
  },
  {
    form: '{callers} is hung up at {at:time}',
    make: (c) => {
      const at = c.time('at');
      return every(c.callers(), (caller) =>
        ofCaller(caller, ({ endedAt, endedBy }, toleranceMs) =>
          endedBy === 'callplane' && endedAt !== null && near(endedAt, at, toleranceMs)
            ? null
            : `${caller} was ended by ${endedBy ?? 'nobody'} at ${spokenOr(endedAt)}`,
        ),
      );
    },
  },
  {
    form: '{callers} is never refused or hung up',
    make: (c) => every(c.callers(), neverTurnedAway),
  },
  {
    form: '{callers} are never refused or hung up',
    make: (c) => every(c.callers(), neverTurnedAway),
  },
];

/** What callers hear, where they wait and with whom they talk. */
export const CALLER_EXPECTATIONS: readonly SentenceForm<Check>[] = [
  ...HEARING,
  ...QUEUEING,
  ...TALKING,
  ...ENDING,
];

function heard(
  caller: string,
  sound: string,
  holds: (spans: readonly Heard[], toleranceMs: number) => boolean,
): Check {
  return ofCaller(caller, (story, toleranceMs) => {
    const spans = story.heard.filter(({ what }) => what === sound);
    return holds(spans, toleranceMs) ? null : `${caller} heard ${sound}: ${spokenSpans(spans)}`;
  });
}

/** Each stretch of one of the named sounds, in time, with neighbours that are the same taken as one. */
function hearsInOrder(caller: string, sounds: readonly string[]): Check {
  return ofCaller(caller, ({ heard: all }) => {
    const order = all.map(({ what }) => what).filter((what) => sounds.includes(what));
    const without = order.filter((what, index) => what !== order[index - 1]);
    return without.join() === sounds.join() ? null : `${caller} heard in this order: ${without.join(', ')}`;
  });
}

function visits(
  caller: string,
  queue: string,
  holds: (spans: readonly Heard[], toleranceMs: number) => boolean,
): Check {
  return (happened, toleranceMs) => {
    const call = callOf(happened, caller);
    if (call === undefined) return `no call of ${caller} is stored`;
    const spans = happened.facts.visits
      .filter((visit) => visit.call === call.call && visit.queue === queue)
      .map(({ exit, enteredAt, endedAt }) => ({ what: exit, fromAt: enteredAt, toAt: endedAt }));
    if (holds(spans, toleranceMs)) return null;
    const told = spans.map((span) => `${spokenSpans([span])} left as ${span.what}`).join(', ');
    return `${caller} was in ${queue}: ${told || 'never'}`;
  };
}

/** A stored conversation with these borders, and each heard the other for that time. */
function talks(caller: string, agent: string, from: number, to: number): Check {
  return (happened, toleranceMs) => {
    const conversations = conversationsOf(happened, caller).filter((talk) => talk.what === agent);
    if (!hasSpan(conversations, from, to, toleranceMs))
      return `stored conversations of ${caller} with ${agent}: ${spokenSpans(conversations)}`;
    const byCaller = (happened.callers.get(caller)?.heard ?? []).filter(({ what }) => what === agent);
    if (!hasSpan(byCaller, from, to, toleranceMs))
      return `${caller} heard ${agent}: ${spokenSpans(byCaller)}`;
    const byAgent = (happened.phones.get(agent)?.heard ?? []).filter(({ what }) => what === caller);
    if (!hasSpan(byAgent, from, to, toleranceMs)) return `${agent} heard ${caller}: ${spokenSpans(byAgent)}`;
    return null;
  };
}

function talksWithNobody(caller: string): Check {
  return (happened) => {
    const conversations = conversationsOf(happened, caller);
    return conversations.length === 0
      ? null
      : `${caller} talked with ${conversations.map(({ what }) => what).join(', ')}`;
  };
}

function talksAt(caller: string, at: number): Check {
  return (happened) =>
    conversationsOf(happened, caller).some(({ fromAt, toAt }) => fromAt <= at && at <= toAt)
      ? null
      : `${caller} talked: ${spokenSpans(conversationsOf(happened, caller))}`;
}

/** Conversations that begin within this time may be of callers who were served side by side. */
const SIDE_BY_SIDE_MS = 150;

function servedInOrder(callers: readonly string[]): Check {
  return (happened) => {
    const begun = callers.map((caller) => conversationsOf(happened, caller)[0]?.fromAt ?? Infinity);
    const isOrdered = begun.every(
      (at, index) => at !== Infinity && at + SIDE_BY_SIDE_MS >= (begun[index - 1] ?? -Infinity),
    );
    return isOrdered ? null : `they were answered at ${begun.map(spoken).join(', ')}`;
  };
}

function neverTurnedAway(caller: string): Check {
  return ofCaller(caller, ({ refusedAs, endedBy, endedAt }, _toleranceMs, happened) => {
    if (refusedAs !== null) return `${caller} was refused as ${refusedAs}`;
    const answered = conversationsOf(happened, caller).length > 0;
    return endedBy === 'callplane' && !answered ? `${caller} was hung up at ${spokenOr(endedAt)}` : null;
  });
}

function conversationsOf(happened: Happened, caller: string): readonly Heard[] {
  const call = callOf(happened, caller);
  return happened.facts.conversations
    .filter((talk) => talk.call === call?.call)
    .map(({ agent, startedAt, endedAt }) => ({ what: agent, fromAt: startedAt, toAt: endedAt }));
}

function spokenOr(at: number | null): string {
  return at === null ? 'no time' : spoken(at);
}

import type { CallbackFact } from '../../../src/core/milestone.js';
import { beginAt, type Check, hasSpan, near, SILENT_PHONE, spokenSpans } from './check.js';
import { spoken } from './duration.js';
import type { Happened, PhoneStory } from './happened.js';
import { digitsOf } from './phone-sentences.js';
import type { Captured, SentenceForm } from './sentence.js';

const CLIENTS: readonly SentenceForm<Check>[] = [
  {
    form: '{client:number} rings from {from:time} to {to:time}',
    make: (c) => {
      const [from, to] = [c.time('from'), c.time('to')];
      return ofClient(c, ({ rings }, toleranceMs) =>
        hasSpan(rings, from, to, toleranceMs) ? null : `rang: ${spokenSpans(rings)}`,
      );
    },
  },
  {
    form: '{client:number} rings at {at:times}',
    make: (c) => {
      const at = c.times('at');
      return ofClient(c, ({ rings }, toleranceMs) =>
        beginAt(rings, at, toleranceMs) ? null : `rang: ${spokenSpans(rings)}`,
      );
    },
  },
  {
    form: '{client:number} never rings',
    make: (c) => ofClient(c, ({ rings }) => (rings.length === 0 ? null : `rang: ${spokenSpans(rings)}`)),
  },
  {
    form: '{client:number} talks with {agent} from {from:time} to {to:time}',
    make: (c) => {
      const [agent, from, to] = [c.agent(), c.time('from'), c.time('to')];
      return ofClient(c, ({ heard }, toleranceMs) => {
        const spans = heard.filter(({ what }) => what === agent);
        return hasSpan(spans, from, to, toleranceMs) ? null : `heard ${agent}: ${spokenSpans(spans)}`;
      });
    },
  },
];

const AGENTS: readonly SentenceForm<Check>[] = [
  {
    form: '{agent} hears {sound} from {from:time} to {to:time}',
    make: (c) => {
      const [agent, sound, from, to] = [c.agent(), c.sound(), c.time('from'), c.time('to')];
      return ({ phones }, toleranceMs) => {
        const spans = (phones.get(agent)?.heard ?? []).filter(({ what }) => what === sound);
        if (hasSpan(spans, from, to, toleranceMs)) return null;
        return `${agent} heard ${sound}: ${spokenSpans(spans)}`;
      };
    },
  },
];

/** The client on the line is a sound, too. */
const HEARD_CLIENT: SentenceForm<Check> = {
  form: '{agent} hears {client:number} from {from:time} to {to:time}',
  make: (c) => {
    const [agent, client] = [c.agent(), digitsOf(c.text('client'))];
    const [from, to] = [c.time('from'), c.time('to')];
    return ({ phones }, toleranceMs) => {
      const spans = (phones.get(agent)?.heard ?? []).filter(({ what }) => what === client);
      if (hasSpan(spans, from, to, toleranceMs)) return null;
      return `${agent} heard ${client}: ${spokenSpans(spans)}`;
    };
  },
};

const FACTS: readonly SentenceForm<Check>[] = [
  {
    form: 'the callback to {client:number} ends as {end:word} at {at:time}',
    make: (c) => {
      const [end, at] = [c.text('end'), c.time('at')];
      return ofCallbacks(c, (callbacks, toleranceMs) =>
        callbacks.some((one) => one.end === end && near(one.endedAt, at, toleranceMs)),
      );
    },
  },
  {
    form: 'callbacks to {client:number}: {ends:rest}',
    make: (c) => {
      const wanted = c.text('ends');
      return ofCallbacks(c, (callbacks) => (callbacks.map(({ end }) => end).join(', ') || 'none') === wanted);
    },
  },
  {
    form: 'the callback to {client:number} was tried {tries:count} times',
    make: (c) => {
      const tries = c.count('tries');
      return ofCallbacks(c, ([callback]) => callback?.tries === tries);
    },
  },
  {
    form: 'attempts at {client:number}: {attempts:rest}',
    make: (c) => {
      const wanted = c.text('attempts');
      const number = digitsOf(c.text('client'));
      return ({ facts }) => {
        const ids = new Set(
          facts.callbacks.filter((one) => one.number === number).map((one) => one.callback),
        );
        const told = facts.callbackAttempts
          .filter(({ callback }) => ids.has(callback))
          .sort((a, b) => a.offeredAt - b.offeredAt)
          .map(({ agent, offerResult, result }) => `${agent} ${result ?? offerResult}`)
          .join(', ');
        return (told || 'none') === wanted ? null : `the attempts were: ${told || 'none'}`;
      };
    },
  },
];

/** Whom Callplane calls back, when, and what came of it. */
export const CALLBACK_EXPECTATIONS: readonly SentenceForm<Check>[] = [
  ...CLIENTS,
  HEARD_CLIENT,
  ...AGENTS,
  ...FACTS,
];

function ofClient(
  captured: Captured,
  check: (story: PhoneStory, toleranceMs: number) => string | null,
): Check {
  const number = digitsOf(captured.text('client'));
  return ({ clients }, toleranceMs) => {
    const wrong = check(clients.get(number) ?? SILENT_PHONE, toleranceMs);
    return wrong === null ? null : `${number} ${wrong}`;
  };
}

function ofCallbacks(
  captured: Captured,
  holds: (callbacks: readonly CallbackFact[], toleranceMs: number) => boolean,
): Check {
  const number = digitsOf(captured.text('client'));
  return ({ facts }: Happened, toleranceMs) => {
    const callbacks = facts.callbacks.filter((one) => one.number === number);
    if (holds(callbacks, toleranceMs)) return null;
    const told = callbacks.map(
      ({ end, endedAt, tries }) => `${end} at ${spoken(endedAt)} after ${tries} tries`,
    );
    return `the callbacks to ${number} were: ${told.join(', ') || 'none'}`;
  };
}

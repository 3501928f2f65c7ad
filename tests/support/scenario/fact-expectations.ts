import type { CallFact, OfferFact } from '../../../src/core/milestone.js';
import { dispositionOf } from '../../../src/reports/disposition.js';
import { USUAL_SERVICE_LEVEL } from '../../../src/reports/thresholds.js';
import { type Check, every, near } from './check.js';
import { spoken } from './duration.js';
import { callOf, type Happened } from './happened.js';
import { QUEUE_EXPECTATIONS } from './queue-figures.js';
import type { Captured, SentenceForm } from './sentence.js';

type CallCheck = (call: CallFact, toleranceMs: number) => string | null;

const CALL_FORMS: readonly (readonly [string, (captured: Captured) => CallCheck])[] = [
  ['ends in {place:word}', (c) => equal('ended in', (call) => call.endPlace, c.text('place'))],
  ['is ended by {who:word}', (c) => equal('was ended by', (call) => call.endedBy, c.text('who'))],
  [
    'has exit {exit:word}',
    (c) => equal('left its last queue or step as', (call) => call.lastExit, c.text('exit')),
  ],
  ['waited {wait:time}', (c) => measured('waited', (call) => call.waitMs, c.time('wait'))],
  ['talked {talk:time}', (c) => measured('talked', (call) => call.talkMs, c.time('talk'))],
  [
    'has {count} conversations',
    (c) => equal('had conversations:', (call) => call.conversations, c.count('count')),
  ],
  [
    'has {count} conversation',
    (c) => equal('had conversations:', (call) => call.conversations, c.count('count')),
  ],
  ['is offered to nobody', () => equal('was first offered at', (call) => call.firstOfferedAt, null)],
  ['is never answered', () => equal('was answered at', (call) => call.answeredAt, null)],
  ['is answered at {at:time}', (c) => measured('was answered at', (call) => call.answeredAt, c.time('at'))],
  [
    'counts as {disposition:word}',
    (c) => equal('counts as', (call) => dispositionOf(call, USUAL_SERVICE_LEVEL), c.text('disposition')),
  ],
  [
    'came to {number}',
    (c) => equal('came to', (call) => digitsAlone(call.dialled), digitsAlone(c.number('number'))),
  ],
  ['is in hours', () => equal('was in hours:', (call) => call.inHours, true)],
  ['is outside hours', () => equal('was in hours:', (call) => call.inHours, false)],
  ['is closed', () => equal('went through a closed branch:', (call) => call.closed, true)],
  ['is tagged {tag:word}', (c) => includes('has the tags', (call) => call.tags, c.text('tag'))],
  ['is marked {mark:word}', (c) => includes('has the marks', (call) => call.marks, c.text('mark'))],
  ['has no marks', () => equal('has the marks', (call) => call.marks.join(' '), '')],
];

const CALLS: readonly SentenceForm<Check>[] = CALL_FORMS.map(([form, make]) => ({
  form: `the call of {callers} ${form}`,
  make: (captured) => {
    const check = make(captured);
    return every(captured.callers(), (caller) => (happened, toleranceMs) => {
      const call = callOf(happened, caller);
      return call === undefined ? `no call of ${caller} is stored` : check(call, toleranceMs);
    });
  },
}));

const OFFERS: readonly SentenceForm<Check>[] = [
  {
    form: 'offers to {agent}: {results:rest}',
    make: (c) => {
      const agent = c.agent();
      return offers(
        c.text('results'),
        (offer) => offer.agent === agent,
        ({ result }) => result,
      );
    },
  },
  {
    form: 'one offer of {caller} is answered and {count} {other:word}',
    make: (c) => {
      const [caller, count, other] = [c.caller(), c.count('count'), c.text('other')];
      return (happened) => {
        const call = callOf(happened, caller)?.call;
        const results = happened.facts.offers
          .filter((offer) => offer.call === call)
          .map(({ result }) => result);
        const wanted = ['answered', ...Array.from({ length: count }, () => other)];
        const isSame = [...results].sort().join() === wanted.sort().join();
        return isSame ? null : `the offers were: ${results.join(', ')}`;
      };
    },
  },
  {
    form: 'offers of {caller}: {results:rest}',
    make: (c) => {
      const caller = c.caller();
      return offers(
        c.text('results'),
        (offer, happened) => offer.call === callOf(happened, caller)?.call,
        ({ agent, result }) => `${agent} ${result}`,
      );
    },
  },
];

const EVENTS: readonly SentenceForm<Check>[] = [
  {
    form: 'stored for {caller}: {event:word} {key:word} {value:word} at {at:time}',
    make: (c) => stored(c.caller(), c.text('event'), c.text('key'), c.text('value'), c.time('at')),
  },
  {
    form: 'stored stages of {caller}: {stages:rest}',
    make: (c) => stages(c.caller(), c.text('stages')),
  },
];

/** What was stored: calls, offers, stages and the figures of queues. */
export const FACT_EXPECTATIONS: readonly SentenceForm<Check>[] = [
  ...CALLS,
  ...OFFERS,
  ...EVENTS,
  ...QUEUE_EXPECTATIONS,
];

function digitsAlone(number: string): string {
  return number.replace(/\D/g, '');
}

function equal<T>(what: string, read: (call: CallFact) => T, wanted: T): CallCheck {
  return (call) => (read(call) === wanted ? null : `the call ${what} ${String(read(call))}`);
}

function measured(what: string, read: (call: CallFact) => number | null, wanted: number): CallCheck {
  return (call, toleranceMs) => {
    const value = read(call);
    if (value !== null && near(value, wanted, toleranceMs)) return null;
    return `the call ${what} ${value === null ? 'never' : spoken(value)}`;
  };
}

function includes(what: string, read: (call: CallFact) => readonly string[], wanted: string): CallCheck {
  return (call) =>
    read(call).includes(wanted) ? null : `the call ${what} ${read(call).join(', ') || 'none'}`;
}

/** All offers that are meant, in the order of time (of the same instant: by agent), against the list in the text. */
function offers(
  wanted: string,
  isMeant: (offer: OfferFact, happened: Happened) => boolean,
  told: (offer: OfferFact) => string,
): Check {
  return (happened, toleranceMs) => {
    const found = happened.facts.offers
      .filter((offer) => isMeant(offer, happened))
      .sort((a, b) => byTimeThenAgent(a, b, toleranceMs))
      .map(told)
      .join(', ');
    return (found || 'none') === wanted ? null : `the offers were: ${found || 'none'}`;
  };
}

function byTimeThenAgent(a: OfferFact, b: OfferFact, toleranceMs: number): number {
  const together = near(a.offeredAt, b.offeredAt, Math.min(toleranceMs, 200));
  return together ? a.agent.localeCompare(b.agent) : a.offeredAt - b.offeredAt;
}

function stored(caller: string, event: string, key: string, value: string, at: number): Check {
  return (happened, toleranceMs) => {
    const events = eventsOf(happened, caller).filter((one) => one.event === event);
    const found = events.some((one) => String(one.detail[key]) === value && near(one.at, at, toleranceMs));
    if (found) return null;
    const told = events.map((one) => `${spoken(one.at)} ${JSON.stringify(one.detail)}`).join(', ');
    return `stored ${event}: ${told || 'none'}`;
  };
}

/** The named stages come in this order; others may stand between. */
function stages(caller: string, wanted: string): Check {
  return (happened) => {
    const events = eventsOf(happened, caller).map(({ event }) => event as string);
    let next = 0;
    for (const stage of wanted.split(', ')) {
      const found = events.indexOf(stage, next);
      if (found < 0) return `${stage} is missing there; stored were: ${events.join(', ') || 'none'}`;
      next = found + 1;
    }
    return null;
  };
}

function eventsOf(happened: Happened, caller: string) {
  const call = callOf(happened, caller);
  return happened.facts.events.filter((event) => event.call === call?.call).sort((a, b) => a.at - b.at);
}

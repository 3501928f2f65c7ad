import type {
  CallEvent,
  CallFact,
  ConversationFact,
  OutgoingFact,
  RecordingFact,
  VisitFact,
} from '../../src/core/milestone.js';
import type { Instant } from '../../src/core/signal.js';
import { buildReport } from '../../src/reports/build-report.js';
import { CATALOGUE, type ReportName } from '../../src/reports/catalogue/all.js';
import { localDay } from '../../src/reports/local-day.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { NO_FILTERS } from '../../src/reports/slicing/filters.js';
import {
  aBlockedOutgoing,
  aCallback,
  aCallbackAsked,
  anOutcome,
  anOutgoing,
  aRating,
  aRecording,
  aReview,
  aTransfer,
  aVoicemail,
} from '../store/sample-facts.js';
import { factsOf, readerOf, type Caller, type Facts } from './day-of-calls.js';
import { addStates, AGENTS } from './made-up-shifts.js';

const ZONE = 'Europe/Sofia';
const DATE = '2026-03-03';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = localDay(DATE, ZONE);
const DAY_BEFORE = localDay('2026-03-02', ZONE);
/** First-call resolution is known after a week. */
const NOW = DAY.to + 8 * 24 * HOUR;

const PARTNER = 'partner:night-desk';
const QUEUES = ['sales', 'support'] as const;
const NUMBERS = [
  { dialled: '+35920000001', tags: ['site'] },
  { dialled: '+35920000002', tags: ['promo'] },
  { dialled: '+35920000003', tags: [] },
] as const;
const FROM = [
  ...['+359880000001', '+359880000002', '+359880000003', '+4930123456', '+359880000004', null],
  ...['+359880000005', '+359880000006', '+74950000007', '+359880000008', '+359880000002'],
];
const CALLS = 40;
const EVERY_MS = 13 * MINUTE;

/** How calls end, in turn. */
type Kind =
  'answered' | 'gave-up' | 'hung-up-at-once' | 'voicemail' | 'callback' | 'menu' | 'heard' | 'closed';
const KINDS: readonly Kind[] = [
  ...(['answered', 'answered', 'answered', 'gave-up', 'answered', 'heard', 'answered'] as const),
  ...(['voicemail', 'answered', 'callback', 'answered', 'menu', 'answered', 'hung-up-at-once'] as const),
];

const PLAN = {
  company: { country: 'BG' },
  queues: Object.fromEntries(
    QUEUES.map((queue) => [
      queue,
      { serviceLevel: { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 } },
    ]),
  ),
  agents: {
    anna: { name: 'Anna Petrova', teams: ['sales'] },
    boris: { name: 'Boris Ivanov', teams: ['sales'] },
    georgi: { name: 'Georgi Dimov', teams: ['support'] },
    vera: { name: 'Vera Koleva', teams: ['support'] },
  },
  partners: { 'night-desk': { name: 'Night Desk Ltd' } },
};

/** Any report of the catalogue about a made-up day in which there is something for each of them; always the same. */
export function reportOfMadeUpDay(name: ReportName, language: 'en' | 'ru' = 'en'): Promise<ReportDocument> {
  return buildReport(readerOf(madeUpDay()), {
    ...{ name, report: CATALOGUE[name], days: { from: DATE, to: DATE }, zone: ZONE, language },
    ...{ interval: name === 'calls' ? 'hour' : null, filters: NO_FILTERS, against: null, withinMs: null },
    ...{ longMs: 5 * MINUTE, sample: { seed: null, share: 0.2 }, standard: 7, now: NOW },
  });
}

/** What happened on it, and on the day before. */
export function madeUpDay(): Facts {
  const kinds = [...kindsOf(CALLS / 2), ...kindsOf(CALLS)];
  const callers = [
    ...kindsOf(CALLS / 2).map((kind, index) => callerOf(kind, index, DAY_BEFORE.from)),
    ...kindsOf(CALLS).map((kind, index) => callerOf(kind, index, DAY.from)),
  ];
  const facts = factsOf(callers);
  facts.calls = facts.calls.map((call, index) => callOf(call, kinds[index] ?? 'answered', index));
  facts.visits = facts.visits.flatMap((visit, index) => visitOf(visit, kinds[index] ?? 'answered'));
  facts.conversations = facts.conversations.map((talk) => ({
    ...talk,
    ringMs: Math.min(talk.waitMs, 4_000),
  }));
  facts.plans.set('plan-1', JSON.stringify(PLAN));
  addMenus(facts, kinds);
  addAnnouncements(facts);
  addAfterCalls(facts);
  addOutgoing(facts);
  addMessages(facts);
  for (const day of [DAY_BEFORE, DAY]) for (const agent of AGENTS) addStates(facts, agent, day);
  return facts;
}

function kindsOf(calls: number): Kind[] {
  return Array.from({ length: calls }, (_, index) =>
    index === calls - 1 ? 'closed' : (KINDS[index % KINDS.length] ?? 'answered'),
  );
}

function callerOf(kind: Kind, index: number, from: Instant): Caller {
  const at = from + 9 * HOUR + index * EVERY_MS + ((index * 37) % 50) * 1_000;
  const queue = QUEUES[Math.floor(index / 3) % 2] ?? 'sales';
  const agent = AGENTS[Math.floor(index / 2) % AGENTS.length] ?? 'anna';
  const waitMs = 3_000 + ((index * 7) % 12) * 2_500;
  switch (kind) {
    case 'answered':
      return {
        ...{ at, queue, waitMs, answeredBy: index === 30 ? PARTNER : agent },
        talkMs: (60 + ((index * 53) % 420)) * 1_000,
        rungBefore:
          index % 4 === 2
            ? [[AGENTS[(Math.floor(index / 2) + 1) % AGENTS.length] ?? 'anna', 'no-answer']]
            : [],
      };
    case 'gave-up':
      return { at, queue, waitMs: 35_000 + index * 500 };
    case 'hung-up-at-once':
      return { at, queue, waitMs: 3_000 };
    case 'voicemail':
    case 'callback':
      return { at, queue, waitMs: 25_000, exit: 'full' };
    case 'menu':
    case 'heard':
      return { at, queue, waitMs: 0 };
    case 'closed':
      return { at: from + 20 * HOUR, queue, waitMs: 0 };
  }
}

function callOf(call: CallFact, kind: Kind, index: number): CallFact {
  const { dialled, tags } = NUMBERS[index % NUMBERS.length] ?? NUMBERS[0];
  const known = { ...call, from: FROM[index % FROM.length] ?? null, dialled, tags };
  const outside = { firstOfferedAt: null, lastExit: null, endedBy: 'caller', waitMs: 0 } as const;
  switch (kind) {
    case 'answered':
      return { ...known, marks: index % 9 === 4 ? ['escalated'] : [] };
    case 'voicemail':
    case 'callback':
      return { ...known, lastExit: kind, endPlace: kind === 'voicemail' ? 'voicemail' : 'flow' };
    case 'menu':
      return { ...known, ...outside, endPlace: 'menu', endedAt: call.arrivedAt + 20_000 };
    case 'heard':
      return {
        ...{ ...known, ...outside, endPlace: 'prompt', informationHeard: 1 },
        endedAt: call.arrivedAt + 40_000,
      };
    case 'closed':
      return { ...known, ...outside, endPlace: 'prompt', closed: true, inHours: false };
    case 'gave-up':
    case 'hung-up-at-once':
      return known;
  }
}

function visitOf(visit: VisitFact, kind: Kind): VisitFact[] {
  if (kind === 'menu' || kind === 'heard' || kind === 'closed') return [];
  // Whoever leaves a message has left a queue that was full.
  return [kind === 'callback' ? { ...visit, exit: kind } : visit];
}

/** Everybody is asked what he wants; whoever is served by the menu has pressed 3. */
function addMenus(facts: Facts, kinds: readonly Kind[]): void {
  const menu = 'flows.main[0]';
  facts.calls.forEach(({ call, arrivedAt, inHours }, index) => {
    if (!inHours) return;
    const stage = (
      event: 'menu-entered' | 'menu-key' | 'menu-wrong-key',
      afterMs: number,
      key?: string,
    ): void => {
      const detail: CallEvent['detail'] = key === undefined ? { menu } : { menu, key };
      facts.stages.push({ kind: 'call-event', call, at: arrivedAt + afterMs, event, detail });
    };
    stage('menu-entered', 0);
    const kind = kinds[index];
    if (kind === 'menu') stage('menu-wrong-key', 900, '7');
    else stage('menu-key', 1_000, kind === 'heard' ? '3' : String(1 + (index % 2)));
  });
}

/** Whoever waits long is told after 8 s that it will take a minute. */
function addAnnouncements(facts: Facts): void {
  for (const { call, queue, enteredAt, waitMs } of facts.visits)
    if (waitMs >= 15_000)
      facts.stages.push({
        ...{ kind: 'call-event', event: 'announced', call, at: enteredAt + 8_000 },
        detail: { queue, minutes: 1 },
      });
}

/** What comes after talks: recordings, ratings, outcomes, transfers, and what a reviewer says. */
function addAfterCalls(facts: Facts): void {
  const ofTheDay = facts.conversations.filter(({ agent }) => agent !== PARTNER);
  ofTheDay.forEach((talk, index) => {
    const recording = recordingOf(talk);
    facts.recordings.push(recording);
    if (index % 2 === 0) addRating(facts, talk, recording.recording, index);
    if (talk.queue === 'sales') addOutcome(facts, talk, index);
    if (index % 7 === 3) addTransfer(facts, talk, index);
    if (index % 4 === 1) addReview(facts, talk, index);
  });
}

function recordingOf({
  conversation,
  call,
  queue,
  agent,
  startedAt,
  endedAt,
  talkMs,
}: ConversationFact): RecordingFact {
  const recording = `2026/03/03/${conversation}`;
  return aRecording({ recording, conversation, call, queue, agent, startedAt, endedAt, durationMs: talkMs });
}

function addRating(facts: Facts, talk: ConversationFact, recording: string, index: number): void {
  const { conversation, call, queue, agent, endedAt: askedAt } = talk;
  const score = [5, 4, 2, 5, null, 3, 4][(index / 2) % 7] ?? null;
  facts.ratings.push(
    aRating({
      ...{ rating: `r-${conversation}`, conversation, call, queue, agent, recording, score },
      ...{ askedAt, endedAt: askedAt + 5_000, tries: 1, result: score === null ? 'silent' : 'rated' },
    }),
  );
}

function addOutcome(facts: Facts, talk: ConversationFact, index: number): void {
  const { conversation, call, agent, startedAt, endedAt } = talk;
  const outcome = ['sale', 'no-interest', 'reservation', null][index % 4] ?? null;
  const success = outcome === 'sale' || outcome === 'reservation';
  facts.outcomes.push(
    anOutcome({
      ...{ conversation, call, queue: 'sales', agent, startedAt, outcome, success, resolution: null },
      ...{ settledAt: endedAt + 20_000, setAt: outcome === null ? null : endedAt + 10_000 },
      setBy: outcome === null ? null : 'request',
    }),
  );
}

function addTransfer(facts: Facts, talk: ConversationFact, index: number): void {
  const { conversation, call, agent, queue, endedAt } = talk;
  const isConsulted = index % 2 === 0;
  facts.transfers.push(
    aTransfer({
      ...{ transfer: `x-${conversation}`, conversation, call, agent, queue, offers: 0, level: null },
      ...{ way: isConsulted ? 'consult' : 'blind', by: 'request', target: 'agent:mark' },
      ...{ takenBy: 'mark', reason: index % 3 === 0 ? 'refund' : 'delivery', result: 'connected' },
      ...{ askedAt: endedAt - 20_000, answeredAt: isConsulted ? endedAt - 15_000 : null },
      ...{ handedOverAt: endedAt - 2_000, endedAt },
    }),
  );
}

function addReview(
  facts: Facts,
  { conversation, call, agent, endedAt }: ConversationFact,
  index: number,
): void {
  const score = [9, 6, 8, 7][((index - 1) / 4) % 4] ?? 8;
  facts.reviews.push(
    aReview({
      ...{ review: `w-${conversation}`, call, agent, score, reviewer: 'Lena' },
      ...{ conclusion: score < 7 ? 'did not say when it arrives' : null, reviewedAt: endedAt + HOUR },
    }),
  );
}

/** Each agent makes two calls, after his midday break and in the evening. */
function addOutgoing(facts: Facts): void {
  AGENTS.forEach((agent, index) => {
    [13.5, 17.75].forEach((clock, place) => {
      const askedAt = DAY.from + clock * HOUR + index * 2 * MINUTE;
      const call = `made-${agent}-${place}`;
      const number = `+35988000000${1 + index * 2 + place}`;
      const about = { call, agent, number, shown: '+35920000001', askedAt, planVersion: 'plan-1' };
      if (agent === 'vera' && place === 1)
        facts.outgoing.push(aBlockedOutgoing({ ...about, endedAt: askedAt }));
      else facts.outgoing.push(madeCall(about, agent === 'boris' ? 0 : (20 + index * 25) * 1_000));
    });
  });
}

function madeCall(
  about: Partial<OutgoingFact> & Pick<OutgoingFact, 'call' | 'askedAt'>,
  talkMs: number,
): OutgoingFact {
  const talkStartedAt = about.askedAt + 9_000;
  const endedAt = talkStartedAt + talkMs;
  const times = { dialledAt: about.askedAt + 1_000, endedAt, talkMs };
  if (talkMs > 0)
    return anOutgoing({
      ...{ ...about, ...times, conversation: `t-${about.call}` },
      ...{ answeredAt: talkStartedAt, talkStartedAt, talkEndedAt: endedAt },
    });
  return anOutgoing({
    ...{ ...about, ...times, result: 'no-answer', conversation: null },
    ...{ answeredAt: null, talkStartedAt: null, talkEndedAt: null },
  });
}

/** Messages in the box, some of them heard; callbacks of those who asked for one, reached, given up or open. */
function addMessages(facts: Facts): void {
  facts.calls
    .filter(({ lastExit }) => lastExit === 'voicemail')
    .forEach(({ call, endedAt }, index) => {
      const voicemail = `m-${call}`;
      facts.voicemails.push(
        aVoicemail({
          ...{ voicemail, call, box: 'sales-box', enteredAt: endedAt, recordedAt: endedAt + 4_000 },
          ...{ endedAt: endedAt + 24_000, recording: `2026/03/03/${voicemail}`, callback: null },
        }),
      );
      if (index % 2 === 0)
        facts.voicemailMarks.push({ voicemail, at: endedAt + (20 + index * 5) * MINUTE, heardBy: 'lena' });
    });
  facts.calls
    .filter(({ lastExit }) => lastExit === 'callback')
    .forEach(({ call, from, endedAt }, index) => {
      const about = {
        callback: `b-${call}`,
        number: from ?? '',
        queue: 'sales',
        call,
        askedAt: endedAt,
      } as const;
      const asked = { ...about, name: null, origin: 'caller', notBefore: null } as const;
      const isReached = index % 2 === 1;
      if (index === 3) facts.openCallbacks.push(aCallbackAsked(asked));
      else
        facts.callbacks.push(
          aCallback({
            ...{ ...asked, asks: 1, tries: 1 + index, endedAt: endedAt + (15 + index * 10) * MINUTE },
            ...{ end: isReached ? 'reached' : 'expired', agent: isReached ? 'boris' : null },
          }),
        );
    });
}

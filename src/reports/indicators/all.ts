import { abandoned } from './abandoned.js';
import { abandonmentRate } from './abandonment-rate.js';
import { ahtInCallsMade } from './aht-in-calls-made.js';
import { aht } from './aht.js';
import { answerRate } from './answer-rate.js';
import { answered } from './answered.js';
import { answeredOfOffered } from './answered-of-offered.js';
import { asa } from './asa.js';
import { base } from './base.js';
import { callsAskedFor } from './calls-asked-for.js';
import { callsMade } from './calls-made.js';
import { callsMadeAnswerRate } from './calls-made-answer-rate.js';
import { callsMadeAnswered } from './calls-made-answered.js';
import { callsMadeLong } from './calls-made-long.js';
import { clientWait } from './client-wait.js';
import { clientsCalled } from './clients-called.js';
import { consultation } from './consultation.js';
import { containment } from './containment.js';
import { conversations } from './conversations.js';
import { conversion } from './conversion.js';
import { cutOffCalls } from './cut-off-calls.js';
import { dissatisfied } from './dissatisfied.js';
import { entered } from './entered.js';
import { firstIn } from './first-in.js';
import { handleTime } from './handle-time.js';
import { hold } from './hold.js';
import { lastOut } from './last-out.js';
import { load } from './load.js';
import { longestWait } from './longest-wait.js';
import { meanTalkInCallsMade } from './mean-talk-in-calls-made.js';
import { meanTalk } from './mean-talk.js';
import { menuContainment } from './menu-containment.js';
import { menuCutOff } from './menu-cut-off.js';
import { menuEntries } from './menu-entries.js';
import { menuGivenUp } from './menu-given-up.js';
import { menuKeys } from './menu-keys.js';
import { menuPresses } from './menu-presses.js';
import { menuSilences } from './menu-silences.js';
import { menuWrongKeys } from './menu-wrong-keys.js';
import { misdirected } from './misdirected.js';
import { missedCalls } from './missed-calls.js';
import { missedRate } from './missed-rate.js';
import { offerAnswerRate } from './offer-answer-rate.js';
import { offered } from './offered.js';
import { offers } from './offers.js';
import { offersAnswered } from './offers-answered.js';
import { offersMissed } from './offers-missed.js';
import { otherEnds } from './other-ends.js';
import { outOfHoursCalls } from './out-of-hours-calls.js';
import { outcomesAsked } from './outcomes-asked.js';
import { outcomesNotSet } from './outcomes-not-set.js';
import { rating } from './rating.js';
import { ratingsAsked } from './ratings-asked.js';
import { ratingsGiven } from './ratings-given.js';
import { responseRate } from './response-rate.js';
import { reviewScore } from './review-score.js';
import { reviews } from './reviews.js';
import { ringTime } from './ring-time.js';
import { satisfied } from './satisfied.js';
import { selfServiceCalls } from './self-service-calls.js';
import { serviceLevel } from './service-level.js';
import { serviceLevelIgnoringAbandons } from './service-level-ignoring-abandons.js';
import { serviceLevelOfAnswered } from './service-level-of-answered.js';
import { serviceLevelPositive } from './service-level-positive.js';
import { shortAbandoned } from './short-abandoned.js';
import { signedIn } from './signed-in.js';
import { successes } from './successes.js';
import { talk } from './talk.js';
import { talkInCallsMade } from './talk-in-calls-made.js';
import { talkWithClients } from './talk-with-clients.js';
import { timeAvailable } from './time-available.js';
import { timeBusyElsewhere } from './time-busy-elsewhere.js';
import { timeOffered } from './time-offered.js';
import { timePaused } from './time-paused.js';
import { timeSignedOut } from './time-signed-out.js';
import { timeTalking } from './time-talking.js';
import { timeUnreachable } from './time-unreachable.js';
import { timeWrapUp } from './time-wrap-up.js';
import { uniqueCallers } from './unique-callers.js';
import { uniqueClients } from './unique-clients.js';
import { utilisation } from './utilisation.js';
import { waitLongest } from './wait-longest.js';
import { waitMedian } from './wait-median.js';
import { waitP90 } from './wait-p90.js';
import { waitP95 } from './wait-p95.js';
import { wrapUpInCallsMade } from './wrap-up-in-calls-made.js';
import { wrapUp } from './wrap-up.js';
import { wrapUpsAtLimit } from './wrap-ups-at-limit.js';
import type { Indicator } from './indicator.js';

/** Every indicator by its name, in the order of the documentation. A new one is a file beside this and a line in it. */
export const INDICATORS = {
  entered: entered,
  offered: offered,
  answered: answered,
  abandoned: abandoned,
  'short-abandoned': shortAbandoned,
  'other-ends': otherEnds,
  base: base,
  'service-level': serviceLevel,
  'service-level-ignoring-abandons': serviceLevelIgnoringAbandons,
  'service-level-positive': serviceLevelPositive,
  'service-level-of-answered': serviceLevelOfAnswered,
  asa: asa,
  'longest-wait': longestWait,
  'wait-median': waitMedian,
  'wait-p90': waitP90,
  'wait-p95': waitP95,
  'wait-longest': waitLongest,
  'abandonment-rate': abandonmentRate,
  'answered-of-offered': answeredOfOffered,
  'answer-rate': answerRate,
  'missed-calls': missedCalls,
  'missed-rate': missedRate,
  'out-of-hours-calls': outOfHoursCalls,
  misdirected: misdirected,
  'unique-callers': uniqueCallers,
  'self-service-calls': selfServiceCalls,
  containment: containment,
  'cut-off-calls': cutOffCalls,
  conversations: conversations,
  talk: talk,
  'mean-talk': meanTalk,
  hold: hold,
  consultation: consultation,
  'wrap-up': wrapUp,
  'handle-time': handleTime,
  aht: aht,
  'client-wait': clientWait,
  'ring-time': ringTime,
  'unique-clients': uniqueClients,
  offers: offers,
  'offers-answered': offersAnswered,
  'offers-missed': offersMissed,
  'offer-answer-rate': offerAnswerRate,
  'time-talking': timeTalking,
  'time-offered': timeOffered,
  'time-wrap-up': timeWrapUp,
  'wrap-ups-at-limit': wrapUpsAtLimit,
  'time-paused': timePaused,
  'time-busy-elsewhere': timeBusyElsewhere,
  'time-unreachable': timeUnreachable,
  'time-available': timeAvailable,
  'time-signed-out': timeSignedOut,
  'signed-in': signedIn,
  load: load,
  utilisation: utilisation,
  'first-in': firstIn,
  'last-out': lastOut,
  'menu-entries': menuEntries,
  'menu-wrong-keys': menuWrongKeys,
  'menu-silences': menuSilences,
  'menu-given-up': menuGivenUp,
  'menu-keys': menuKeys,
  'menu-presses': menuPresses,
  'menu-containment': menuContainment,
  'menu-cut-off': menuCutOff,
  'ratings-asked': ratingsAsked,
  'ratings-given': ratingsGiven,
  'response-rate': responseRate,
  rating: rating,
  satisfied: satisfied,
  dissatisfied: dissatisfied,
  'outcomes-asked': outcomesAsked,
  'outcomes-not-set': outcomesNotSet,
  successes: successes,
  conversion: conversion,
  'calls-asked-for': callsAskedFor,
  'calls-made': callsMade,
  'calls-made-answered': callsMadeAnswered,
  'calls-made-answer-rate': callsMadeAnswerRate,
  'calls-made-long': callsMadeLong,
  'clients-called': clientsCalled,
  'talk-in-calls-made': talkInCallsMade,
  'mean-talk-in-calls-made': meanTalkInCallsMade,
  'wrap-up-in-calls-made': wrapUpInCallsMade,
  'aht-in-calls-made': ahtInCallsMade,
  'talk-with-clients': talkWithClients,
  reviews: reviews,
  'review-score': reviewScore,
} as const satisfies Readonly<Record<string, Indicator>>;
export type IndicatorName = keyof typeof INDICATORS;

export const INDICATOR_NAMES = Object.keys(INDICATORS) as readonly IndicatorName[];

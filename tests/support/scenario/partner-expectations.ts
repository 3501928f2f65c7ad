import { type Check, hasSpan, SILENT_PHONE, spokenSpans } from './check.js';
import { callOf } from './happened.js';
import { digitsOf } from './phone-sentences.js';
import type { SentenceForm } from './sentence.js';

/** What comes of callers who go to a centre outside. */
export const PARTNER_EXPECTATIONS: readonly SentenceForm<Check>[] = [
  {
    form: '{caller} talks with the partner {partner:word} at {client:number} from {from:time} to {to:time}',
    make: (c) =>
      talks(c.caller(), c.text('partner'), digitsOf(c.text('client')), [c.time('from'), c.time('to')]),
  },
];

/** A stored conversation with these borders, and each heard the other for that time. */
function talks(
  caller: string,
  partner: string,
  number: string,
  [from, to]: readonly [number, number],
): Check {
  return (happened, toleranceMs) => {
    const call = callOf(happened, caller)?.call;
    const stored = happened.facts.conversations
      .filter((talk) => talk.call === call && talk.agent === `partner:${partner}`)
      .map(({ agent, startedAt, endedAt }) => ({ what: agent, fromAt: startedAt, toAt: endedAt }));
    const byCaller = (happened.callers.get(caller)?.heard ?? []).filter(({ what }) => what === number);
    const there = happened.clients.get(number) ?? SILENT_PHONE;
    const byPartner = there.heard.filter(({ what }) => what === caller);
    if (!hasSpan(stored, from, to, toleranceMs))
      return `stored conversations of ${caller} with ${partner}: ${spokenSpans(stored)}`;
    if (!hasSpan(byCaller, from, to, toleranceMs))
      return `${caller} heard ${number}: ${spokenSpans(byCaller)}`;
    if (!hasSpan(byPartner, from, to, toleranceMs))
      return `${number} heard ${caller}: ${spokenSpans(byPartner)}`;
    return null;
  };
}

import { barredBy, refusalInWords } from '../../core/callback/policy.js';
import type { DialPolicy } from '../../core/plan.js';
import { e164Of } from '../callers/e164.js';
import { compileDialPolicy } from '../compile/dial-policy.js';
import type { DialDraft } from '../draft.js';
import type { Place } from '../fault.js';
import type { Desk } from '../form/desk.js';
import { NUMBER } from '../form/names.js';
import { stepsOf } from '../languages.js';
import type { RoutingDraft } from '../routing-draft.js';
import { showText } from '../source-node.js';

/** Numbers that steps call are such as the dial policy allows; one that a variable holds is judged when it is called. */
export function checkDials(draft: RoutingDraft, sections: ReadonlyMap<string, Place>, desk: Desk): void {
  const country = draft.company?.country ?? null;
  const policy = draft.dialPolicy === null ? null : compileDialPolicy(draft, draft.dialPolicy, country);
  for (const step of stepsOf(draft)) {
    if (step.do !== 'dial') continue;
    if (!sections.has('dial_policy')) missing('dial', step.at, desk);
    else if (policy !== null) checkNumber(step.to, policy, country, desk);
  }
  for (const { value } of draft.transfers?.extensions ?? []) {
    if (value?.to !== 'number') continue;
    const { name: text, at } = value.name;
    if (!sections.has('dial_policy')) missing('an extension that is a number', at, desk);
    else if (policy !== null) checkNumber({ text, at }, policy, country, desk);
  }
}

function missing(what: string, at: Place, desk: Desk): void {
  const right = 'dial_policy: { trunk: …, allow: […] } in one of the files';
  desk.add('dial-policy-missing', at, `${what}, where no number may be called`, right);
}

function whyNever(policy: DialPolicy, number: string | null): string | null {
  if (number === null) return 'it is none that there can be';
  if (policy.own.includes(number)) return "it is one of the company's own";
  const refusal = barredBy(policy, number);
  return refusal === null ? null : refusalInWords(refusal);
}

function checkNumber(to: DialDraft['to'], policy: DialPolicy, country: string | null, desk: Desk): void {
  if (!NUMBER.test(to.text)) return;
  const number = e164Of(to.text, country);
  const why = whyNever(policy, number);
  if (why === null) return;
  const found = `the number ${showText(to.text)}, which is never called: ${why}`;
  desk.add(
    'dial-refused',
    to.at,
    found,
    'a number with its country code that dial_policy allows and does not refuse',
  );
}

import { barredBy } from '../../core/callback/policy.js';
import { compileDialPolicy } from '../compile/dial-policy.js';
import type { Place } from '../fault.js';
import type { Desk } from '../form/desk.js';
import type { RoutingDraft } from '../routing-draft.js';
import { showText } from '../source-node.js';

/** Every partner can be called: a dial policy is there, and allows its number. */
export function checkPartners(draft: RoutingDraft, sections: ReadonlyMap<string, Place>, desk: Desk): void {
  const { partners, dialPolicy, company } = draft;
  for (const { key, value } of partners) {
    if (value === null) continue;
    const { number, at } = value.number;
    if (!sections.has('dial_policy')) {
      const right = 'dial_policy: { trunk: …, allow: […] } in one of the files';
      desk.add(
        'dial-policy-missing',
        at,
        `the partner ${showText(key)}, where no number may be called`,
        right,
      );
      continue;
    }
    if (dialPolicy === null) continue;
    const barred = barredBy(compileDialPolicy(draft, dialPolicy, company?.country ?? null), number);
    if (barred === null) continue;
    const found = `the number ${showText(number)}, which ${WHY[barred]}`;
    desk.add(
      'partner-not-callable',
      at,
      found,
      'a number that may be called: see allow and refuse of dial_policy',
    );
  }
}

const WHY: Readonly<Record<NonNullable<ReturnType<typeof barredBy>>, string>> = {
  'not-allowed': 'the dial policy does not allow',
  'not-possible': 'cannot exist: it is too long, too short, or begins as none there does',
};

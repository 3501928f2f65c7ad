import type { DialPolicy } from '../../core/plan.js';
import { e164Of } from '../callers/e164.js';
import { homeForm, numberForms } from '../callers/number-forms.js';
import type { DialPolicyDraft } from '../language/callbacks.js';
import type { RoutingDraft } from '../routing-draft.js';

/** Which numbers may be called, with what is known of their forms. */
export function compileDialPolicy(
  { numbers }: Pick<RoutingDraft, 'numbers'>,
  read: DialPolicyDraft,
  country: string | null,
): DialPolicy {
  const { trunk, show, allow, refuse, per_number: perNumber, per_hour: perHour, hours } = read;
  const own = [...numbers.map(({ key }) => key), ...(show === null ? [] : [show])];
  return {
    dial: `PJSIP/{number}@${trunk}`,
    show: show?.replace(/[^+0-9]/g, '') ?? null,
    ...{ allow, refuse: refuse ?? [], hours: hours?.name ?? null },
    perNumber: { calls: perNumber.calls, withinMs: perNumber.within },
    perHour,
    own: [...new Set(own.flatMap((number) => e164Of(number, country) ?? []))],
    forms: numberForms(allow),
    home: country === null ? null : homeForm(country),
  };
}

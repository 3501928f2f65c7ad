import type { OutcomeCode, Resolution } from '../../core/afterwards.js';
import type { WrapUpRule } from '../../core/plan.js';
import type { Place } from '../fault.js';
import type { Desk } from '../form/desk.js';
import { entries, type Entry } from '../form/collections.js';
import { checked, mapped, type Form } from '../form/form.js';
import { defaulted, group, optional, required } from '../form/group.js';
import { flag, text } from '../form/scalars.js';
import { showText } from '../source-node.js';

const RESOLUTIONS: ReadonlyMap<boolean | null, Resolution> = new Map([
  [true, 'resolved'],
  [false, 'unresolved'],
]);

const codeForm: Form<OutcomeCode> = mapped(
  group(
    {
      key: optional(
        text('a key in quotes: one of 0 to 9', /^[0-9]$/),
        'The agent sets the code during the talk with a star and this key; only by request when left out.',
      ),
      success: defaulted(flag(), false, 'Conversations with this code count for the conversion.'),
      resolved: optional(
        flag(),
        "Whether the caller's question was solved; by whether he calls again when left out.",
      ),
      wrong_number: defaulted(
        flag(),
        false,
        'The call was for nobody here: it leaves what answered and missed calls are a share of.',
      ),
    },
    'key, success, resolved and wrong_number',
  ),
  ({ key, success, resolved, wrong_number: wrongNumber }) => ({
    ...{ key, success, resolution: RESOLUTIONS.get(resolved) ?? null },
    wrongNumber,
  }),
);

const codesForm: Form<Entry<OutcomeCode>[]> = checked(
  entries(
    {
      right: 'a code: up to 64 letters a-z, digits, - and _, beginning with a letter',
      pattern: /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
      about: 'What the code means for the reports, and its key.',
    },
    codeForm,
    'codes such as { sale: { key: "1", success: true }, other: {} }',
  ),
  (codes, _node, desk) => {
    const first = new Map<string, string>();
    for (const { key: code, value, at } of codes) {
      const key = value?.key ?? null;
      if (key === null) continue;
      const other = first.get(key);
      if (other === undefined) first.set(key, code);
      else
        desk.add(
          'outcome-key-twice',
          at,
          `the key ${key} of ${showText(code)}, which is also that of ${showText(other)}`,
          'a key of its own for each code',
        );
    }
  },
);

/** What agents say came of a conversation. */
export const outcomesForm = group(
  {
    codes: required(codesForm, 'The codes among which agents choose.'),
    required: defaulted(
      flag(),
      false,
      'Whether a code must be set: until then an agent cannot end his wrap-up, which then ends by its limit.',
    ),
  },
  'codes, and perhaps required',
);

/** A code that is demanded needs time in which it can be set. */
export function checkOutcomeTime(
  {
    outcomes,
    wrap_up: wrapUp,
  }: {
    readonly outcomes: { readonly required: boolean; readonly at: Place } | null;
    readonly wrap_up: WrapUpRule;
  },
  desk: Desk,
): void {
  if (outcomes === null || !outcomes.required || wrapUp.timeMs > 0) return;
  const found = 'required outcomes in a queue whose agents have no time to set them';
  desk.add('outcomes-without-time', outcomes.at, found, 'wrap_up: 30s beside it, or required: false');
}

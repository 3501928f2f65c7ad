import type { RateDraft } from '../draft.js';
import { variableGiven } from '../form/braces.js';
import { checked, mapped, type Form } from '../form/form.js';
import { defaulted, group, required } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { duration, shapedText, whole } from '../form/scalars.js';

const LONGEST_TIMEOUT_MS = 60_000;

interface Scale {
  readonly lowest: number;
  readonly highest: number;
}

/** Each score is one key. */
const scaleForm: Form<Scale> = shapedText({
  right: 'a scale of keys from a lower to a higher one, such as 1-5 or 0-9',
  pattern: /^[0-9]-[0-9]$/,
  parse: (written, node, desk) => {
    const [lowest, highest] = [Number(written[0]), Number(written[2])];
    return lowest < highest ? { lowest, highest } : desk.wrong(node, scaleForm.right, 'wrong-value');
  },
  more: { examples: ['1-5'] },
});

/** Asks for a rating. */
export const rateForm: Form<RateDraft> = mapped(
  checked(
    group(
      {
        prompt: required(nameOf('prompt'), 'What is heard; a key cuts it off.'),
        as: defaulted(
          variableGiven(),
          'rating',
          'The name of the question in reports, and the variable that takes the score.',
        ),
        scale: defaulted(scaleForm, '1-5', 'The keys that are scores.'),
        timeout: defaulted(
          duration({ zero: 'refused', atMostMs: LONGEST_TIMEOUT_MS }),
          '5s',
          'Silence allowed after the prompt.',
        ),
        tries: defaulted(whole(1, 10), 2, 'How often the prompt is heard at most.'),
      },
      'what is asked: prompt, and perhaps as, scale, timeout, tries',
    ),
    // Left out, it is given all the same.
    ({ as, at }, _node, desk) => desk.mention('variable', as, at),
  ),
  ({ at, prompt, as, scale, timeout: timeoutMs, tries }) => ({
    do: 'rate',
    at,
    prompt,
    as,
    ...scale,
    timeoutMs,
    tries,
  }),
);

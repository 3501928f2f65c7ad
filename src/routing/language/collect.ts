import type { BlockDraft, CollectDraft } from '../draft.js';
import { variableGiven } from '../form/braces.js';
import { checked, mapped, type Form } from '../form/form.js';
import { defaulted, group, required } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { duration, flag, oneOf, whole } from '../form/scalars.js';

const RIGHT = 'what is asked: prompt, as, digits, otherwise, and perhaps end, timeout, tries, secret';
const LONGEST_TIMEOUT_MS = 60_000;
const MOST_DIGITS = 40;
const DIGITS = `how many digits: a whole number from 1 to ${MOST_DIGITS}, or a range such as 4-8`;

interface Digits {
  readonly least: number;
  readonly most: number;
}

/** `6` or `4-8`. */
const digitsForm: Form<Digits> = {
  right: DIGITS,
  read: (node, desk) => {
    const written = node.kind === 'scalar' ? String(node.value) : '';
    const isRange = node.kind === 'scalar' && typeof node.value === 'string';
    const [, first, last] = (isRange ? /^(\d{1,2})-(\d{1,2})$/ : /^(\d{1,2})$/).exec(written) ?? [];
    if (first === undefined) return desk.wrong(node, DIGITS);
    const [least, most] = [Number(first), Number(last ?? first)];
    if (least < 1 || most < least || most > MOST_DIGITS) return desk.wrong(node, DIGITS, 'wrong-value');
    return { least, most };
  },
  schema: () => ({
    anyOf: [
      { type: 'integer', minimum: 1, maximum: MOST_DIGITS },
      { type: 'string', pattern: '^[1-9][0-9]?-[1-9][0-9]?$' },
    ],
  }),
};

/** Asks the caller for digits; `block` is the form of what follows when he gives none. */
export function collectForm(block: Form<BlockDraft>): Form<CollectDraft> {
  const timeout = duration({ zero: 'refused', atMostMs: LONGEST_TIMEOUT_MS });
  const form = group(
    {
      prompt: required(nameOf('prompt'), 'What is heard; the first digit cuts it off.'),
      as: required(variableGiven(), 'The variable that takes the digits.'),
      digits: required(digitsForm, 'How many digits: 6, or from 4 to 8.'),
      end: defaulted(oneOf(['#', '*', 'none']), '#', 'The key that ends the digits.'),
      timeout: defaulted(timeout, '5s', 'Silence allowed after the prompt and after each digit.'),
      tries: defaulted(whole(1, 10), 3, 'How often the prompt is heard at most.'),
      secret: defaulted(
        flag(),
        false,
        'The digits are kept in memory only; no journal, log, report or file has them.',
      ),
      otherwise: required(block, 'What happens after the last try without the digits.'),
    },
    RIGHT,
  );
  const noted = checked(form, ({ as, secret, at }, _node, desk) => {
    if (secret) desk.mention('secret', as, at);
  });
  return mapped(noted, ({ at, prompt, as, digits, end, timeout: timeoutMs, tries, secret, otherwise }) => ({
    do: 'collect',
    at,
    prompt,
    as,
    ...digits,
    endKey: end === 'none' ? null : end,
    timeoutMs,
    tries,
    secret,
    otherwise,
  }));
}

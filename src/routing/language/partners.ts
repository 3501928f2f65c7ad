import type { Place } from '../fault.js';
import { checked, type Form, type Read } from '../form/form.js';
import { defaulted, group, notEmpty, optional, required } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { duration, label, shapedText, whole } from '../form/scalars.js';
import { type SourceNode, valueOf } from '../source-node.js';

export interface NumberOutside {
  readonly number: string;
  readonly at: Place;
}

/** A number that is to be called, in E.164; blanks are for people. */
const numberOutside: Form<NumberOutside> = shapedText({
  right: 'a number with its country code, such as "+49 30 1234567"',
  pattern: /^\+[1-9][0-9 ]{4,30}$/,
  parse: (written, node) => ({ number: written.replaceAll(' ', ''), at: node.at }),
});

/** A centre outside that takes callers. */
export const partnerForm = group(
  {
    name: optional(label(), 'Its name, for reports; the key when left out.'),
    number: required(numberOutside, 'The number at which it takes calls, over the trunk of the dial policy.'),
    lines: required(
      whole(1, 10_000),
      'How many callers ring there, or are with it, at once at most: what it has agreed to.',
    ),
    ring_for: defaulted(duration({ zero: 'refused' }), '20s', 'How long one caller rings there.'),
    rest: defaulted(
      duration({ zero: 'refused' }),
      '30s',
      'How long nobody rings there after it was busy, has not answered or could not be reached.',
    ),
  },
  'a partner: number, lines, and perhaps name, ring_for, rest',
);
export type PartnerDraft = Read<typeof partnerForm>;

const limitsForm = notEmpty(
  group(
    {
      waiting: optional(whole(0, 100_000), 'So many callers wait in the queue; left out: whatever it is.'),
      longest_wait: optional(
        duration({ zero: 'refused' }),
        'Somebody has waited there for so long; left out: whatever it is.',
      ),
    },
    'waiting, longest_wait or both',
  ),
);
export type LimitsDraft = Read<typeof limitsForm>;

const KEYS = ['waiting', 'longest_wait'] as const;

/** When callers of a queue go to a partner. */
export const overflowForm = checked(
  group(
    {
      to: required(nameOf('partner'), 'The partner to whom callers go.'),
      opens: required(
        limitsForm,
        'It opens when more callers wait than waiting says, or one has waited as long as longest_wait says.',
      ),
      closes: required(
        limitsForm,
        'It closes when no more wait, and nobody has waited as long; whoever is above goes to the partner. The same keys as in opens, none of them higher.',
      ),
    },
    'an overflow: to, opens, closes',
  ),
  ({ opens, closes }, node, desk) => {
    for (const key of KEYS) {
      const [isUpper, isLower] = [stands(node, 'opens', key), stands(node, 'closes', key)];
      const [upper, lower] = [opens[key], closes[key]];
      const found = `${key} in ${isUpper ? 'opens' : 'closes'} alone`;
      if (isUpper !== isLower)
        desk.add('overflow-never-closes', closes.at, found, `${key} in both opens and closes`);
      else if (upper !== null && lower !== null && lower > upper)
        desk.add(
          'overflow-never-closes',
          closes.at,
          `closes: ${key} above opens: ${key}, so that it would close and open without end`,
          'a limit in closes that is not higher than that in opens',
        );
    }
  },
);
export type OverflowDraft = Read<typeof overflowForm>;

/** The key is written there, whatever its value. */
function stands(node: SourceNode, group: string, key: string): boolean {
  const inner = node.kind === 'map' ? valueOf(node, group) : null;
  return inner?.kind === 'map' && valueOf(inner, key) !== null;
}

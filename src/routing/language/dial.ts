import type { BlockDraft, DialDraft } from '../draft.js';
import { textWithBraces } from '../form/braces.js';
import { checked, mapped, type Form } from '../form/form.js';
import { defaulted, group, optional, required } from '../form/group.js';
import { NUMBER } from '../form/names.js';
import { duration, oneOf, text } from '../form/scalars.js';

const TO =
  'a telephone number in quotes such as "+359 2 000 0001", or a variable with one such as "{mobile}"';

const called: Form<DialDraft['to']> = mapped(
  checked(textWithBraces(TO), (to, node, desk) => {
    if (!to.includes('{') && !NUMBER.test(to)) desk.wrong(node, TO, 'wrong-value');
  }),
  (written, node) => ({ text: written, at: node.at }),
);

/** Connects a caller with a number outside; `block` is the form of what follows when he talks with nobody there. */
export function dialForm(block: Form<BlockDraft>): Form<DialDraft> {
  const form = group(
    {
      to: required(called, 'The number that is called; the dial policy allows it.'),
      for: defaulted(duration({ zero: 'refused' }), '30s', 'How long the phone there rings.'),
      show: optional(
        text('caller, or a telephone number in quotes', /^(?:caller|(?=.*[0-9])[+0-9 ().-]{1,40})$/),
        'What is shown there: the number of the caller, or this one; that of the dial policy when left out.',
      ),
      hear: optional(
        oneOf(['music', 'ringing']),
        'What the caller hears meanwhile; ringing before the call is answered and music after when left out.',
      ),
      otherwise: required(
        block,
        'What happens when the number is busy, does not answer or may not be called; behind it the next step follows.',
      ),
    },
    'who is called: to, otherwise, and perhaps for, show, hear',
  );
  return mapped(form, ({ at, to, for: ringMs, show, hear, otherwise }) => ({
    ...{ do: 'dial', at, to, ringMs, show, hear, otherwise },
  }));
}

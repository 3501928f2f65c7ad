import type { BlockDraft, CallbackDraft } from '../draft.js';
import { textWithBraces } from '../form/braces.js';
import { listOrOne } from '../form/collections.js';
import type { Form, Read } from '../form/form.js';
import { mapped } from '../form/form.js';
import { defaulted, defaultedGroup, group, optional, required } from '../form/group.js';
import { nameOf, NUMBER, NUMBER_RULE } from '../form/names.js';
import { duration, shapedText, text, whole } from '../form/scalars.js';

const PREFIX_RULE = 'the beginning of a number with its country code, such as "+359" or "+359 90"';

/** How a number in E.164 begins; blanks are for people. */
const prefix = shapedText({
  right: PREFIX_RULE,
  pattern: /^\+[1-9][0-9 ]{0,15}$/,
  parse: (written) => written.replaceAll(' ', ''),
});

const perNumberForm = group(
  {
    calls: defaulted(whole(1, 100), 5, 'How often one number is called at most …'),
    within: defaulted(duration({ zero: 'refused' }), '24h', '… within so long.'),
  },
  'calls and within',
);

/** Which numbers outside may be called. */
export const dialPolicyForm = group(
  {
    trunk: required(
      text('an endpoint of PJSIP that leads outside, such as provider', /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/),
      'The endpoint of PJSIP over which numbers are called.',
    ),
    show: optional(text(NUMBER_RULE, NUMBER), 'The number that is shown to whoever is called.'),
    allow: required(
      listOrOne(prefix, 'a list of beginnings of numbers'),
      'Numbers that may be called begin so.',
    ),
    refuse: optional(
      listOrOne(prefix, 'a list of beginnings of numbers'),
      'Numbers that are never called begin so, though they are allowed otherwise.',
    ),
    per_number: defaultedGroup(perNumberForm, 'How often one number is called.'),
    per_hour: defaulted(
      whole(1, 100_000),
      600,
      'How many calls are made within an hour at most, whichever the numbers.',
    ),
    hours: optional(nameOf('hours'), 'The calendar outside of which nobody is called; always when left out.'),
  },
  'a dial policy: trunk, allow, and perhaps show, refuse, per_number, per_hour, hours',
);
export type DialPolicyDraft = Read<typeof dialPolicyForm>;

/** How the callers of a queue are called back. */
export const queueCallbackForm = group(
  {
    notice: optional(nameOf('prompt'), 'What the agent hears before the client is called.'),
    ring_for: defaulted(duration({ zero: 'refused' }), '30s', "How long the client's phone rings."),
    tries: defaulted(whole(1, 10), 3, 'How often the client is called at most.'),
    every: defaulted(duration({ zero: 'refused' }), '15m', 'The pause from one try to the next.'),
    expire: defaulted(
      duration({ zero: 'refused' }),
      '2h',
      'A callback that reached nobody by then is given up.',
    ),
    hours: optional(
      nameOf('hours'),
      'The calendar outside of which nobody is called back; always when left out.',
    ),
    open: defaulted(whole(1, 10_000), 500, 'How many are to be called back at once, at most.'),
    after_abandon: optional(
      duration({ zero: 'allowed' }),
      'Whoever hangs up after waiting so long is called back; nobody is when left out.',
    ),
  },
  'how callers are called back, {} for the usual: notice, ring_for, tries, every, expire, hours, open, after_abandon',
);

/** Promises a callback; `block` is the form of what follows when it cannot be promised. */
export function callbackStepForm(block: Form<BlockDraft>): Form<CallbackDraft> {
  const form = group(
    {
      queue: required(nameOf('queue'), 'The queue whose agents call him; it says callback, too.'),
      number: optional(
        textWithBraces('a number, or a variable with one'),
        'The number that is called; the one that he calls from when left out.',
      ),
      otherwise: required(block, 'What happens when there is no number, or it may not be called.'),
    },
    'what is promised: queue, otherwise, and perhaps number',
  );
  return mapped(form, ({ at, queue, number, otherwise }) => ({
    do: 'callback',
    at,
    queue,
    number,
    otherwise,
  }));
}

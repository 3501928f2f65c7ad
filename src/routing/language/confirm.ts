import type { ConfirmRule } from '../../core/plan.js';
import { byShape } from '../form/collections.js';
import { checked, mapped, type Form } from '../form/form.js';
import { defaulted, group, optional } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { duration, flag } from '../form/scalars.js';

const WITHIN_MS = 10_000;
const RIGHT = 'true, or { play: a prompt, within: 10s }';

const confirmGroup: Form<ConfirmRule> = mapped(
  group(
    {
      play: optional(nameOf('prompt'), 'What asks for the key; a core sound of Asterisk when left out.'),
      within: defaulted(
        duration({ zero: 'refused' }),
        '10s',
        'How long after the answer the key is waited for.',
      ),
    },
    'play and within',
  ),
  ({ play, within: withinMs }) => ({ prompt: play?.name ?? null, withinMs }),
);

const asUsual: Form<ConfirmRule> = {
  right: RIGHT,
  read: (node, desk) =>
    node.kind === 'scalar' && node.value === true
      ? { prompt: null, withinMs: WITHIN_MS }
      : desk.wrong(node, RIGHT),
  schema: () => ({ const: true }),
};

/** How an agent takes a call by key. */
export const confirmForm: Form<ConfirmRule> = byShape({
  right: RIGHT,
  scalar: asUsual,
  map: confirmGroup,
});

/** What an agent hears before he has the caller. */
export const whisperForm = checked(
  group(
    {
      play: optional(nameOf('prompt'), 'A prompt, for instance the name of the queue.'),
      waited: defaulted(flag(), false, 'How long the caller has waited, behind it.'),
    },
    'play, waited, or both',
  ),
  ({ play, waited, at }, _node, desk) => {
    if (play === null && !waited)
      desk.add('whisper-empty', at, 'a whisper in which nothing is said', 'play, waited: true, or both');
  },
);

import { listOrOne } from '../form/collections.js';
import { mapped } from '../form/form.js';
import { defaulted, defaultedGroup, group, optional, required } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { duration, flag, text } from '../form/scalars.js';
import { keysForm } from './menu.js';
import { blockForm } from './steps.js';

const ONCE_FIRST_AFTER_MS = 30_000;

const every = duration({ zero: 'refused' });
const firstAfter = duration({ zero: 'allowed' });

const positionForm = mapped(
  group(
    {
      every: required(every, 'How often the place in line may be said.'),
      first_after: optional(firstAfter, 'When it is said first; after the time of every when left out.'),
      only_when_better: defaulted(flag(), false, 'Say it only when it is better than the last time.'),
    },
    'every, and perhaps first_after and only_when_better',
  ),
  (read) => ({
    firstAfterMs: read.first_after ?? read.every,
    everyMs: read.every,
    onlyWhenBetter: read.only_when_better,
  }),
);

const estimateForm = mapped(
  group(
    {
      every: required(every, 'How often the estimated wait may be said.'),
      first_after: optional(firstAfter, 'When it is said first; after the time of every when left out.'),
    },
    'every, and perhaps first_after',
  ),
  (read) => ({ firstAfterMs: read.first_after ?? read.every, everyMs: read.every }),
);

const messageForm = mapped(
  group(
    {
      play: required(nameOf('prompt'), 'What is said.'),
      first_after: optional(
        firstAfter,
        'When it is said first; after the time of every when left out, after 30s when there is no every.',
      ),
      every: optional(every, 'How often it is said; once when left out.'),
    },
    'play, and perhaps first_after and every',
  ),
  (read) => ({
    prompt: read.play,
    firstAfterMs: read.first_after ?? read.every ?? ONCE_FIRST_AFTER_MS,
    everyMs: read.every,
  }),
);

/** What a waiting caller hears. */
export const waitingForm = group(
  {
    music: defaulted(
      text('a music class of Asterisk, such as default', /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/),
      'default',
      'The music class of Asterisk.',
    ),
    position: optional(positionForm, 'Says the place in line; not at all when left out.'),
    estimate: optional(
      estimateForm,
      'Says the estimated wait when it is known well enough; not at all when left out.',
    ),
    keys: optional(keysForm(blockForm), 'Keys by which a waiting caller leaves; they stand in quotes.'),
    messages: optional(
      listOrOne(messageForm, 'a list of messages such as [{ play: other-channels, every: 30s }]'),
      'Messages that are repeated between the music; none when left out.',
    ),
  },
  'music, position, estimate, keys, messages',
);

/** A queue without `waiting` has all its defaults. */
export function waitingField() {
  return defaultedGroup(waitingForm, 'What a waiting caller hears.');
}

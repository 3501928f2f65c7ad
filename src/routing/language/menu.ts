import type { BlockDraft, MenuDraft } from '../draft.js';
import { entries, type Entry } from '../form/collections.js';
import { mapped, type Form } from '../form/form.js';
import { defaulted, group, required } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { duration, whole } from '../form/scalars.js';

const RIGHT = 'a menu: prompt, keys, otherwise, and perhaps timeout and tries';
const KEY_RIGHT = 'a key in quotes: one of 0 to 9, * and #';
const LONGEST_TIMEOUT_MS = 60_000;

/** Keys and what follows each; `block` is the form of what follows. */
export function keysForm(block: Form<BlockDraft>): Form<Entry<BlockDraft>[]> {
  return entries(
    { right: KEY_RIGHT, pattern: /^[0-9*#]$/, about: 'What this key does.' },
    block,
    'keys such as "1": { queue: sales }',
  );
}

/** Lets the caller choose by key; `block` is the form of what follows a key. */
export function menuForm(block: Form<BlockDraft>): Form<MenuDraft> {
  const timeout = duration({ zero: 'refused', atMostMs: LONGEST_TIMEOUT_MS });
  const form = group(
    {
      prompt: required(nameOf('prompt'), 'What is heard; a key pressed during it counts at once.'),
      keys: required(keysForm(block), 'What each key does; keys stand in quotes.'),
      timeout: defaulted(timeout, '5s', 'Silence allowed after the end of the prompt.'),
      tries: defaulted(whole(1, 10), 3, 'How often the prompt is heard at most.'),
      otherwise: required(block, 'What happens after the last try without a right key.'),
    },
    RIGHT,
  );
  return mapped(form, (read) => ({
    do: 'menu',
    at: read.at,
    prompt: read.prompt,
    keys: read.keys,
    timeoutMs: read.timeout,
    tries: read.tries,
    otherwise: read.otherwise,
  }));
}

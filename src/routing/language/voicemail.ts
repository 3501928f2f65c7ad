import { listOrOne } from '../form/collections.js';
import { checked, type Form, type Read } from '../form/form.js';
import { defaulted, group, optional } from '../form/group.js';
import { nameOf } from '../form/names.js';
import { duration, oneOf, shapedText } from '../form/scalars.js';

const SECOND_MS = 1_000;
const LONGEST_MS = 15 * 60_000;
const ADDRESS_RULE = 'a mail address, such as sales@example.com';

const address = shapedText({
  right: ADDRESS_RULE,
  pattern:
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
  parse: (written) => written,
});

/** Asterisk counts the seconds of a message, not their parts. */
function seconds(atMostMs: number): Form<number> {
  return checked(duration({ zero: 'refused', atMostMs }), (ms, node, desk) => {
    if (ms % SECOND_MS !== 0) desk.wrong(node, 'whole seconds, such as 3s or 2m', 'wrong-value');
  });
}

/** A place where callers leave messages. */
export const voicemailForm = checked(
  group(
    {
      greeting: optional(
        nameOf('prompt'),
        'What is heard before the beep; a key cuts it off. The beep alone when left out.',
      ),
      mail: optional(
        listOrOne(address, 'a mail address, or a list of them'),
        'To whom each message is mailed, with its file.',
      ),
      callback: optional(
        nameOf('queue'),
        'The queue whose agents call back whoever comes here; it says callback, too. Nobody is called back when left out.',
      ),
      longest: defaulted(seconds(LONGEST_MS), '3m', 'A message ends by itself after so long.'),
      shortest: defaulted(seconds(60_000), '2s', 'A message in which less is said is none.'),
      silence: defaulted(seconds(60_000), '5s', 'Silence that ends a message.'),
      end: defaulted(oneOf(['#', '*', 'none']), '#', 'The key that ends a message.'),
    },
    'a voicemail box, {} for the usual: greeting, mail, callback, longest, shortest, silence, end',
  ),
  ({ longest, shortest, at }, _node, desk) => {
    if (shortest < longest) return;
    const found = `shortest: ${shortest / SECOND_MS}s beside longest: ${longest / SECOND_MS}s, so that every message is too short`;
    desk.add('voicemail-never-kept', at, found, 'a longest that is more than shortest');
  },
);
export type VoicemailDraft = Read<typeof voicemailForm>;

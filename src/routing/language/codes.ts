import type { PauseKey } from '../../core/codes/rule.js';
import { byShape, entries } from '../form/collections.js';
import { mapped, type Form } from '../form/form.js';
import { defaulted, defaultedGroup, group, optional, required, type Field } from '../form/group.js';
import { duration, text, whole } from '../form/scalars.js';

const PINS_LOCKED_AT_MOST_MS = 24 * 3_600_000;

function codeField(written: string, about: string): Field<string> {
  return defaulted(
    text('a code such as "*11": a star or # and one to four digits', /^[*#][0-9]{1,4}$/),
    written,
    about,
  );
}

const reasonForm = text('a reason of 1 to 60 characters on one line', /^[^\p{Cc}\p{Zl}\p{Zp}]{1,60}$/u);

const pauseKeyForm: Form<PauseKey> = byShape({
  right: 'a reason such as lunch, or { reason: lunch, for: 30m }',
  scalar: mapped(reasonForm, (reason) => ({ reason, forMs: null })),
  map: mapped(
    group(
      {
        reason: required(reasonForm, 'Why the agent pauses.'),
        for: optional(duration({ zero: 'refused' }), 'The pause ends by itself then.'),
      },
      'reason and for',
    ),
    ({ reason, for: forMs }) => ({ reason, forMs }),
  ),
});

const pausesForm = entries(
  {
    right: 'a key in quotes: one of 0 to 9',
    pattern: /^[0-9]$/,
    about: 'Why the agent pauses who dials this key behind the code.',
  },
  pauseKeyForm,
  'keys with reasons such as { "1": lunch, "2": { reason: coffee, for: 10m } }',
);

const lockForm = group(
  {
    wrong: defaulted(whole(1, 10), 5, 'So many wrong PINs in a row lock the PIN of the agent.'),
    for: defaulted(
      duration({ zero: 'refused', atMostMs: PINS_LOCKED_AT_MOST_MS }),
      '15m',
      'For so long, unless somebody unlocks it.',
    ),
  },
  'wrong and for',
);

/** What agents dial at their phones to say what they do. */
export const codesForm = group(
  {
    sign_in: codeField('*11', 'Asks for number and PIN of the agent, and signs him in.'),
    sign_out: codeField('*12', 'Signs out whoever is signed in at the phone.'),
    pause: codeField(
      '*13',
      'No calls from now on; a key of `pauses` and, behind a star, minutes may follow.',
    ),
    resume: codeField('*14', 'Ends the pause.'),
    end_wrap_up: codeField('*15', 'Free for the next call at once.'),
    pauses: optional(pausesForm, 'Why agents pause, by key; without them `break`, and no key is dialled.'),
    lock: defaultedGroup(lockForm, 'When the PIN of an agent is locked.'),
  },
  'codes, {} for the usual: sign_in, sign_out, pause, resume, end_wrap_up, pauses, lock',
);

/** By which an agent signs in at a phone. */
export const agentNumberForm = mapped(
  text('a number in quotes: one to eleven digits', /^[0-9]{1,11}$/),
  (digits, { at }) => ({ digits, at }),
);

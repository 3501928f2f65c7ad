import type { Read } from '../form/form.js';
import { defaulted, group, optional } from '../form/group.js';
import { duration } from '../form/scalars.js';
import { recordField } from './agents.js';
import { codesForm } from './codes.js';
import { wrapUpField } from './offers.js';

const outgoingForm = group(
  {
    ring_for: defaulted(duration({ zero: 'refused' }), '45s', 'How long the phone outside rings.'),
    record: recordField('The calls that agents make'),
    wrap_up: wrapUpField(),
  },
  'how agents make calls, {} for the usual: ring_for, record, wrap_up',
);

/** What agents may do at their phones beside answering them. */
export const phonesForm = group(
  {
    outgoing: optional(
      outgoingForm,
      'Agents call the numbers that the dial policy allows; they call nobody when left out.',
    ),
    codes: optional(
      codesForm,
      'What agents dial to sign in and out, pause, resume and end their wrap-up; they dial no codes when left out.',
    ),
  },
  'what agents do at their phones: outgoing and codes',
);
export type PhonesDraft = Read<typeof phonesForm>;

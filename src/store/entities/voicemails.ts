import type { VoicemailFact, VoicemailMark } from '../../core/milestone.js';
import type { Instant } from '../../core/signal.js';
import type { VoicemailMail } from '../../ports/voicemails.js';
import {
  countColumn,
  idColumn,
  jsonColumn,
  key,
  longTextColumn,
  millisecondsColumn,
  textColumn,
  wordColumn,
} from './columns.js';
import { table } from './table.js';

/** Who came to a voicemail box, and what he left there; who he is stands with his call. */
export const VoicemailEntity = table<VoicemailFact>('stored_voicemails', {
  voicemail: key(idColumn('voicemail_id')),
  call: idColumn('call_id'),
  box: idColumn('box'),
  enteredAt: millisecondsColumn('entered_at'),
  recordedAt: millisecondsColumn('recorded_at', 'may-be-null'),
  endedAt: millisecondsColumn('ended_at'),
  durationMs: millisecondsColumn('duration_ms', 'may-be-null'),
  spokenMs: millisecondsColumn('spoken_ms', 'may-be-null'),
  result: wordColumn('result'),
  failure: wordColumn('failure', 'may-be-null'),
  recording: idColumn('recording_id', 'may-be-null'),
  callback: idColumn('callback_id', 'may-be-null'),
  mail: jsonColumn('mail'),
});

/** Whether a message was heard, as it was said last. */
export const VoicemailMarkEntity = table<VoicemailMark>('stored_voicemail_marks', {
  voicemail: key(idColumn('voicemail_id')),
  at: millisecondsColumn('marked_at'),
  heardBy: textColumn('heard_by', 'may-be-null'),
});

/** A message on its way to one address. */
export type VoicemailMailRow = VoicemailMail & { readonly holder: string; readonly claimEndsAt: Instant };
export const VoicemailMailEntity = table<VoicemailMailRow>('voicemail_mails', {
  voicemail: key(idColumn('voicemail_id')),
  to: key(textColumn('address')),
  state: wordColumn('state'),
  mark: wordColumn('mark'),
  handOvers: countColumn('hand_overs'),
  tries: countColumn('tries'),
  since: millisecondsColumn('tried_since'),
  nextTryAt: millisecondsColumn('next_try_at'),
  acceptedAt: millisecondsColumn('accepted_at', 'may-be-null'),
  said: longTextColumn('said', 'may-be-null'),
  holder: idColumn('holder'),
  claimEndsAt: millisecondsColumn('claim_ends_at'),
});

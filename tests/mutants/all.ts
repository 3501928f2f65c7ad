import { AFTER_CALL_MUTANTS } from './after-call-mutants.js';
import { AGENT_MUTANTS } from './agent-mutants.js';
import { BOOKS_MUTANTS } from './books-mutants.js';
import { CALLBACK_MUTANTS } from './callback-mutants.js';
import { CALLER_MUTANTS } from './caller-mutants.js';
import { CODE_MUTANTS } from './code-mutants.js';
import { ALERT_MUTANTS } from './alert-mutants.js';
import { MAIL_MUTANTS } from './mail-mutants.js';
import { FIGURE_MUTANTS } from './figure-mutants.js';
import { KEPT_DAYS_MUTANTS } from './kept-days-mutants.js';
import { KNOWN_MUTANTS } from './known-mutants.js';
import { LANGUAGE_MUTANTS } from './language-mutants.js';
import type { Mutant } from './mutant.js';
import { OUTGOING_MUTANTS } from './outgoing-mutants.js';
import { PARTNER_MUTANTS } from './partner-mutants.js';
import { QUEUE_MUTANTS } from './queue-mutants.js';
import { OVERLOAD_MUTANTS } from './overload-mutants.js';
import { RECORDING_MUTANTS } from './recording-mutants.js';
import { REPORT_MUTANTS } from './report-mutants.js';
import { RECOVERY_MUTANTS } from './recovery-mutants.js';
import { RETENTION_MUTANTS } from './retention-mutants.js';
import { RINGING_MUTANTS } from './ringing-mutants.js';
import { SPEECH_MUTANTS } from './speech-mutants.js';
import { SURVIVAL_MUTANTS } from './survival-mutants.js';
import { TRANSFER_MUTANTS } from './transfer-mutants.js';
import { VOICEMAIL_MUTANTS } from './voicemail-mutants.js';

/** Every named fault. */
export const MUTANTS: readonly Mutant[] = [
  ...AGENT_MUTANTS,
  ...AFTER_CALL_MUTANTS,
  ...TRANSFER_MUTANTS,
  ...VOICEMAIL_MUTANTS,
  ...RINGING_MUTANTS,
  ...CALLER_MUTANTS,
  ...SURVIVAL_MUTANTS,
  ...RECOVERY_MUTANTS,
  ...RECORDING_MUTANTS,
  ...LANGUAGE_MUTANTS,
  ...KNOWN_MUTANTS,
  ...QUEUE_MUTANTS,
  ...CALLBACK_MUTANTS,
  ...OUTGOING_MUTANTS,
  ...PARTNER_MUTANTS,
  ...CODE_MUTANTS,
  ...OVERLOAD_MUTANTS,
  ...REPORT_MUTANTS,
  ...FIGURE_MUTANTS,
  ...KEPT_DAYS_MUTANTS,
  ...MAIL_MUTANTS,
  ...RETENTION_MUTANTS,
  ...ALERT_MUTANTS,
  ...BOOKS_MUTANTS,
  ...SPEECH_MUTANTS,
];

import { AFTER_CALL_MUTANTS } from './after-call-mutants.js';
import { AGENT_MUTANTS } from './agent-mutants.js';
import { CALLBACK_MUTANTS } from './callback-mutants.js';
import { CALLER_MUTANTS } from './caller-mutants.js';
import { ALERT_MUTANTS } from './alert-mutants.js';
import { MAIL_MUTANTS } from './mail-mutants.js';
import { KNOWN_MUTANTS } from './known-mutants.js';
import { LANGUAGE_MUTANTS } from './language-mutants.js';
import type { Mutant } from './mutant.js';
import { QUEUE_MUTANTS } from './queue-mutants.js';
import { OVERLOAD_MUTANTS } from './overload-mutants.js';
import { RECORDING_MUTANTS } from './recording-mutants.js';
import { REPORT_MUTANTS } from './report-mutants.js';
import { RECOVERY_MUTANTS } from './recovery-mutants.js';
import { RETENTION_MUTANTS } from './retention-mutants.js';
import { RINGING_MUTANTS } from './ringing-mutants.js';
import { SURVIVAL_MUTANTS } from './survival-mutants.js';

/** Every named fault. */
export const MUTANTS: readonly Mutant[] = [
  ...AGENT_MUTANTS,
  ...AFTER_CALL_MUTANTS,
  ...RINGING_MUTANTS,
  ...CALLER_MUTANTS,
  ...SURVIVAL_MUTANTS,
  ...RECOVERY_MUTANTS,
  ...RECORDING_MUTANTS,
  ...LANGUAGE_MUTANTS,
  ...KNOWN_MUTANTS,
  ...QUEUE_MUTANTS,
  ...CALLBACK_MUTANTS,
  ...OVERLOAD_MUTANTS,
  ...REPORT_MUTANTS,
  ...MAIL_MUTANTS,
  ...RETENTION_MUTANTS,
  ...ALERT_MUTANTS,
];

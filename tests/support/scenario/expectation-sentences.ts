import { AFTER_CALL_EXPECTATIONS } from './after-call-expectations.js';
import { AGENT_EXPECTATIONS } from './agent-expectations.js';
import { CALLBACK_EXPECTATIONS } from './callback-expectations.js';
import { CALLER_EXPECTATIONS } from './caller-expectations.js';
import type { Check } from './check.js';
import { FACT_EXPECTATIONS } from './fact-expectations.js';
import { OUTGOING_EXPECTATIONS } from './outgoing-expectations.js';
import { OUTSIDE_EXPECTATIONS } from './outside-expectations.js';
import { PARTNER_EXPECTATIONS } from './partner-expectations.js';
import { PHONE_EXPECTATIONS } from './phone-expectations.js';
import { RECORDING_EXPECTATIONS } from './recording-expectations.js';
import { TRANSFER_EXPECTATIONS } from './transfer-expectations.js';
import { VOICEMAIL_EXPECTATIONS } from './voicemail-expectations.js';
import type { SentenceForm } from './sentence.js';

/** What can stand in `then:`. */
export const EXPECTATION_SENTENCES: readonly SentenceForm<Check>[] = [
  ...CALLBACK_EXPECTATIONS,
  ...OUTGOING_EXPECTATIONS,
  ...OUTSIDE_EXPECTATIONS,
  ...PARTNER_EXPECTATIONS,
  ...FACT_EXPECTATIONS,
  ...RECORDING_EXPECTATIONS,
  ...VOICEMAIL_EXPECTATIONS,
  ...AFTER_CALL_EXPECTATIONS,
  ...TRANSFER_EXPECTATIONS,
  ...CALLER_EXPECTATIONS,
  ...PHONE_EXPECTATIONS,
  ...AGENT_EXPECTATIONS,
];

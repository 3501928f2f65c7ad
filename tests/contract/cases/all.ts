import type { ContractCase } from '../world.js';
import { MESSAGES } from './messages.js';
import { ORDER } from './order.js';
import { PHONES } from './phones.js';
import { RACES } from './races.js';
import { RECORDING } from './recording.js';
import { REFUSALS } from './refusals.js';
import { SOUND } from './sound.js';
import { TRANSFERS } from './transfers.js';

/** The whole contract of the telephony port. */
export const CONTRACT_CASES: readonly ContractCase[] = [
  ...REFUSALS,
  ...ORDER,
  ...SOUND,
  ...RACES,
  ...RECORDING,
  ...MESSAGES,
  ...PHONES,
  ...TRANSFERS,
];

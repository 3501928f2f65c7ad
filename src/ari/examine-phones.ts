import { type Finding, failed, passed, warned } from '../ports/diagnosis.js';
import { endpointOf, endpointState } from './check-rights.js';
import type { AriLibrary } from './library.js';

/** Whether the phones of the plan are known to Asterisk, and which of them are registered now. */
export async function examinePhones(
  library: AriLibrary,
  phones: readonly string[],
): Promise<readonly Finding[]> {
  const wanted = [...new Set(phones)].filter((phone) => endpointOf(phone) !== null);
  const states = await Promise.all(
    wanted.map(async (phone) => ({ phone, state: await stateOf(library, phone) })),
  );
  const unknown = states.filter(({ state }) => state === null).map(({ phone }) => phone);
  const offline = states
    .filter(({ state }) => state !== null && state !== 'online')
    .map(({ phone }) => phone);
  const registered = wanted.length - unknown.length - offline.length;
  return [
    ...(unknown.length === 0 ? [] : unknownPhones(unknown)),
    ...(offline.length === 0 ? [] : offlinePhones(offline)),
    ...(registered === 0 && wanted.length > 0
      ? []
      : passed(`${registered} of ${wanted.length} phones are registered`)),
  ];
}

async function stateOf(library: AriLibrary, phone: string): Promise<string | null> {
  const endpoint = endpointOf(phone);
  return endpoint === null ? null : endpointState(library, endpoint);
}

function unknownPhones(phones: readonly string[]): readonly Finding[] {
  return failed(
    `Asterisk knows no phone ${phones.join(', ')}`,
    "add the endpoint to pjsip.conf, or correct the agent's phone in the routing file",
  );
}

function offlinePhones(phones: readonly string[]): readonly Finding[] {
  return warned(
    `not registered: ${phones.join(', ')}`,
    'switch the phone on; then compare user and password in the phone with pjsip.conf ("pjsip show registrations", security log)',
  );
}

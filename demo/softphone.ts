import { readFileSync } from 'node:fs';
import type { AsteriskSet } from '../tests/support/asterisk/instances.js';
import type { Callplane } from '../tests/support/callplane/callplane.js';

/** How a person calls into the running demo. */
export function howToCallIn(set: AsteriskSet, callplane: Callplane): string {
  const { softphone } = set;
  const secret = secretOf(set.phonesSecretsFile, softphone.name);
  return `
Everything goes on running. To call in with a softphone on this machine:
  account  ${softphone.name}
  server   ${softphone.sip} (UDP)
  password ${secret}
  dial     +35920000000 (menu), or +35920000001 sales, …2 support, …3 billing, …9 key accounts
The HTTP interface is at ${callplane.url}, its token in the variable CALLPLANE_API_TOKEN:
  ${callplane.environment['CALLPLANE_API_TOKEN'] ?? ''}
Ctrl-C ends it.`;
}

function secretOf(file: string, name: string): string {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((each) => each.split(/\s+/)[0] === name);
  return line?.split(/\s+/)[1] ?? '(see ' + file + ')';
}

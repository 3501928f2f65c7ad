import { type Check, failed, type Finding, passed } from '../ports/diagnosis.js';
import { isLoopback } from './loopback.js';

/** ARI's password crosses no network in the clear: Asterisk on this machine, or TLS. */
export function ariAddressCheck(url: string): Check {
  return { area: 'network', name: 'ARI', look: () => Promise.resolve(look(new URL(url))) };
}

function look(url: URL): readonly Finding[] {
  if (url.protocol === 'https:') return passed(`${url.origin} is reached with TLS`);
  if (isLoopback(url.hostname)) return passed(`${url.origin} is this machine's own`);
  return failed(
    `${url.origin} is another machine, and without TLS whoever is in between reads the password and may place calls`,
    'set "tlsenable=yes" with certificate in http.conf and begin CALLPLANE_ARI_URL with https, or run Callplane beside Asterisk and set "bindaddr=127.0.0.1"',
  );
}

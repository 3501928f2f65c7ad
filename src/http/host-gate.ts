import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import { Problem } from './problem.js';

/**
 * Keeps other web pages out. A page that has its own name point to this machine (DNS rebinding) can only come with that
 * name in `Host`: addresses and `localhost` pass, names only when they are ours. A page of another origin says so in
 * `Origin`. Programs that are no browsers may leave both out.
 */
export function hostGate(names: readonly string[]): RequestHandler {
  const known = new Set(['localhost', ...names.map((name) => name.toLowerCase())]);
  return (request, _response, next) => {
    const host = request.get('host');
    if (host === undefined && request.httpVersion === '1.1')
      throw new Problem('bad-request', 'A request of HTTP/1.1 needs the header "Host".');
    const name = host === undefined ? null : nameIn(host);
    if (name !== null && isIP(name) === 0 && !known.has(name)) {
      throw new Problem(
        'wrong-host',
        `"${name}" is not a name of this Callplane. Ask by its address, or add the name to CALLPLANE_HTTP_NAMES.`,
      );
    }
    const origin = request.get('origin');
    if (origin !== undefined && originHost(origin) !== host?.toLowerCase())
      throw new Problem(
        'foreign-origin',
        'A web page of another origin may not ask; Callplane shares with none.',
      );
    next();
  };
}

/** The name or address in a Host header, without port and brackets. */
function nameIn(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

function originHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

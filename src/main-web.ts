import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { StartSettings } from './app/settings.js';
import type { Log } from './ports/log.js';
import { WebClient } from './web/web-client.js';

/** The client for other systems; certificates that cannot be read stop no call, so then none is trusted but the usual ones. */
export function createWebClient({ web }: StartSettings, log: Log): WebClient {
  const { authorizations } = web;
  return new WebClient({
    authorizations,
    authority: web.authority === null ? null : authorityIn(web.authority, log),
    now: () => performance.now(),
    log,
  });
}

function authorityIn(path: string, log: Log): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    log.error('CALLPLANE_WEB_AUTHORITY cannot be read; only the usual certificates are trusted', {
      path,
      error,
    });
    return null;
  }
}

import express, { type Express } from 'express';
import type { Readiness } from '../ports/live.js';
import type { Log } from '../ports/log.js';
import { faultHandler } from './fault-handler.js';
import { HEADERS, prepare } from './headers.js';
import { hostGate } from './host-gate.js';
import { Problem } from './problem.js';

export interface StandbyHttpParts {
  readonly readiness: () => Readiness;
  /** Where the leader answers; null: not known. */
  readonly leader: () => string | null;
  /** Names of this server that may stand in `Host`, beside addresses and localhost. */
  readonly names: readonly string[];
  readonly log: Log;
  readonly mintRequestId: () => string;
}

/** The front door of an installation that stands by: it says so, and who leads; everything else is asked there. */
export function createStandbyHttp(parts: StandbyHttpParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.use(prepare(parts.mintRequestId));
  app.use(HEADERS, hostGate(parts.names));
  app.get('/health', (_request, response) => {
    response.json({ state: 'alive', role: 'standby', leader: parts.leader() });
  });
  app.get('/ready', (_request, response) => {
    response.status(503).json({ ...parts.readiness(), leader: parts.leader() });
  });
  app.use(() => {
    const leader = parts.leader();
    const where = leader === null ? 'Who leads is not known at the moment.' : `Ask ${leader} instead.`;
    throw new Problem('not-leading', `This installation stands by and changes nothing. ${where}`, {
      leader,
      headers: { 'Retry-After': '1' },
    });
  });
  app.use(faultHandler(parts.log));
  return app;
}

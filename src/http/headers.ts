import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** The answers are data for programs; no browser may run, keep, frame or share them. */
export const HEADERS = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  xFrameOptions: { action: 'deny' },
  // There is no TLS here; whoever puts it in front says this too.
  strictTransportSecurity: false,
});

/** Gives each request an id, and each answer the headers. */
export function prepare(mintRequestId: () => string): RequestHandler {
  return (_request, response, next) => {
    const id = mintRequestId();
    response.locals['requestId'] = id;
    response.set('Cache-Control', 'no-store').set('X-Request-Id', id);
    next();
  };
}

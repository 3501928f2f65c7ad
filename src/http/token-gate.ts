import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Log } from '../ports/log.js';
import { Problem } from './problem.js';

/** Lets a request pass only when it carries the token (RFC 6750); compared in constant time. */
export function tokenGate(token: string, log: Log): RequestHandler {
  const wanted = digest(token);
  return (request, _response, next) => {
    const given = /^Bearer +(\S+) *$/i.exec(request.get('authorization') ?? '')?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), wanted)) {
      next();
      return;
    }
    log.warn('a request without the right token was refused', {
      from: request.socket.remoteAddress ?? 'unknown',
      method: request.method,
      path: request.path,
    });
    next(given === undefined ? missing() : wrong());
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function missing(): Problem {
  return new Problem('token-missing', 'Send the header "Authorization: Bearer <token>".', {
    headers: { 'WWW-Authenticate': 'Bearer realm="callplane"' },
  });
}

function wrong(): Problem {
  return new Problem(
    'token-wrong',
    'Send the token that CALLPLANE_API_TOKEN of the running Callplane says.',
    {
      headers: { 'WWW-Authenticate': 'Bearer realm="callplane", error="invalid_token"' },
    },
  );
}

import type { Request, RequestHandler, Response } from 'express';
import { BeyondReach, type Identify, type Identity, type Role } from '../ports/access.js';
import type { Log } from '../ports/log.js';
import { LoginLimits } from './login-limits.js';
import { Problem } from './problem.js';

/** Lets a request pass only with a token that belongs to somebody (RFC 6750); wrong ones are limited per address. */
export function tokenGate(identify: Identify, now: () => number, log: Log): RequestHandler {
  const limits = new LoginLimits(now);
  return (request, response, next) => {
    const token = /^Bearer +(\S+) *$/i.exec(request.get('authorization') ?? '')?.[1];
    const from = request.socket.remoteAddress ?? 'unknown';
    const told = { from, method: request.method, path: request.path };
    if (token === undefined) {
      log.warn('a request without a token was refused', told);
      throw missing();
    }
    const waitMs = limits.waitMs(from, token);
    if (waitMs > 0) throw tooMany(waitMs);
    const who = identify(token);
    if (who === null) {
      const wasLast = limits.wrong(from);
      log.warn(
        `a wrong token was refused${wasLast ? '; no more is looked at from there for a while' : ''}`,
        told,
      );
      throw wrong();
    }
    limits.right(from, token);
    response.locals['who'] = who;
    next();
  };
}

/** Lets only these roles pass. */
export function roleGate(roles: readonly Role[]): RequestHandler {
  return (request, response, next) => {
    const who = whoAsks(response);
    if (who === null || !roles.includes(who.role))
      throw new BeyondReach(`${request.method} ${routeOf(request)}, which is for: ${roles.join(', ')}`);
    next();
  };
}

/** Whom the gate let in; null: nobody yet. */
export function whoAsks(response: Response): Identity | null {
  return (response.locals['who'] as Identity | undefined) ?? null;
}

function routeOf(request: Request): string {
  const route: unknown = request.route;
  const hasPath = typeof route === 'object' && route !== null && 'path' in route;
  return hasPath ? String(route.path) : request.path;
}

function missing(): Problem {
  return new Problem('token-missing', 'Send the header "Authorization: Bearer <token>".', {
    headers: { 'WWW-Authenticate': 'Bearer realm="callplane"' },
  });
}

function wrong(): Problem {
  return new Problem('token-wrong', 'Nobody has this token (any more); "callplane access" gives new ones.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="callplane", error="invalid_token"' },
  });
}

function tooMany(waitMs: number): Problem {
  const seconds = Math.ceil(waitMs / 1000);
  return new Problem(
    'too-many-attempts',
    `Too many wrong tokens came from this address; try again in ${seconds} s.`,
    {
      headers: { 'Retry-After': String(seconds) },
    },
  );
}

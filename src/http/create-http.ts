import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { LiveOperations } from '../ports/live.js';
import type { Log } from '../ports/log.js';
import { agentRoutes } from './agent-routes.js';
import { faultHandler, requestId } from './fault-handler.js';
import { healthRoutes, liveRoutes } from './live-routes.js';
import { Problem } from './problem.js';
import type { Route } from './route.js';
import { tokenGate } from './token-gate.js';

const BODY_LIMIT = '16kb';

/** The answers are data for programs; no browser may run, keep, frame or share them. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export interface HttpParts {
  readonly live: LiveOperations;
  /** What requests must carry; not empty. */
  readonly token: string;
  readonly log: Log;
  /** An id for a request that is not used twice. */
  readonly mintRequestId: () => string;
}

/** Everything that can be asked, in the order of `docs/http.md`. */
export function routesOf(live: LiveOperations): readonly Route[] {
  return [...healthRoutes(live), ...agentRoutes(live), ...liveRoutes(live)];
}

/** The front door; `serve` opens it. */
export function createHttp(parts: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.use(prepare(parts.mintRequestId));
  const guards = [tokenGate(parts.token, parts.log), jsonOnly, express.json({ limit: BODY_LIMIT })];
  for (const [path, routes] of byPath(routesOf(parts.live))) addPath(app, path, routes, guards, parts.log);
  // A stranger does not learn which paths exist.
  app.use('/api', guards[0] ?? refuseUnknown);
  app.use(refuseUnknown);
  app.use(faultHandler(parts.log));
  return app;
}

function addPath(
  app: Express,
  path: string,
  routes: readonly Route[],
  guards: readonly RequestHandler[],
  log: Log,
): void {
  const methods = routes.map((route) => route.method);
  if (routes.some((route) => route.access === 'token')) app.all(path, ...guards);
  for (const route of routes) {
    const handle = answer(route, log);
    if (route.method === 'GET') app.get(path, handle);
    else app.post(path, handle);
  }
  app.all(path, (request) => {
    const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
    throw new Problem('method-not-allowed', `${path} answers ${allowed.join(', ')}, not ${request.method}.`, {
      headers: { Allow: allowed.join(', ') },
    });
  });
}

function answer(route: Route, log: Log) {
  return async (request: Request, response: Response): Promise<void> => {
    const params: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.params)) params[name] = String(value);
    const reply = await route.handle({ params, body: request.body as unknown });
    const fields = {
      request: requestId(response),
      method: route.method,
      path: request.path,
      status: reply.status,
    };
    if (route.method === 'POST') log.info('answered a request', fields);
    else log.debug('answered a request', fields);
    response.status(reply.status).json(reply.body);
  };
}

function prepare(mintRequestId: () => string): RequestHandler {
  return (request, response, next) => {
    const id = mintRequestId();
    response.locals['requestId'] = id;
    response.set(HEADERS).set('X-Request-Id', id);
    if (request.headers.host === undefined && request.httpVersion === '1.1')
      throw new Problem('bad-request', 'A request of HTTP/1.1 needs the header "Host".');
    next();
  };
}

/** A body that claims to be something else would be taken for none. */
const jsonOnly: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.get('content-length')) > 0;
  if (hasBody && request.is('application/json') === false) {
    throw new Problem('not-json', 'Send the body with the header "Content-Type: application/json".');
  }
  next();
};

const refuseUnknown: RequestHandler = (request) => {
  throw new Problem('unknown-path', `${request.path} is not known; docs/http.md lists what is.`);
};

function byPath(routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> {
  const map = new Map<string, Route[]>();
  for (const route of routes) map.set(route.path, [...(map.get(route.path) ?? []), route]);
  return map;
}

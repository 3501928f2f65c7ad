import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { Identify, Identity } from '../ports/access.js';
import type { LiveOperations } from '../ports/live.js';
import type { Log } from '../ports/log.js';
import type { MetricFamily } from '../ports/metrics.js';
import type { Stories } from '../ports/story.js';
import type { RecordedSounds } from '../ports/voicemails.js';
import { agentRoutes } from './agent-routes.js';
import { faultHandler, requestId } from './fault-handler.js';
import { fewSounds } from './few-sounds.js';
import { HEADERS, prepare } from './headers.js';
import { hostGate } from './host-gate.js';
import { healthRoutes, liveRoutes } from './live-routes.js';
import { metricsRoute } from './metrics-route.js';
import { callbackRoutes } from './callback-routes.js';
import { callRoutes } from './call-routes.js';
import { transferRoutes } from './transfer-routes.js';
import { recordingRoutes } from './recording-routes.js';
import { Problem } from './problem.js';
import { PlainText, type Reply, type Route, Sound } from './route.js';
import { sendSound } from './send-sound.js';
import { callerRoutes } from './caller-routes.js';
import { reviewRoutes } from './review-routes.js';
import { storyRoutes } from './story-routes.js';
import { switchRoutes } from './switch-routes.js';
import { voicemailRoutes } from './voicemail-routes.js';
import { roleGate, tokenGate, whoAsks } from './token-gate.js';

const BODY_LIMIT = '16kb';

export interface HttpParts {
  readonly live: LiveOperations;
  /** The figures as they are now. */
  readonly metrics: () => readonly MetricFamily[];
  /** What is stored of calls. */
  readonly stories: Stories;
  /** The files of messages and recorded talks. */
  readonly sounds: RecordedSounds;
  /** The same as one of those who ask may see and steer it. */
  readonly sightOf: (who: Identity) => LiveOperations;
  readonly identify: Identify;
  /** Names of this server that may stand in `Host`, beside addresses and localhost. */
  readonly names: readonly string[];
  readonly log: Log;
  /** An id for a request that is not used twice. */
  readonly mintRequestId: () => string;
  /** Milliseconds that never go backwards. */
  readonly now: () => number;
}

/** Everything that can be asked, in the order of `docs/http.md`. */
export function routesOf({
  live,
  metrics,
  sounds,
  stories,
}: Pick<HttpParts, 'live' | 'metrics' | 'sounds' | 'stories'>): readonly Route[] {
  const few = fewSounds(sounds);
  return [
    ...healthRoutes(live),
    metricsRoute(metrics),
    ...agentRoutes(),
    ...liveRoutes(),
    ...callRoutes(),
    ...storyRoutes(stories),
    ...reviewRoutes(stories),
    ...callbackRoutes(),
    ...transferRoutes(),
    ...voicemailRoutes(few),
    ...recordingRoutes(stories, few),
    ...switchRoutes(),
    ...callerRoutes(),
  ];
}

/** The front door; `serve` opens it. */
export function createHttp(parts: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.use(prepare(parts.mintRequestId));
  app.use(HEADERS, hostGate(parts.names));
  const gate = tokenGate(parts.identify, parts.now, parts.log);
  for (const [path, routes] of byPath(routesOf(parts))) addPath(app, path, routes, gate, parts);
  // A stranger does not learn which paths exist.
  app.use('/api', gate);
  app.use(refuseUnknown);
  app.use(faultHandler(parts.log));
  return app;
}

function addPath(
  app: Express,
  path: string,
  routes: readonly Route[],
  gate: RequestHandler,
  parts: HttpParts,
): void {
  const methods = routes.map((route) => route.method);
  for (const route of routes) {
    const guards = route.access === 'open' ? [] : [gate, roleGate(route.access), jsonOnly, readBody];
    const handlers = [...guards, answer(route, parts)];
    if (route.method === 'GET') app.get(path, ...handlers);
    else app.post(path, ...handlers);
  }
  const isClosed = routes.some((route) => route.access !== 'open');
  app.all(path, ...(isClosed ? [gate] : []), (request) => {
    const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
    throw new Problem('method-not-allowed', `${path} answers ${allowed.join(', ')}, not ${request.method}.`, {
      headers: { Allow: allowed.join(', ') },
    });
  });
}

function answer(route: Route, parts: HttpParts) {
  const { log } = parts;
  return async (request: Request, response: Response): Promise<void> => {
    const reply = await reaction(route, parts, request, response);
    const fields = {
      request: requestId(response),
      by: whoAsks(response)?.name,
      method: route.method,
      path: request.path,
      status: reply.status,
    };
    // Who has listened to somebody is worth a line, too.
    if (route.method === 'POST' || reply.body instanceof Sound) log.info('answered a request', fields);
    else log.debug('answered a request', fields);
    response.status(reply.status);
    if (reply.body instanceof PlainText) response.set('Content-Type', reply.body.type).end(reply.body.text);
    else if (reply.body instanceof Sound) await sendSound(response, reply.body);
    else response.json(reply.body);
  };
}

async function reaction(
  route: Route,
  { sightOf }: HttpParts,
  request: Request,
  response: Response,
): Promise<Reply> {
  if (route.access === 'open') return route.handle();
  const who = whoAsks(response);
  if (who === null) throw new Error(`${route.path} was reached without a token`);
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.params)) params[name] = String(value);
  const by = { name: who.name, role: who.role, request: requestId(response) };
  return route.handle({ params, body: request.body as unknown, who, by, live: sightOf(who) });
}

const readBody = express.json({ limit: BODY_LIMIT });

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

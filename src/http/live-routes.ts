import type { LiveOperations } from '../ports/live.js';
import type { NewCalls } from '../ports/telephony.js';
import { checkEmpty } from './bodies.js';
import { notThere } from './not-there.js';
import { Problem } from './problem.js';
import { callJson, queueJson } from './representation.js';
import {
  ADMINISTRATOR,
  EVERY_ROLE,
  get,
  list,
  ok,
  OVERSEERS,
  post,
  type Reply,
  type Route,
  type RouteInput,
} from './route.js';

/** Whether the process lives and whether it can take calls: for load balancers and watchdogs, without a token. */
export function healthRoutes(live: Pick<LiveOperations, 'readiness'>): readonly Route[] {
  return [
    { method: 'GET', path: '/health', access: 'open', handle: () => ok({ state: 'alive' }) },
    {
      method: 'GET',
      path: '/ready',
      access: 'open',
      handle: () => {
        const readiness = live.readiness();
        return { status: readiness.state === 'not-ready' ? 503 : 200, body: readiness };
      },
    },
  ];
}

/** Queues and calls as they are, and the routing file. */
export function liveRoutes(): readonly Route[] {
  return [
    get('/api/queues', OVERSEERS, ({ live }) => list(live.queues().map(queueJson))),
    get('/api/queues/:id', OVERSEERS, theQueue),
    get('/api/calls', EVERY_ROLE, ({ live }) => list(live.calls().map(callJson))),
    post('/api/reload', ADMINISTRATOR, reload),
    post('/api/handover', ADMINISTRATOR, handOver),
    post('/api/drain', ADMINISTRATOR, (input) => drain(input, 'elsewhere')),
    post('/api/undrain', ADMINISTRATOR, (input) => drain(input, 'here')),
  ];
}

function theQueue(input: RouteInput): Reply {
  const queue = input.params['id'] ?? '';
  const view = input.live.queues().find((each) => each.queue === queue);
  if (view !== undefined) return ok(queueJson(view));
  throw notThere(input, 'unknown-queue', `queue in the routing file is called "${queue}"`);
}

function handOver({ body, live, by }: RouteInput): Reply {
  checkEmpty(body);
  const result = live.handOver(by);
  if (result.ok) return { status: 202, body: { state: 'handing-over' } };
  throw new Problem('no-standby', result.detail);
}

async function drain({ body, live, by }: RouteInput, newCalls: NewCalls): Promise<Reply> {
  checkEmpty(body);
  const result = await live.drain(newCalls, by);
  if (result.ok) return ok({ newCalls, callsLeft: result.callsLeft });
  throw new Problem('asterisk-silent', result.detail);
}

async function reload({ body, live, by }: RouteInput): Promise<Reply> {
  checkEmpty(body);
  const result = await live.reload(by);
  if (result.ok) return ok({ version: result.version, changed: result.changed });
  const count = result.faults.length;
  throw new Problem(
    'routing-file-faulty',
    `${count} ${count === 1 ? 'fault' : 'faults'}; nothing has changed.`,
    {
      faults: result.faults,
    },
  );
}

import type { LiveOperations } from '../ports/live.js';
import { checkEmpty } from './bodies.js';
import { Problem } from './problem.js';
import { callJson, queueJson } from './representation.js';
import { list, ok, type Reply, type Route } from './route.js';

/** Whether the process lives and whether it can take calls: for load balancers and watchdogs, without a token. */
export function healthRoutes(live: LiveOperations): readonly Route[] {
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
export function liveRoutes(live: LiveOperations): readonly Route[] {
  return [
    { method: 'GET', path: '/api/queues', access: 'token', handle: () => list(live.queues().map(queueJson)) },
    {
      method: 'GET',
      path: '/api/queues/:id',
      access: 'token',
      handle: (input) => theQueue(live, input.params['id'] ?? ''),
    },
    { method: 'GET', path: '/api/calls', access: 'token', handle: () => list(live.calls().map(callJson)) },
    {
      method: 'POST',
      path: '/api/reload',
      access: 'token',
      handle: (input) => {
        checkEmpty(input.body);
        return reload(live);
      },
    },
    {
      method: 'POST',
      path: '/api/handover',
      access: 'token',
      handle: (input) => {
        checkEmpty(input.body);
        return handOver(live);
      },
    },
  ];
}

function theQueue(live: LiveOperations, queue: string): Reply {
  const view = live.queues().find((each) => each.queue === queue);
  if (view !== undefined) return ok(queueJson(view));
  throw new Problem('unknown-queue', `No queue in the routing file is called "${queue}".`);
}

function handOver(live: LiveOperations): Reply {
  const result = live.handOver();
  if (result.ok) return { status: 202, body: { state: 'handing-over' } };
  throw new Problem('no-standby', result.detail);
}

async function reload(live: LiveOperations): Promise<Reply> {
  const result = await live.reload('api');
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

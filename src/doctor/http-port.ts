import { createServer } from 'node:net';
import { type Check, failed, type Finding, passed, warned } from '../ports/diagnosis.js';
import { listenerAt } from './listener.js';
import { isLoopback } from './loopback.js';

export interface FrontDoor {
  readonly host: string;
  readonly port: number;
}

/** The port of the HTTP interface is ours or free; beyond this machine only with something in front. */
export function frontDoorChecks(door: FrontDoor, isOurs: () => Promise<boolean>): readonly Check[] {
  return [
    { area: 'network', name: 'HTTP port', look: () => port(door, isOurs) },
    { area: 'network', name: 'HTTP address', look: () => Promise.resolve(address(door)) },
  ];
}

async function port(door: FrontDoor, isOurs: () => Promise<boolean>): Promise<readonly Finding[]> {
  const place = `${door.host}:${door.port}`;
  if (door.port === 0) return passed('any free port is taken at the start');
  if (await isOurs()) return passed(`the running Callplane has ${place}`);
  const refusal = await whyNotFree(door);
  if (refusal === null) return passed(`${place} is free`);
  const holder = await listenerAt(door.port);
  const who = holder === null ? 'another program' : `${holder.name} (process ${holder.pid})`;
  const found =
    refusal === 'EADDRINUSE' ? `${place} is held by ${who}` : `${place} cannot be opened (${refusal})`;
  return failed(
    found,
    'stop that program, or choose another port or address: CALLPLANE_HTTP_PORT, CALLPLANE_HTTP_HOST',
  );
}

/** Opens the port for a moment: it is the one way to know that it can be opened. */
function whyNotFree({ host, port }: FrontDoor): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

function address({ host }: FrontDoor): readonly Finding[] {
  if (isLoopback(host)) return passed(`${host} is reached from this machine only`);
  return warned(
    `${host} may be reached from the network, and there is no TLS`,
    'put a reverse proxy with TLS in front and CALLPLANE_HTTP_HOST to 127.0.0.1; in a container publish the port on loopback only',
  );
}

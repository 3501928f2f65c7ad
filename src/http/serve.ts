import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerUnreadable } from './unreadable.js';

/** The port cannot be opened; the message says what to do. */
export class PortUnavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PortUnavailable';
  }
}

/** An open front door. */
export interface OpenDoor {
  readonly port: number;
  /** Takes no new requests, lets those under way end (at most `withinMs`), then cuts the rest. */
  close(withinMs: number): Promise<void>;
}

/** Opens the port; 0 takes any free one. Throws `PortUnavailable`. */
export async function serve(app: RequestListener, host: string, port: number): Promise<OpenDoor> {
  const server = createServer(
    // A missing Host is refused by the host gate: Node would do it without a word of explanation.
    { headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 5_000, requireHostHeader: false },
    app,
  );
  answerUnreadable(server);
  server.maxConnections = 500;
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  return { port: address.port, close: (withinMs) => close(server, withinMs) };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(unavailable(error, host, port)));
    server.listen(port, host, () => resolve());
  });
}

function close(server: Server, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), withinMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function unavailable(error: Error, host: string, port: number): Error {
  const code = 'code' in error ? error.code : null;
  const place = `${host}:${port}`;
  if (code === 'EADDRINUSE') {
    return new PortUnavailable(
      `Port ${place} is in use by another program (ss -ltnp 'sport = :${port}' names it). ` +
        'Stop that, or choose another port with CALLPLANE_HTTP_PORT.',
    );
  }
  if (code === 'EACCES') {
    return new PortUnavailable(
      `Port ${place} may not be opened by this user. Choose one above 1023 with CALLPLANE_HTTP_PORT.`,
    );
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new PortUnavailable(`${host} is not an address of this machine. Mend CALLPLANE_HTTP_HOST.`);
  }
  return error;
}

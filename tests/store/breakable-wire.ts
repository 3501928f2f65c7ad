import { createServer, connect, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** A wire to a TCP server that can be cut and mended. */
export interface Wire {
  readonly port: number;
  /** Every connection dies and no new one is taken. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** A way to 127.0.0.1:`target` that a test can break. */
export async function breakableWire(target: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  let server = listener(target, sockets);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const cut = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const mend = async (): Promise<void> => {
    server = listener(target, sockets);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  return { port, cut, mend, close: cut };
}

function listener(target: number, sockets: Set<Socket>): Server {
  return createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
}

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * A way that can become a black hole: connections stay open and new ones are taken, but nothing comes through. What
 * was given to it meanwhile comes through afterwards, as after a cable is plugged in again.
 */
export class Link {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #state: 'through' | 'hole' = 'through';
  /** The first line of every HTTP request that goes through, oldest first. */
  readonly requests: { readonly at: number; readonly line: string }[] = [];

  private constructor(
    private readonly server: Server,
    readonly host: string,
    readonly port: number,
  ) {}

  static async open(host: string, target: { readonly host: string; readonly port: number }): Promise<Link> {
    const server = createServer();
    server.listen(0, host);
    await once(server, 'listening');
    const link = new Link(server, host, (server.address() as AddressInfo).port);
    server.on('connection', (socket) => link.#join(socket, connect(target.port, target.host)));
    return link;
  }

  swallow(): void {
    this.#state = 'hole';
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  mend(): void {
    this.#state = 'through';
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  close(): void {
    this.server.close();
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  #join(near: Socket, far: Socket): void {
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    near.on('data', (bytes: Buffer) => this.#note(bytes));
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (bytes: Buffer) => to.write(bytes));
      // Either end may break off at any time; a hole lets nobody know.
      from.on('error', () => undefined);
      from.on('close', () => this.#closed(pair, to));
    }
    if (this.#state === 'hole') for (const socket of pair) socket.pause();
  }

  #closed(pair: readonly [Socket, Socket], other: Socket): void {
    this.#pairs.delete(pair);
    if (this.#state === 'through') other.destroy();
    else this.#pairs.add([other, other]);
  }

  #note(bytes: Buffer): void {
    for (const [line] of bytes.toString('latin1').matchAll(/^(?:GET|POST|PUT|DELETE) \/ari\/\S+/gm))
      this.requests.push({ at: Date.now(), line });
  }
}

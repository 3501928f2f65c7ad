import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { Certificate } from '../../support/certificate.js';

/**
 * A way that can become a black hole: connections stay open and new ones are taken, but nothing comes through. What
 * was given to it meanwhile comes through afterwards, as after a cable is plugged in again.
 */
export class Link {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  /** Came in while nothing comes through, and are not encrypted yet. */
  readonly #held = new Set<Socket>();
  #state: 'through' | 'hole' = 'through';
  /** The first line of every HTTP request that goes through, oldest first. */
  readonly requests: { readonly at: number; readonly line: string }[] = [];

  private constructor(
    private readonly server: Server,
    private readonly secure: TlsServer | null,
    readonly host: string,
    readonly port: number,
  ) {}

  /** `certificate`: the way is entered by TLS, which ends in it, as at a server that has it. */
  static async open(
    host: string,
    target: { readonly host: string; readonly port: number },
    certificate: Certificate | null = null,
  ): Promise<Link> {
    const server = createServer();
    server.listen(0, host);
    await once(server, 'listening');
    const secure = certificate === null ? null : createTlsServer(certificate);
    const link = new Link(server, secure, host, (server.address() as AddressInfo).port);
    const join = (socket: Socket): void => link.#join(socket, connect(target.port, target.host));
    secure?.on('secureConnection', join);
    server.on('connection', secure === null ? join : (socket) => link.#encrypt(socket, secure));
    return link;
  }

  swallow(): void {
    this.#state = 'hole';
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  mend(): void {
    this.#state = 'through';
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
    for (const socket of this.#held) this.secure?.emit('connection', socket);
    this.#held.clear();
  }

  close(): void {
    this.server.close();
    for (const socket of this.#held) socket.destroy();
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  #encrypt(socket: Socket, secure: TlsServer): void {
    // Whoever came may be gone before the hole is mended.
    socket.on('error', () => undefined);
    if (this.#state === 'hole') this.#held.add(socket);
    else secure.emit('connection', socket);
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

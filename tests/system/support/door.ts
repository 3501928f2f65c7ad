import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A port at which a server stands, or does not: what stands behind it can come and go. */
export class Door {
  #server: Server | null = null;
  readonly #sockets = new Set<Socket>();

  constructor(
    readonly port: number,
    private readonly target: { readonly host: string; readonly port: number },
  ) {}

  /** Nothing happens when it is open. */
  async open(): Promise<void> {
    if (this.#server !== null) return;
    const server = createServer((socket) => this.#pass(socket));
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
  }

  /** Cuts what goes through, and takes nothing more. */
  close(): void {
    this.#server?.close();
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
  }

  #pass(from: Socket): void {
    const to = connect(this.target.port, this.target.host);
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.#sockets.add(socket);
      socket.pipe(other);
      // Either end may break off at any time: that is what it is for.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}

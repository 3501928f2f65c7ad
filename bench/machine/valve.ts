import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A tenth of what may pass in a second passes at once. */
const PORTIONS_PER_SECOND = 10;

/** A port in front of a server through which no more than so much reaches it: a server that is at its limit. */
export class Valve {
  #bytesPerSecond: number | null = null;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** On any free port of loopback; everything passes until `limit` says otherwise. */
  static async open(target: { readonly host: string; readonly port: number }): Promise<Valve> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the valve has no port');
    const valve = new Valve(server, address.port);
    server.on('connection', (socket) => valve.#pass(socket, connect(target.port, target.host)));
    return valve;
  }

  /** What reaches the server from now on; null: everything. */
  limit(bytesPerSecond: number | null): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  close(): void {
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #pass(from: Socket, to: Socket): void {
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.#sockets.add(socket);
      // Either end may break off at any time.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    to.pipe(from);
    from.on('data', (data) => {
      from.pause();
      this.#let(data, to).then(
        () => from.resume(),
        (error: unknown) => to.destroy(error instanceof Error ? error : undefined),
      );
    });
    from.on('end', () => to.end());
  }

  async #let(data: Buffer, to: Socket): Promise<void> {
    let passed = 0;
    while (passed < data.length && !to.destroyed) {
      const bytesPerSecond = this.#bytesPerSecond;
      const portion = bytesPerSecond === null ? data.length : Math.ceil(bytesPerSecond / PORTIONS_PER_SECOND);
      to.write(data.subarray(passed, passed + portion));
      passed += portion;
      if (bytesPerSecond !== null) await sleep(1000 / PORTIONS_PER_SECOND);
    }
  }
}

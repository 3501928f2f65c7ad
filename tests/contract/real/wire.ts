import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** What happens to event streams that come through. */
export type WireState = 'open' | 'cut' | 'black-hole';

/**
 * A wire between the adapter and Asterisk that can be cut: plain requests always pass, event streams pass while it is
 * open, are broken and refused while it is cut, and are held silently while it is a black hole.
 */
export class Wire {
  readonly #server: Server;
  readonly #streams = new Set<{ readonly near: Socket; readonly far: Socket }>();
  readonly #sockets = new Set<Socket>();
  #state: WireState = 'open';

  private constructor(private readonly target: URL) {
    this.#server = createServer((near) => this.#accept(near));
  }

  static async to(url: string): Promise<Wire> {
    const wire = new Wire(new URL(url));
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    return wire;
  }

  /** What the adapter connects to. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the wire is closed');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Event streams that are open now. */
  get streams(): number {
    return this.#streams.size;
  }

  set(state: WireState): void {
    this.#state = state;
    for (const { near, far } of this.#streams) {
      if (state === 'cut') near.destroy();
      if (state === 'black-hole') {
        near.pause();
        far.pause();
      }
    }
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(near: Socket): void {
    this.#keep(near);
    near.once('data', (first: Buffer) => {
      const isStream = first.includes('/ari/events?');
      if (isStream && this.#state === 'cut') {
        near.destroy();
        return;
      }
      const far = connect(Number(this.target.port), this.target.hostname);
      this.#keep(far);
      if (isStream) this.#streams.add({ near, far });
      far.write(first);
      near.pipe(far);
      far.pipe(near);
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      for (const stream of this.#streams) if (stream.near === socket) this.#streams.delete(stream);
    });
  }
}

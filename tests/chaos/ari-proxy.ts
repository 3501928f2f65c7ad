import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

interface Passage {
  readonly near: Socket;
  readonly far: Socket;
  isEventStream: boolean;
  /** A request has passed, and nothing of its reply. */
  isAsked: boolean;
}

/** A request that has passed. */
export interface PassedRequest {
  /** Whether nothing of its reply has come back until now. */
  readonly isUnanswered: () => boolean;
}

interface Aim {
  readonly request: RegExp;
  readonly hit: (passed: PassedRequest) => void;
}

/**
 * A wire between Callplane and Asterisk that can be cut (RST), fall silent while every connection stays open (a black
 * hole), and tell when a request passes: then the request has left Callplane and its answer has not come.
 */
export class AriProxy {
  readonly #server: Server;
  readonly #passages = new Set<Passage>();
  /** Requests that have passed. */
  requests = 0;
  #isHole = false;
  #aim: Aim | null = null;

  private constructor(private readonly target: URL) {
    this.#server = createServer((near) => this.#pass(near));
  }

  static async open(ariUrl: string): Promise<AriProxy> {
    const proxy = new AriProxy(new URL(ariUrl));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Breaks the event stream with a reset; commands go on. */
  cutEvents(): void {
    for (const passage of this.#passages) if (passage.isEventStream) passage.near.resetAndDestroy();
  }

  /** No byte passes any more, in neither direction, and nobody is told. */
  fallSilent(): void {
    this.#isHole = true;
    for (const { near, far } of this.#passages) {
      near.pause();
      far.pause();
    }
  }

  /** What was held back passes. */
  speakAgain(): void {
    this.#isHole = false;
    for (const { near, far } of this.#passages) {
      near.resume();
      far.resume();
    }
  }

  /** Resolves in the moment in which the next such request (`POST /ari/bridges…`) passes; its answer never comes back. */
  nextRequest(request: RegExp): Promise<PassedRequest> {
    return new Promise((resolve) => {
      this.#aim = { request, hit: resolve };
    });
  }

  close(): void {
    this.#server.close();
    for (const { near, far } of this.#passages) {
      near.destroy();
      far.destroy();
    }
  }

  #pass(near: Socket): void {
    const far = connect(Number(this.target.port), this.target.hostname);
    const passage: Passage = { near, far, isEventStream: false, isAsked: false };
    this.#passages.add(passage);
    near.setNoDelay(true);
    far.setNoDelay(true);
    near.on('data', (bytes) => this.#outward(passage, bytes));
    far.on('data', (bytes) => {
      passage.isAsked = false;
      near.write(bytes);
    });
    if (this.#isHole) {
      near.pause();
      far.pause();
    }
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      // Either end may break off at any time: that is what it is for.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#passages.delete(passage);
        other.destroy();
      });
    }
  }

  #outward(passage: Passage, bytes: Buffer): void {
    const text = bytes.subarray(0, 400).toString('latin1');
    if (text.startsWith('GET /ari/events')) passage.isEventStream = true;
    if (!passage.isEventStream && /^(GET|POST|PUT|DELETE) /.test(text)) {
      this.requests += 1;
      passage.isAsked = true;
    }
    passage.far.write(bytes);
    if (this.#aim?.request.test(text) !== true) return;
    const { hit } = this.#aim;
    this.#aim = null;
    hit({ isUnanswered: () => passage.isAsked });
  }
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

/** What is done with a request. */
export type Answer =
  | { readonly kind: 'reply'; readonly status: number; readonly body: string }
  | { readonly kind: 'late'; readonly status: number; readonly body: string; readonly afterMs: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  /** Status and half of the announced body, then silence. */
  | { readonly kind: 'half' };

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

type Rule = (request: SeenRequest) => Answer | null;

/** How a new event stream is met. */
export type StreamManners = 'welcome' | 'wrong-password' | 'starting' | 'never-pongs';

const HTML = '<!DOCTYPE html><html><head><title>404 Not Found</title></head></html>';

/** An HTTP and event server that can misbehave in the ways Asterisk was seen to, and some more. */
export class PretendAsterisk {
  readonly requests: SeenRequest[] = [];
  readonly streams: WebSocket[] = [];
  manners: StreamManners = 'welcome';
  /** Pings that were answered, and streams that were refused. */
  pings = 0;
  refusals = 0;
  startupTime = '2026-01-01T00:00:00.000+0000';
  channels: readonly unknown[] = [];
  readonly #server: Server;
  readonly #events = new WebSocketServer({ noServer: true, autoPong: false });
  readonly #sockets = new Set<Socket>();
  #rules: Rule[] = [];

  private constructor() {
    this.#server = createServer((request, response) => this.#take(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  static async start(): Promise<PretendAsterisk> {
    const server = new PretendAsterisk();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server is closed');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Requests whose method and path begin so are answered thus; the newest rule comes first. */
  on(beginning: string, answer: Answer, times = Number.POSITIVE_INFINITY): void {
    let left = times;
    this.#rules.unshift(({ method, path }) => {
      if (left <= 0 || !`${method} ${path}`.startsWith(beginning)) return null;
      left -= 1;
      return answer;
    });
  }

  /** Whatever the rule answers itself is answered thus, unless a newer rule comes first. */
  answerBy(rule: (request: SeenRequest) => Answer | null): void {
    this.#rules.unshift(rule);
  }

  /** Requests that began so, as `METHOD /path`. */
  seen(beginning: string): readonly string[] {
    return this.requests
      .map(({ method, path }) => `${method} ${path}`)
      .filter((line) => line.startsWith(beginning));
  }

  send(event: object | string): void {
    const text = typeof event === 'string' ? event : JSON.stringify(event);
    for (const stream of this.streams) stream.send(text);
  }

  async close(): Promise<void> {
    for (const stream of this.streams) stream.terminate();
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const seen: SeenRequest = {
        method: request.method ?? '',
        path: request.url ?? '',
        authorization: request.headers.authorization,
        body: Buffer.concat(parts).toString('utf8'),
      };
      this.requests.push(seen);
      this.#answer(seen, request, response);
    });
  }

  #answer(seen: SeenRequest, request: IncomingMessage, response: ServerResponse): void {
    const answer = this.#rules.map((rule) => rule(seen)).find((one) => one !== null) ?? this.#usual(seen);
    const reply = (status: number, body: string): void => {
      response.writeHead(status, { 'content-length': Buffer.byteLength(body), server: 'Asterisk' });
      response.end(body);
    };
    switch (answer.kind) {
      case 'reply':
        reply(answer.status, answer.body);
        break;
      case 'late':
        setTimeout(() => reply(answer.status, answer.body), answer.afterMs);
        break;
      case 'reset':
        request.socket.resetAndDestroy();
        break;
      case 'half':
        response.writeHead(200, { 'content-length': 100 });
        response.write('{"half":');
        break;
      case 'hang':
        break;
    }
  }

  #usual({ method, path }: SeenRequest): Answer {
    const json = (value: unknown): Answer => ({ kind: 'reply', status: 200, body: JSON.stringify(value) });
    if (method !== 'GET') return { kind: 'reply', status: 204, body: '' };
    if (path.startsWith('/ari/channels')) return json(this.channels);
    if (path.startsWith('/ari/bridges')) return json([]);
    if (path.startsWith('/ari/applications')) return json({ name: 'callplane', channel_ids: [] });
    if (path.startsWith('/ari/asterisk/info')) return json({ status: { startup_time: this.startupTime } });
    return { kind: 'reply', status: 404, body: HTML };
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.manners === 'wrong-password' || this.manners === 'starting') {
      this.refusals += 1;
      const status = this.manners === 'starting' ? '503 Service Unavailable' : '401 Unauthorized';
      socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    const pongs = this.manners === 'welcome';
    this.#events.handleUpgrade(request, socket, head, (stream) => {
      this.streams.push(stream);
      stream.on('ping', (data: Buffer) => {
        if (!pongs) return;
        this.pings += 1;
        stream.pong(data);
      });
      stream.on('close', () => this.streams.splice(this.streams.indexOf(stream), 1));
    });
  }
}

import { Agent, request } from 'node:http';
import { readFileSync } from 'node:fs';
import WebSocket from 'ws';

/** Where an Asterisk's ARI is and who we are there. */
export interface AriPlace {
  readonly ariUrl: string;
  readonly ariUser: string;
  readonly ariPasswordFile: string;
}

export interface AriReply {
  readonly status: number;
  readonly body: unknown;
}

export type AriEvent = Readonly<Record<string, unknown>> & { readonly type: string };

const CONNECTIONS_AT_MOST = 24;
const IDLE_MS = 10_000;

/**
 * The tests' own way to an Asterisk: plain requests with keep-alive, and one event socket. It shares nothing with the
 * program under test.
 */
export class AriLink {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS_AT_MOST, timeout: IDLE_MS });
  readonly #authorization: string;
  #socket: WebSocket | null = null;

  constructor(
    private readonly place: AriPlace,
    private readonly application: string,
  ) {
    const password = readFileSync(place.ariPasswordFile, 'utf8').trim();
    this.#authorization = `Basic ${Buffer.from(`${place.ariUser}:${password}`).toString('base64')}`;
  }

  /** Opens the event socket; resolves when it is open. `broken` is told when it ends before `close`. */
  async open(take: (event: AriEvent) => void, broken: () => void): Promise<void> {
    const url = new URL('/ari/events', this.place.ariUrl.replace('http', 'ws'));
    url.searchParams.set('app', this.application);
    const socket = new WebSocket(url, { headers: { authorization: this.#authorization } });
    this.#socket = socket;
    socket.on('message', (data: Buffer) => take(JSON.parse(data.toString('utf8')) as AriEvent));
    socket.on('close', () => {
      if (this.#socket === socket) broken();
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
  }

  /** One request; every status is a reply, only a broken connection throws. `path` begins after `/ari`. */
  async send(method: string, path: string, body?: object): Promise<AriReply> {
    const url = new URL(`/ari${path}`, this.place.ariUrl);
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      authorization: this.#authorization,
      'content-length': Buffer.byteLength(text),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(url, { method, headers, agent: this.#agent }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(parts).toString('utf8')) }),
        );
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }

  /** Like `send`; throws when the status is none of 2xx. */
  async demand(method: string, path: string, body?: object): Promise<unknown> {
    const reply = await this.send(method, path, body);
    if (reply.status >= 200 && reply.status < 300) return reply.body;
    throw new Error(`${method} ${path} was answered ${reply.status} ${JSON.stringify(reply.body)}`);
  }

  /** A variable of a channel; empty when it is not set. */
  async variable(channel: string, name: string): Promise<string> {
    const path = `/channels/${channel}/variable?variable=${encodeURIComponent(name)}`;
    const body = await this.demand('GET', path);
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'value') : null;
    return typeof value === 'string' ? value : '';
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.terminate();
    this.#agent.destroy();
  }
}

/** An HTML page (Asterisk is starting) or nothing is no JSON. */
function parsed(text: string): unknown {
  return text.startsWith('{') || text.startsWith('[') ? (JSON.parse(text) as unknown) : text;
}

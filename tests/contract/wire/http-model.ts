import { once } from 'node:events';
import { WebSocket } from 'ws';
import { isSuccess, type Reply } from '../../../src/ari/failure.js';
import { AriHttpClient } from '../../../src/ari/http-client.js';
import { textIn } from '../../../src/ari/json.js';
import { newMetrics } from '../../../src/ari/metrics.js';
import { DEFAULT_LIMITS } from '../../../src/ari/options.js';
import {
  type Answer,
  PretendAsterisk,
  type SeenRequest,
} from '../../asterisk/ari/support/pretend-asterisk.js';
import type { WireWorld } from './world.js';

interface Channel {
  state: 'Down' | 'Ringing' | 'Up';
  /** How many commands it still refuses before it has come into the application; null: it never comes. */
  refusals: number | null;
  records: boolean;
}

/** What stands behind `/ari/`: resource, id, what is done with it. */
interface Asked {
  readonly method: string;
  readonly what: string;
  readonly id: string;
  readonly action: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

const NOT_IN = 'Channel not in Stasis application';
const INVALID = 'Channel in invalid state';

/** The HTTP interface of Asterisk as far as the wire cases use it; every reply was first seen on the real one. */
export class HttpModel implements WireWorld {
  readonly application = 'wire';
  readonly phone = 'PJSIP/101';
  readonly #channels = new Map<string, Channel>();
  readonly #bridges = new Set<string>();
  readonly #live = new Set<string>();
  readonly #http: AriHttpClient;
  readonly #events: string[] = [];
  #phone: 'answers' | 'never-answers' = 'never-answers';
  /** How often each event is sent: once per way of subscription. */
  #subscriptions = 1;
  /** Types of events that are sent; null: all. */
  #allowed: ReadonlySet<string> | null = null;
  readonly #whileStarting: Answer[] = [];
  #minted = 0;

  private constructor(
    private readonly server: PretendAsterisk,
    private readonly socket: WebSocket,
  ) {
    const access = { url: server.url, user: 'callplane', password: 'secret' };
    this.#http = new AriHttpClient(access, DEFAULT_LIMITS, newMetrics());
    socket.on('message', (data: Buffer) => this.#events.push(data.toString()));
    server.answerBy((request) => this.#answer(askedIn(request)));
  }

  static async open(): Promise<HttpModel> {
    const server = await PretendAsterisk.start();
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ari/events?app=wire`);
    await once(socket, 'open');
    return new HttpModel(server, socket);
  }

  newId(): string {
    this.#minted += 1;
    return `wire-${this.#minted}`;
  }

  request(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Reply> {
    return this.#http.ask({
      ...{ name: 'wire', method, path, timeoutMs: 5000 },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  events(): readonly string[] {
    return this.#events;
  }

  phoneWill(how: 'answers' | 'never-answers'): Promise<void> {
    this.#phone = how;
    return Promise.resolve();
  }

  /** Connections break, then there is HTTP without ARI, then ARI of an Asterisk that has not booted. */
  async restart(): Promise<readonly Reply[]> {
    const html = '<!DOCTYPE html><html><head><title>404 Not Found</title></head></html>';
    this.#whileStarting.push(
      { kind: 'reset' },
      { kind: 'reply', status: 404, body: html },
      refused(503, 'Asterisk not booted'),
    );
    const ask = { name: 'wire', method: 'GET', path: '/asterisk/info?only=status', timeoutMs: 2000 } as const;
    const replies: Reply[] = [];
    while (!replies.some(isSuccess)) replies.push(await this.#http.ask({ ...ask, isOnce: true }));
    return replies;
  }

  async cleanUp(): Promise<void> {
    this.socket.terminate();
    await this.#http.close();
    await this.server.close();
  }

  #answer(asked: Asked): Answer | null {
    const starting = this.#whileStarting.shift();
    if (starting !== undefined) return starting;
    switch (asked.what) {
      case 'channels':
        return this.#ofChannels(asked);
      case 'bridges':
        return this.#ofBridges(asked);
      case 'recordings':
        return this.#live.delete(asked.action) ? done(204) : refused(404, 'Recording not found');
      case 'applications':
        if (asked.id === this.application && asked.action === 'eventFilter') {
          const { allowed } = asked.body as { allowed?: readonly { readonly type: string }[] };
          this.#allowed = allowed === undefined ? null : new Set(allowed.map(({ type }) => type));
          return done(200);
        }
        this.#subscriptions += asked.method === 'POST' ? 1 : -1;
        return done(200);
      default:
        return null;
    }
  }

  #ofChannels({ method, id, action, query, body }: Asked): Answer {
    const wanted = textIn(body, 'channelId');
    if (method === 'POST' && id === 'create') {
      // Seen on the real one: now and then the next command comes before the channel has come in.
      this.#channels.set(wanted, { state: 'Down', refusals: 1, records: false });
      return done(200);
    }
    if (method === 'POST' && id === '') return this.#originate(wanted, textIn(body, 'appArgs'));
    const channel = this.#channels.get(id);
    if (channel === undefined) return refused(404, 'Channel not found');
    if (method === 'DELETE' && action === '') return this.#hangUp(id);
    if (channel.refusals === null || channel.refusals > 0) {
      if (channel.refusals !== null) channel.refusals -= 1;
      return refused(409, NOT_IN);
    }
    if (action === 'dial') return done(204);
    if (channel.state !== 'Up') return refused(412, INVALID);
    if (action === 'record') this.#live.add(query.get('name') ?? '');
    channel.records ||= action === 'record';
    return done(action === 'record' ? 201 : 204);
  }

  #originate(id: string, args: string): Answer {
    const answers = this.#phone === 'answers';
    this.#channels.set(id, {
      state: answers ? 'Up' : 'Ringing',
      refusals: answers ? 0 : null,
      records: false,
    });
    this.#tell(
      answers ? { type: 'StasisStart', args: [args], channel: { id } } : { type: 'Dial', peer: { id } },
    );
    return done(200);
  }

  #hangUp(id: string): Answer {
    this.#channels.delete(id);
    this.#tell({ type: 'ChannelVarset', channel: { id } });
    this.#tell({ type: 'StasisEnd', channel: { id } });
    this.#tell({ type: 'ChannelDestroyed', cause: 16, channel: { id } });
    return done(204);
  }

  #ofBridges({ method, id, action, query }: Asked): Answer {
    if (method === 'DELETE') return done(this.#bridges.delete(id) ? 204 : 404);
    if (action === '') this.#bridges.add(id);
    if (action === 'record') return refused(422, 'specified format is unknown on this system');
    const channel = this.#channels.get(query.get('channel') ?? '');
    const isRecording = channel?.records === true && this.#live.size > 0;
    if (action === 'addChannel' && isRecording) return refused(409, 'Channel is currently recording');
    return done(action === '' ? 200 : 204);
  }

  #tell(event: { readonly type: string; readonly [field: string]: unknown }): void {
    if (this.#allowed?.has(event.type) === false) return;
    for (let way = 0; way < this.#subscriptions; way += 1) this.server.send(event);
  }
}

function askedIn({ method, path, body }: SeenRequest): Asked {
  const { pathname, searchParams } = new URL(path, 'http://asterisk');
  const [, , what = '', id = '', action = ''] = pathname.split('/');
  const parsed = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
  return { method, what, id, action, query: searchParams, body: parsed };
}

function done(status: number): Answer {
  return { kind: 'reply', status, body: status === 204 ? '' : '{}' };
}

function refused(status: number, message: string): Answer {
  return { kind: 'reply', status, body: JSON.stringify({ message }) };
}

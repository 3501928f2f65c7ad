import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { isSuccess, type Reply } from '../../../src/ari/failure.js';
import { AriHttpClient } from '../../../src/ari/http-client.js';
import { newMetrics } from '../../../src/ari/metrics.js';
import { DEFAULT_LIMITS } from '../../../src/ari/options.js';
import { type AsteriskSet, consoleCommand } from '../../support/asterisk/instances.js';
import { FarEnd } from '../../support/far-end/far-end.js';
import { eventually, type WireWorld } from './world.js';

/** A real Asterisk, asked by the adapter's own HTTP client. */
export class RealWire implements WireWorld {
  readonly application = 'wire';
  readonly phone: string;
  readonly #http: AriHttpClient;
  readonly #events: string[] = [];
  readonly #legs = new Set<string>();
  #socket: WebSocket | null = null;
  #minted = 0;

  private constructor(
    private readonly set: AsteriskSet,
    private readonly far: FarEnd,
    private readonly password: string,
  ) {
    const { ariUrl: url, ariUser: user } = set.pbx;
    this.#http = new AriHttpClient({ url, user, password }, DEFAULT_LIMITS, newMetrics());
    this.phone = set.phones[0]?.endpoint ?? '';
  }

  static async open(set: AsteriskSet): Promise<RealWire> {
    const far = await FarEnd.connect(set.far, `wire-${process.pid}`);
    const wire = new RealWire(set, far, readFileSync(set.pbx.ariPasswordFile, 'utf8').trim());
    await wire.#listen();
    return wire;
  }

  async close(): Promise<void> {
    this.#socket?.terminate();
    this.far.close();
    await this.#http.close();
  }

  newId(): string {
    this.#minted += 1;
    return `wire-${process.pid}-${this.#minted}`;
  }

  request(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Reply> {
    if (body !== undefined && 'channelId' in body) this.#legs.add(String(body.channelId));
    return this.#http.ask({
      ...{ name: 'wire', method, path, timeoutMs: 5000 },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  events(): readonly string[] {
    return this.#events;
  }

  phoneWill(how: 'answers' | 'never-answers'): Promise<void> {
    const behaviour = how === 'answers' ? { kind: how, afterMs: 0, hangsUpAfterMs: null } : { kind: how };
    return this.far.setBehaviour(this.phone.replace('PJSIP/', ''), behaviour);
  }

  async restart(): Promise<readonly Reply[]> {
    const replies: Reply[] = [];
    let isBack = false;
    const ask = async (): Promise<void> => {
      while (!isBack) {
        const path = '/asterisk/info?only=status';
        const reply = await this.#http.ask({
          name: 'wire',
          method: 'GET',
          path,
          timeoutMs: 2000,
          isOnce: true,
        });
        // The old one may answer a last time.
        if (isSuccess(reply) && replies.length === 0) continue;
        replies.push(reply);
        isBack ||= isSuccess(reply);
        await sleep(1);
      }
    };
    const asking = Promise.all([ask(), ask(), ask()]);
    await consoleCommand(this.set.set, 'pbx', 'core restart now');
    await asking;
    const early = replies.filter((reply) => !isSuccess(reply));
    const good = replies.find((reply) => isSuccess(reply));
    await this.#listen();
    return good === undefined ? early : [...early, good];
  }

  async cleanUp(): Promise<void> {
    for (const leg of this.#legs) await this.request('DELETE', `/channels/${leg}`);
    this.#legs.clear();
    await this.far.phones.hangUpAll();
    await eventually(() => Promise.resolve(this.far.openLegs() === 0));
    this.#events.length = 0;
  }

  async #listen(): Promise<void> {
    const url = `${this.set.pbx.ariUrl.replace('http', 'ws')}/ari/events?app=${this.application}`;
    const authorization = `Basic ${Buffer.from(`${this.set.pbx.ariUser}:${this.password}`).toString('base64')}`;
    this.#socket?.terminate();
    const socket = new WebSocket(url, { headers: { authorization } });
    socket.on('message', (data: Buffer) => this.#events.push(data.toString()));
    await once(socket, 'open');
    socket.on('error', () => undefined);
    this.#socket = socket;
  }
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { AsteriskInstance } from '../../support/asterisk/instances.js';
import { type Certificate, makeCertificate } from '../../support/certificate.js';
import { Callplane } from '../../support/callplane/callplane.js';
import { freePort } from '../../support/callplane/free-port.js';
import { childrenOf, isAlive, ROUTING } from '../../system/support/site.js';
import { Link } from './link.js';
import type { FarNetwork } from './network.js';

const SECRET = 'a-secret-of-the-standby-tests-0123456789';

/** One of the two installations, with its ways to Asterisk, the database and the other one. */
export interface Installation {
  readonly name: string;
  readonly asterisk: Link;
  readonly database: Link;
  /** What Asterisk shows it; null: it is on Asterisk's machine, where ARI is spoken on loopback. */
  readonly certificate: Certificate | null;
  /** The way on which it fetches the other's journal. */
  readonly peer: Link;
  readonly data: string;
  running: Callplane | null;
}

/** Two installations that share Asterisk and a database; the second lives in a network of its own. */
export class Pair {
  readonly #folder = mkdtempSync(join(tmpdir(), 'callplane-standby-'));
  readonly #routing = join(this.#folder, 'routing.yml');
  readonly #started: Callplane[] = [];

  private constructor(
    private readonly pbx: AsteriskInstance,
    private readonly network: FarNetwork,
    readonly first: Installation,
    readonly second: Installation,
    private readonly listen: readonly [number, number],
  ) {
    writeFileSync(this.#routing, ROUTING);
  }

  /** Lives as long as the test. */
  static async make(
    t: TestContext,
    parts: { readonly pbx: AsteriskInstance; readonly database: string; readonly network: FarNetwork },
  ): Promise<Pair> {
    const { pbx, network } = parts;
    const asterisk = placeOf(pbx.ariUrl);
    const database = placeOf(parts.database);
    const listen = [await freePort(), await freePort()] as const;
    const ways = async (
      host: string,
      peer: { host: string; port: number },
      certificate: Certificate | null,
    ): Promise<Omit<Installation, 'name' | 'data' | 'running'>> => ({
      certificate,
      asterisk: await Link.open(host, asterisk, certificate),
      database: await Link.open(host, database),
      peer: await Link.open(host, peer),
    });
    const folder = mkdtempSync(join(tmpdir(), 'callplane-standby-data-'));
    const shown = makeCertificate(folder, `IP:${network.near}`);
    const first = await ways('127.0.0.1', { host: network.far, port: listen[1] }, null);
    const second = await ways(network.near, { host: '127.0.0.1', port: listen[0] }, shown);
    const pair = new Pair(
      pbx,
      network,
      { name: 'first', ...first, data: join(folder, 'first'), running: null },
      { name: 'second', ...second, data: join(folder, 'second'), running: null },
      listen,
    );
    pair.#databaseUrl = parts.database;
    t.after(() => {
      pair.#end();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    });
    return pair;
  }

  #databaseUrl = '';

  other(one: Installation): Installation {
    return one === this.first ? this.second : this.first;
  }

  async launch(one: Installation): Promise<Callplane> {
    const isFirst = one === this.first;
    const { asterisk, certificate } = one;
    const database = new URL(this.#databaseUrl);
    database.host = `${one.database.host}:${one.database.port}`;
    const callplane = await Callplane.launch({
      pbx: {
        ...this.pbx,
        ariUrl: `${certificate === null ? 'http' : 'https'}://${asterisk.host}:${asterisk.port}`,
      },
      routing: this.#routing,
      dataFolder: one.data,
      databaseUrl: database.href,
      ...(isFirst ? {} : { network: { namespace: this.network.namespace, address: this.network.far } }),
      environment: {
        CALLPLANE_STANDBY_PEER: `${one.peer.host}:${one.peer.port}`,
        CALLPLANE_STANDBY_LISTEN: isFirst
          ? `127.0.0.1:${this.listen[0]}`
          : `${this.network.far}:${this.listen[1]}`,
        CALLPLANE_STANDBY_SECRET: SECRET,
        CALLPLANE_STANDBY_LINK: 'private',
        ...(certificate === null ? {} : { NODE_EXTRA_CA_CERTS: certificate.file }),
      },
    });
    one.running = callplane;
    this.#started.push(callplane);
    return callplane;
  }

  /** The whole installation dies at once. */
  kill(one: Installation): void {
    signalAll(one, 'SIGKILL');
    one.running = null;
  }

  freeze(one: Installation): void {
    signalAll(one, 'SIGSTOP');
  }

  thaw(one: Installation): void {
    signalAll(one, 'SIGCONT');
  }

  /** The end of both logs, for a message. */
  logs(lines = 25): string {
    return [this.first, this.second]
      .map(({ name, data }) => `--- ${name}\n${tail(join(data, 'callplane.log'), lines)}`)
      .join('\n');
  }

  #end(): void {
    for (const callplane of this.#started)
      for (const pid of [callplane.process.pid, ...childrenOf(callplane)]) {
        if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
      }
    for (const { asterisk, database, peer } of [this.first, this.second])
      for (const link of [asterisk, database, peer]) link.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function signalAll({ running }: Installation, signal: NodeJS.Signals): void {
  if (running === null) throw new Error('it does not run');
  // The parent first: it would start again what it sees die.
  for (const pid of [running.process.pid, ...childrenOf(running)])
    if (pid !== undefined && isAlive(pid)) process.kill(pid, signal);
}

function placeOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

function tail(file: string, lines: number): string {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(-lines).join('\n');
  } catch (error) {
    return String(error);
  }
}

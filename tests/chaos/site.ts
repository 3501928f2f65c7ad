import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AsteriskSet, startAsterisk, stopAsterisk } from '../support/asterisk/instances.js';
import { Callplane } from '../support/callplane/callplane.js';
import { FarEnd } from '../support/far-end/far-end.js';
import { writePrompt } from '../support/real/stage-sounds.js';
import { isAlive, pidOf } from '../system/support/site.js';
import { until } from '../system/support/until.js';
import { AriProxy } from './ari-proxy.js';
import { AGENTS, routingFor } from './routing.js';

const MENU_MS = 1_000;
const MENU_HZ = 600;

export interface SiteOptions {
  readonly set: string;
  /** Left out: SQLite in the data folder. */
  readonly databaseUrl?: string;
  /** Left out: a folder beside the routing file. */
  readonly dataFolder?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** One Asterisk with phones and callers, one Callplane, and the wire between them. */
export class ChaosSite {
  #callplane: Callplane | null = null;
  readonly data: string;

  private constructor(
    readonly asterisk: AsteriskSet,
    readonly far: FarEnd,
    readonly proxy: AriProxy,
    private readonly folder: string,
    private readonly options: SiteOptions,
  ) {
    this.data = options.dataFolder ?? join(folder, 'data');
  }

  static async open(options: SiteOptions): Promise<ChaosSite> {
    const asterisk = await startAsterisk({ set: options.set, phones: AGENTS });
    writePrompt(asterisk, 'welcome', MENU_HZ, MENU_MS);
    const folder = mkdtempSync(join(tmpdir(), 'callplane-chaos-'));
    writeFileSync(join(folder, 'routing.yml'), routingFor(asterisk));
    const far = await FarEnd.connect(asterisk.far, options.set);
    for (const [index, { name }] of asterisk.phones.entries()) {
      // Talks of different lengths, so that agents do not become free in step.
      const hangsUpAfterMs = 6_000 + 250 * index;
      far.phones.setUp(name, { kind: 'answers', afterMs: 150 + 20 * index, hangsUpAfterMs }, null);
    }
    const proxy = await AriProxy.open(asterisk.pbx.ariUrl);
    return new ChaosSite(asterisk, far, proxy, folder, options);
  }

  get callplane(): Callplane {
    if (this.#callplane === null) throw new Error('Callplane was not started');
    return this.#callplane;
  }

  /** Starts Callplane on what is there and waits until it takes calls. */
  async start(): Promise<void> {
    await this.launch();
    await this.ready();
  }

  async launch(): Promise<void> {
    const { databaseUrl, environment } = this.options;
    this.#callplane = await Callplane.launch({
      pbx: { ...this.asterisk.pbx, ariUrl: this.proxy.url },
      routing: join(this.folder, 'routing.yml'),
      dataFolder: this.data,
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      environment: { ...environment },
    });
  }

  /** Asterisk's own records of the calls that the dialplan kept. */
  get emergencyRecords(): string {
    return join(this.asterisk.pbx.folder, 'log/cdr-csv/Master.csv');
  }

  /** Calls are taken: `ready`, or `degraded` while only the past waits. */
  async ready(): Promise<void> {
    await this.callplane.ready(60_000);
  }

  async signEverybodyIn(): Promise<void> {
    for (const { name } of this.asterisk.phones)
      await this.callplane.api('POST', `/api/agents/${name}/sign-in`);
  }

  /** kill -9 of the line; its parent starts another. */
  killLine(): void {
    process.kill(pidOf(this.callplane, 'line'), 'SIGKILL');
  }

  /** The line of before is gone, and another one takes calls. */
  async anotherLine(before: number): Promise<void> {
    await until('another line', () => pidOf(this.callplane, 'line') !== before, 90_000);
    await this.ready();
  }

  linePid(): number {
    return pidOf(this.callplane, 'line');
  }

  /** kill -9 of parent, line and books in one blow. */
  killEverything(): void {
    for (const pid of [this.callplane.process.pid ?? 0, this.linePid(), pidOf(this.callplane, 'books')])
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }

  /** Everybody hangs up, also those whose other end fell without a word. */
  async everybodyHangsUp(): Promise<void> {
    await Promise.all([this.far.hangUpAll(), this.far.phones.hangUpAll()]);
    await until('the far end to be quiet', () => this.far.openLegs() === 0);
  }

  async close(): Promise<void> {
    await this.callplane.stop();
    this.far.close();
    this.proxy.close();
    await stopAsterisk(this.options.set);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

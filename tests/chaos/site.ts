import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreAddress } from '../../src/store/open-store.js';
import { freshDatabase, startServers, type Servers } from '../store/databases.js';
import {
  type AsteriskSet,
  consoleCommand,
  startAsterisk,
  stopAsterisk,
} from '../support/asterisk/instances.js';
import { Callplane } from '../support/callplane/callplane.js';
import { freePort } from '../support/callplane/free-port.js';
import { FarEnd } from '../support/far-end/far-end.js';
import { writePrompt } from '../support/real/stage-sounds.js';
import { Door } from '../system/support/door.js';
import { childrenOf, isAlive, logOf, pidOf } from '../system/support/site.js';
import { readinessOf } from '../system/support/stage.js';
import { until } from '../system/support/until.js';
import { AriProxy } from './ari-proxy.js';
import { PostOffice } from './post-office.js';
import { AGENTS, DIALLED, EMERGENCY_PHONE, PARTNER_NUMBER, routingFor } from './routing.js';

const MENU_MS = 1_000;
const MENU_HZ = 600;

export interface SiteOptions {
  readonly set: string;
  /** The quick way: SQLite, and an ordinary folder. The long way: MariaDB and a mail server behind doors, a small disk. */
  readonly way: 'quick' | 'long';
}

/** The disk of the long way. */
const DISK_MB = 192;
const ALARM_MB = 16;

/** MariaDB behind a door that can be shut. */
export interface Database {
  readonly servers: Servers;
  readonly door: Door;
  readonly url: string;
  readonly behindDoor: string;
}

async function openDatabase(): Promise<Database> {
  const servers = await startServers('chaos', 'mariadb');
  const url = await freshDatabase(servers.url('mariadb'));
  const { hostname, port } = new URL(url);
  const door = new Door(await freePort(), { host: hostname, port: Number(port) });
  await door.open();
  const behindDoor = new URL(url);
  behindDoor.host = `127.0.0.1:${door.port}`;
  return { servers, door, url, behindDoor: behindDoor.href };
}

/** A machine that is busy with so many talks and waiting callers takes long to start three processes. */
const STARTED_WITHIN_MS = 120_000;
const STANDBY_SECRET = 'a-secret-of-the-chaos-tests-0123456789';

/** A Callplane with folders of its own. */
interface Installation {
  readonly data: string;
  /** Beside the small disk: what happens when that is full is to be read there. */
  readonly log: string;
  /** Where it gives its journal to the other, when there are two. */
  readonly listen: number;
  running: Callplane | null;
}

/** One Asterisk with phones and callers, one Callplane (for a while two), and the wire between them. */
export class ChaosSite {
  /** The one that leads, or is alone. */
  #leading: Installation;
  /** Idle while the other is alone. */
  #other: Installation;
  #number: 'one' | 'two' = 'one';

  private constructor(
    readonly asterisk: AsteriskSet,
    readonly far: FarEnd,
    readonly proxy: AriProxy,
    private readonly folder: string,
    private readonly options: SiteOptions,
    /** null: SQLite. */
    readonly database: Database | null,
    /** null: the quick way sends no mail. */
    readonly postOffice: PostOffice | null,
    installations: readonly [Installation, Installation],
  ) {
    [this.#leading, this.#other] = installations;
  }

  static async open(options: SiteOptions): Promise<ChaosSite> {
    const asterisk = await startAsterisk({ set: options.set, phones: AGENTS + 1 });
    writePrompt(asterisk, 'welcome', MENU_HZ, MENU_MS);
    const folder = mkdtempSync(join(tmpdir(), 'callplane-chaos-'));
    writeFileSync(join(folder, 'routing.yml'), routingFor(asterisk));
    const far = await FarEnd.connect(asterisk.far, options.set);
    for (const [index, { name }] of asterisk.phones.slice(0, AGENTS).entries()) {
      // Talks of different lengths, so that agents do not become free in step.
      const hangsUpAfterMs = 10_000 + 200 * index;
      far.phones.setUp(name, { kind: 'answers', afterMs: 150 + 20 * index, hangsUpAfterMs }, null);
    }
    far.phones.setUp(DIALLED, { kind: 'answers', afterMs: 300, hangsUpAfterMs: 3_000 }, null, 'many');
    far.phones.setUp(PARTNER_NUMBER, { kind: 'answers', afterMs: 600, hangsUpAfterMs: 5_000 }, null, 'many');
    far.phones.setUp(EMERGENCY_PHONE, { kind: 'answers', afterMs: 50, hangsUpAfterMs: 2_000 }, null, 'many');
    const proxy = await AriProxy.open(asterisk.pbx.ariUrl);
    mkdirSync(join(folder, 'data'));
    if (options.way === 'long')
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', join(folder, 'data')]);
    const database = options.way === 'long' ? await openDatabase() : null;
    const postOffice = options.way === 'long' ? await PostOffice.open(folder) : null;
    const installation = async (data: string, log: string): Promise<Installation> => ({
      data: join(folder, data),
      log: join(folder, log),
      listen: await freePort(),
      running: null,
    });
    const both = [await installation('data', 'log'), await installation('data-2', 'log-2')] as const;
    const site = new ChaosSite(asterisk, far, proxy, folder, options, database, postOffice, both);
    await site.setEmergency();
    return site;
  }

  get callplane(): Callplane {
    if (this.#leading.running === null) throw new Error('Callplane was not started');
    return this.#leading.running;
  }

  /** The data folder of the one that leads. */
  get data(): string {
    return this.#leading.data;
  }

  /** Starts Callplane on what is there and waits until it takes calls. */
  async start(): Promise<void> {
    await this.launch();
    await this.ready();
  }

  async launch(one = this.#leading): Promise<void> {
    const peer = one === this.#leading ? this.#other : this.#leading;
    one.running = await Callplane.launch({
      pbx: { ...this.asterisk.pbx, ariUrl: this.proxy.url },
      routing: join(this.folder, 'routing.yml'),
      dataFolder: one.log,
      ...(this.database === null ? {} : { databaseUrl: this.database.behindDoor }),
      environment: {
        CALLPLANE_DATA: one.data,
        CALLPLANE_EMERGENCY_RECORDS: this.emergencyRecords,
        CALLPLANE_JOURNAL_ALARM_MB: String(ALARM_MB),
        ...this.postOffice?.settings,
        ...(this.#number === 'one' ? {} : asOneOfTwo(one, peer)),
      },
    });
  }

  /** A stop in order and a start, as one of so many installations. */
  async restartAs(number: 'one' | 'two'): Promise<void> {
    const code = await this.callplane.stop();
    if (code !== 0) throw new Error(`the stop ended with ${String(code)}`);
    this.#number = number;
    await this.start();
  }

  /** Starts the other installation and waits until it could take over. */
  async letOtherFollow(): Promise<void> {
    await this.launch(this.#other);
    await until(
      'the other to follow',
      async () => (await readinessOf(this.callplane))?.state === 'ready',
      STARTED_WITHIN_MS,
    );
  }

  /** The one that follows is stopped. */
  async stopOther(): Promise<void> {
    await this.#other.running?.stop();
    this.#other.running = null;
  }

  /** Waits until the other one takes calls: from now on it is the one that leads. */
  async otherLeads(): Promise<void> {
    await this.#other.running?.ready(90_000);
    [this.#leading, this.#other] = [this.#other, this.#leading];
  }

  async setEmergency(): Promise<void> {
    const command = `dialplan set global EMERGENCY_DIAL PJSIP/${EMERGENCY_PHONE}`;
    await consoleCommand(this.options.set, 'pbx', command);
  }

  /** Asterisk's own records of the calls that the dialplan kept. */
  get emergencyRecords(): string {
    return join(this.asterisk.pbx.folder, 'log/cdr-csv/Master.csv');
  }

  /** Calls are taken: `ready`, or `degraded` while only the past waits. */
  async ready(): Promise<void> {
    await this.callplane.ready(180_000);
  }

  async signEverybodyIn(): Promise<void> {
    for (const { name } of this.asterisk.phones.slice(0, AGENTS))
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

  /** The processes of the one that leads, the parent first: it would start again what it sees die. */
  processes(): readonly number[] {
    return processesOf(this.callplane);
  }

  /** kill -9 of parent, line and books of the one that leads in one blow. */
  killEverything(): void {
    kill(this.callplane);
  }

  /** Everything that a case may have shut is opened, and Callplane starts anew. */
  async recover(): Promise<void> {
    this.proxy.speakAgain();
    rmSync(join(this.data, 'filler'), { force: true });
    await this.database?.door.open();
    await this.postOffice?.door.open();
    for (const { running } of [this.#leading, this.#other]) if (running !== null) kill(running);
    this.#number = 'one';
    await this.start();
  }

  /** Everybody hangs up, also those whose other end fell without a word. */
  async everybodyHangsUp(): Promise<void> {
    await Promise.all([this.far.hangUpAll(), this.far.phones.hangUpAll()]);
    await until('the far end to be quiet', () => this.far.openLegs() === 0);
  }

  /** Where the facts are. */
  get facts(): StoreAddress {
    return this.database === null
      ? { sqliteFile: join(this.data, 'callplane.sqlite') }
      : { url: this.database.url };
  }

  /** How often a line has said this in its log until now. */
  told(message: string): number {
    return logOf(this.callplane).filter((line) => line.message === message).length;
  }

  /** What happens makes the event stream open once more. */
  async streamOpensAgain(happen: () => unknown): Promise<void> {
    const before = this.told('telephony connected');
    await happen();
    await until('a new event stream', () => this.told('telephony connected') > before, 90_000);
    await this.ready();
  }

  async close(): Promise<void> {
    for (const { running } of [this.#leading, this.#other])
      if (running?.process.exitCode === null) await running.stop().catch(() => kill(running));
    await this.database?.servers.stop();
    this.database?.door.close();
    await this.postOffice?.close();
    if (this.options.way === 'long') execFileSync('umount', ['--lazy', this.data]);
    this.far.close();
    this.proxy.close();
    await stopAsterisk(this.options.set);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function asOneOfTwo(one: Installation, peer: Installation): Readonly<Record<string, string>> {
  return {
    CALLPLANE_STANDBY_LISTEN: `127.0.0.1:${one.listen}`,
    CALLPLANE_STANDBY_PEER: `127.0.0.1:${peer.listen}`,
    CALLPLANE_STANDBY_SECRET: STANDBY_SECRET,
  };
}

function kill(callplane: Callplane): void {
  for (const pid of processesOf(callplane)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

/** Those that live, the parent first: it would start again what it sees die. */
function processesOf(callplane: Callplane): readonly number[] {
  return [callplane.process.pid, ...childrenOf(callplane)].filter(
    (pid): pid is number => pid !== undefined && isAlive(pid),
  );
}

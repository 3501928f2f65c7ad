import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLog } from '../../src/log/create-log.js';
import { openStore } from '../../src/store/open-store.js';
import { type BenchAsterisk, GROUPS } from './asterisk.js';
import { agentNames, benchRouting, CALLPLANE_NUMBERS } from './callplane-routing.js';
import type { Contender } from './contender.js';
import { commandLine, familyOf } from './processes.js';

const READY_WITHIN_MS = 30_000;
const STORED_WITHIN_MS = 60_000;

/** Rows of each kind of fact. */
export interface StoredFacts {
  readonly calls: number;
  /** Calls that were refused because of overload: they have no visit. */
  readonly shed: number;
  readonly visits: number;
  readonly offers: number;
  readonly agentStates: number;
}

export interface CallplaneParts {
  readonly asterisk: BenchAsterisk;
  /** For data (new at every start), log and routing file. */
  readonly folder: string;
  /** The compiled main program. */
  readonly program: string;
  /** For all its processes: profiling. */
  readonly nodeOptions: readonly string[];
  /** Left out: SQLite, as shipped. */
  readonly databaseUrl?: string;
}

interface Items<Item> {
  readonly items: readonly Item[];
}

/** Callplane as its users start it: compiled, all its processes, settings as shipped. */
export class Callplane implements Contender {
  readonly name = 'Callplane';
  readonly #data: string;
  readonly #logFile: string;
  readonly #agents: readonly string[];
  readonly #token: string;
  readonly #child: ChildProcess;
  #url = '';

  private constructor({ asterisk, folder, program, nodeOptions, databaseUrl }: CallplaneParts) {
    this.#data = join(folder, 'data');
    this.#logFile = join(folder, 'callplane.log');
    this.#agents = agentNames(asterisk.phones);
    this.#token = randomBytes(24).toString('hex');
    rmSync(this.#data, { recursive: true, force: true });
    const routing = join(folder, 'routing.yml');
    writeFileSync(routing, benchRouting(asterisk.phones));
    const log = openSync(this.#logFile, 'w');
    this.#child = spawn(process.execPath, [...nodeOptions, program, 'start'], {
      cwd: folder,
      stdio: ['ignore', log, log],
      env: {
        PATH: process.env['PATH'],
        CALLPLANE_ARI_URL: asterisk.ariUrl,
        CALLPLANE_ARI_PASSWORD_FILE: asterisk.ariPasswordFile,
        CALLPLANE_ROUTING: routing,
        CALLPLANE_DATA: this.#data,
        CALLPLANE_HTTP_PORT: '0',
        CALLPLANE_API_TOKEN: this.#token,
        ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      },
    });
  }

  /** Starts the compiled program beside this Asterisk and waits until it is ready. */
  static async start(parts: CallplaneParts): Promise<Callplane> {
    const callplane = new Callplane(parts);
    await callplane.#open();
    return callplane;
  }

  dials(group: keyof typeof CALLPLANE_NUMBERS): string {
    return CALLPLANE_NUMBERS[group];
  }

  async engage(): Promise<void> {
    await this.#until('every call to be taken in again', async () => !(await this.#isShedding()));
    await this.#forEachAgent('sign-in');
    await this.#until('all agents available', async () => {
      const { agents } = (await this.#ask('GET', '/api/queues/many')) as { agents: { available: number } };
      return agents.available === GROUPS.many;
    });
  }

  release(): Promise<void> {
    return this.#forEachAgent('sign-out');
  }

  /** The parent and all that it started. */
  pids(): number[] {
    return familyOf(this.#child.pid ?? 0);
  }

  linePid(): number {
    return this.pidOf('line');
  }

  pidOf(child: 'line' | 'books'): number {
    return this.pids().find((pid) => commandLine(pid).endsWith(` ${child}`)) ?? NaN;
  }

  get databaseFile(): string {
    return join(this.#data, 'callplane.sqlite');
  }

  /** What is live now, in numbers. */
  async liveView(): Promise<{
    readonly calls: number;
    readonly waiting: number;
    readonly unavailable: number;
  }> {
    const [calls, queues, agents] = (await Promise.all(
      ['calls', 'queues', 'agents'].map((what) => this.#ask('GET', `/api/${what}`)),
    )) as [Items<unknown>, Items<{ waiting: unknown[] }>, Items<{ state: string }>];
    return {
      calls: calls.items.length,
      waiting: queues.items.reduce((sum, { waiting }) => sum + waiting.length, 0),
      unavailable: agents.items.filter(({ state }) => state !== 'available').length,
    };
  }

  /** Waits until the books have stored everything that the line has written. */
  async storedUpToNow(): Promise<void> {
    const figure = async (name: string): Promise<number> => (await this.metrics()).get(name) ?? NaN;
    const written = await figure('callplane_journal_sequence');
    await this.#until(
      'the books to have stored everything',
      async () => (await figure('callplane_database_stored_sequence')) >= written,
    );
  }

  /** What stands in `/metrics` now, by sample: name and labels as they are written there. */
  async metrics(): Promise<ReadonlyMap<string, number>> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const text = await (await fetch(`${this.#url}/metrics`, { headers })).text();
    const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(
      samples.map((line) => {
        const end = line.lastIndexOf(' ');
        return [line.slice(0, end), Number(line.slice(end + 1))] as const;
      }),
    );
  }

  /** Bytes in the journal's folder. */
  journalBytes(): number {
    const folder = join(this.#data, 'journal');
    return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  }

  /** What is in the database, as soon as all these calls are, or as it is after a while. */
  async storedFacts(calls: number): Promise<StoredFacts> {
    const log = createLog({ level: 'error', shape: 'terminal', destination: process.stderr });
    const store = await openStore({ sqliteFile: this.databaseFile, log });
    const always = { from: 0, to: Number.MAX_SAFE_INTEGER };
    const deadline = Date.now() + STORED_WITHIN_MS;
    try {
      while ((await store.reader.calls(always)).length < calls && Date.now() < deadline) await sleep(250);
      const stored = await store.reader.calls(always);
      return {
        calls: stored.length,
        shed: stored.filter(({ endPlace }) => endPlace === 'shed').length,
        visits: (await store.reader.visits(always)).length,
        offers: (await store.reader.offers(always)).length,
        agentStates: (await store.reader.agentStates(always)).length,
      };
    } finally {
      await store.close();
    }
  }

  /** Lines of its log so far, as objects. */
  logLines(): Readonly<Record<string, unknown>>[] {
    const lines = readFileSync(this.#logFile, 'utf8').split('\n');
    return lines
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** What the line said when it stopped: the longest delay of its event loop, and the part it was itself at work. */
  loopDelay(): { readonly longestMs: number; readonly longestAtWorkMs: number } | null {
    const last = this.logLines().findLast(({ message }) => message === 'event-loop delay');
    const { longestMs, longestAtWorkMs } = last ?? {};
    if (typeof longestMs !== 'number' || typeof longestAtWorkMs !== 'number') return null;
    return { longestMs, longestAtWorkMs };
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }

  async #open(): Promise<void> {
    await this.#until('its HTTP interface', () => {
      if (this.#child.exitCode !== null) throw new Error(`Callplane ended by itself; see ${this.#logFile}`);
      const port = this.logLines().find(({ http }) => typeof http === 'number')?.['http'];
      if (typeof port === 'number') this.#url = `http://127.0.0.1:${port}`;
      return Promise.resolve(this.#url !== '');
    });
    await this.#until('readiness', async () => {
      const { state } = (await this.#ask('GET', '/ready')) as { state: string };
      return state === 'ready';
    });
  }

  /** After an overload some new calls are refused for a while: the next case would count them as failed. */
  async #isShedding(): Promise<boolean> {
    return [...(await this.metrics())].some(
      ([sample, value]) => sample.startsWith('callplane_overloaded{') && value > 0,
    );
  }

  async #forEachAgent(action: string): Promise<void> {
    for (const agent of this.#agents) await this.#ask('POST', `/api/agents/${agent}/${action}`);
  }

  async #ask(method: string, path: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const reply = await fetch(`${this.#url}${path}`, { method, headers });
    const body: unknown = await reply.json();
    const isRefusal = !reply.ok && path !== '/ready';
    if (isRefusal) throw new Error(`Callplane answers ${method} ${path} with ${JSON.stringify(body)}`);
    return body;
  }

  async #until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error(`waited in vain for ${what}; see ${this.#logFile}`);
      await sleep(50);
    }
  }
}

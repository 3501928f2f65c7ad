import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AsteriskInstance } from '../asterisk/instances.js';
import { freePort } from './free-port.js';
import { callplaneProgram } from './program.js';

const REPOSITORY = resolve(import.meta.dirname, '../../..');
const TOKEN = 'a-token-of-the-tests-0123456789abcdef';
const READY_WITHIN_MS = 90_000;
const ENDS_WITHIN_MS = 20_000;

export interface CallplaneOptions {
  readonly pbx: Pick<AsteriskInstance, 'ariUrl' | 'ariUser' | 'ariPasswordFile' | 'soundsFolder'>;
  /** A routing file or a folder of them. */
  readonly routing: string;
  /** Journal, database and log live here. */
  readonly dataFolder: string;
  /** Left out: SQLite in the data folder. */
  readonly databaseUrl?: string;
  /** Left out: this machine's own network, spoken to on loopback. */
  readonly network?: { readonly namespace: string; readonly address: string };
  /** Settings that differ, by environment variable. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Callplane as it is installed: `callplane start` with its three processes, spoken to over HTTP. */
export class Callplane {
  readonly #ended: Promise<unknown>;

  private constructor(
    readonly process: ChildProcess,
    readonly url: string,
    readonly logFile: string,
    /** The settings it runs with, as environment variables. */
    readonly environment: Readonly<Record<string, string>>,
  ) {
    this.#ended = once(process, 'exit');
  }

  /** Starts it and waits until it is ready; throws with the end of its log when it does not become so. */
  static async start(options: CallplaneOptions): Promise<Callplane> {
    const callplane = await Callplane.launch(options);
    await callplane.ready();
    return callplane;
  }

  /** Starts it and does not wait. */
  static async launch(options: CallplaneOptions): Promise<Callplane> {
    mkdirSync(options.dataFolder, { recursive: true });
    const port = await freePort();
    const logFile = join(options.dataFolder, 'callplane.log');
    const environment = { ...environmentOf(options, port), ...options.environment };
    const { network } = options;
    const inside = network === undefined ? [] : ['ip', 'netns', 'exec', network.namespace];
    // Whoever starts it takes it along when he dies, however he dies.
    const [command = '', ...words] = [
      ...inside,
      ...['setpriv', '--pdeathsig', 'TERM', process.execPath],
      ...[...callplaneProgram(), 'start'],
    ];
    const child = spawn(command, words, {
      cwd: REPOSITORY,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(logFile, { flags: 'a' });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    return new Callplane(child, `http://${network?.address ?? '127.0.0.1'}:${port}`, logFile, environment);
  }

  async ready(withinMs = READY_WITHIN_MS): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (Date.now() < deadline) {
      if (this.process.exitCode !== null) break;
      const answer = await fetch(`${this.url}/ready`).catch(() => null);
      if (answer?.status === 200) return;
      await pause(50);
    }
    throw new Error(
      `Callplane is not ready (exit code ${String(this.process.exitCode)}):\n${this.logTail()}`,
    );
  }

  /** Asks the HTTP interface; throws for every answer that is not 2xx. */
  async api<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        // A test that computes meanwhile would not see Callplane close the connection of its question before.
        connection: 'close',
        authorization: `Bearer ${this.environment['CALLPLANE_API_TOKEN'] ?? TOKEN}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Answer;
  }

  logTail(lines = 30): string {
    return readFileSync(this.logFile, 'utf8').split('\n').slice(-lines).join('\n');
  }

  /** Stops it in order; resolves with its exit code. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode === null) this.process.kill('SIGTERM');
    const late = pause(ENDS_WITHIN_MS, 'late', { ref: false });
    if ((await Promise.race([this.#ended, late])) === 'late') {
      this.process.kill('SIGKILL');
      throw new Error(`Callplane did not stop within ${ENDS_WITHIN_MS} ms:\n${this.logTail()}`);
    }
    return this.process.exitCode;
  }
}

function environmentOf(
  { pbx, routing, dataFolder, databaseUrl, network }: CallplaneOptions,
  port: number,
): Record<string, string> {
  return {
    CALLPLANE_ARI_URL: pbx.ariUrl,
    CALLPLANE_ARI_USER: pbx.ariUser,
    CALLPLANE_ARI_PASSWORD_FILE: pbx.ariPasswordFile,
    CALLPLANE_ROUTING: routing,
    CALLPLANE_DATA: dataFolder,
    CALLPLANE_SOUNDS: pbx.soundsFolder,
    CALLPLANE_HTTP_PORT: String(port),
    ...(network === undefined ? {} : { CALLPLANE_HTTP_HOST: network.address }),
    CALLPLANE_API_TOKEN: TOKEN,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
}

/** The code of a refusal by HTTP. */
export function codeIn(error: unknown): string | null {
  return /"code":"([a-z-]+)"/.exec(String(error))?.[1] ?? null;
}

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Callplane, type CallplaneOptions } from '../../support/callplane/callplane.js';
import { until } from './until.js';

/** Two agents, one queue, no greeting: whoever calls is rung through at once. */
export const ROUTING = `callplane: 1
company: { name: System, timezone: UTC }
agents:
  anna: { name: Anna, phone: PJSIP/phone-001 }
  boris: { name: Boris, phone: PJSIP/phone-002 }
queues:
  main:
    agents: [anna, boris]
    strategy: sequential
    ring_for: 15s
    wrap_up: { time: 1s }
    limits: { wait: 5m }
    exits:
      wait: [hangup]
      nobody: [hangup]
numbers:
  '700': { queue: main }
`;

/** A place where nothing is: the discard port, which no machine serves. */
export const NO_ASTERISK = 'http://127.0.0.1:9';

/** What Callplane wrote to its log, a JSON object per line. */
export interface LogLine {
  readonly at: string;
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly message: string;
  readonly process: 'parent' | 'line' | 'books';
  readonly child?: 'line' | 'books';
  readonly pid?: number;
}

/** A folder with routing file and data, and the Callplanes that run on it. */
export class Site {
  readonly folder = mkdtempSync(join(tmpdir(), 'callplane-system-'));
  readonly routing = join(this.folder, 'routing.yml');
  readonly data = join(this.folder, 'data');
  readonly #started: Callplane[] = [];

  /** Lives as long as the test; what still runs at its end is killed. */
  constructor(
    t: TestContext,
    private readonly pbx: CallplaneOptions['pbx'] = withoutAsterisk(),
  ) {
    writeFileSync(this.routing, ROUTING);
    t.after(() => this.#end());
  }

  /** Starts Callplane and does not wait. */
  async launch(environment: Readonly<Record<string, string>> = {}): Promise<Callplane> {
    const callplane = await Callplane.launch({
      pbx: this.pbx,
      routing: this.routing,
      dataFolder: this.data,
      environment: {
        ...(this.pbx.soundsFolder === '' ? { CALLPLANE_ARI_PASSWORD: 'unused' } : {}),
        ...environment,
      },
    });
    this.#started.push(callplane);
    return callplane;
  }

  /** Starts Callplane and waits until it is ready. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<Callplane> {
    const callplane = await this.launch(environment);
    await callplane.ready();
    return callplane;
  }

  #end(): void {
    for (const callplane of this.#started)
      for (const pid of [callplane.process.pid, ...childrenOf(callplane)]) killIfAlive(pid);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function withoutAsterisk(): CallplaneOptions['pbx'] {
  return { ariUrl: NO_ASTERISK, ariUser: 'callplane', ariPasswordFile: '', soundsFolder: '' };
}

/** What it has written until now, in order; lines that are no JSON (messages to a person) have only a message. */
export function logOf(callplane: Callplane): readonly LogLine[] {
  if (!existsSync(callplane.logFile)) return [];
  const lines = readFileSync(callplane.logFile, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) =>
    line.startsWith('{')
      ? (JSON.parse(line) as LogLine)
      : { at: '', level: 'error', message: line, process: 'parent' },
  );
}

/**
 * The lines of its log with this message, as soon as there are so many: a line comes through its pipe a moment after what
 * it tells of.
 */
export async function toldOf(
  callplane: Callplane,
  message: RegExp,
  count: number,
): Promise<readonly LogLine[]> {
  const told = (): readonly LogLine[] => logOf(callplane).filter((line) => message.test(line.message));
  await until(`${count} of ${String(message)}`, () => told().length >= count);
  return told();
}

/** The newest process of this name. */
export function pidOf(callplane: Callplane, child: 'line' | 'books'): number {
  const started = logOf(callplane).filter((line) => line.message === 'a process was started');
  const pid = started.filter((line) => line.child === child).at(-1)?.pid;
  if (pid === undefined) throw new Error(`no process ${child} was started:\n${callplane.logTail()}`);
  return pid;
}

/** All processes that it has started until now, the dead ones too. */
export function childrenOf(callplane: Callplane): readonly number[] {
  return logOf(callplane).flatMap(({ message, pid }) =>
    message === 'a process was started' && pid !== undefined ? [pid] : [],
  );
}

/** True while the process runs. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return false;
    throw error;
  }
}

/** Waits until it has ended by itself; resolves with its exit code. */
export async function exitCodeOf(callplane: Callplane): Promise<number | null> {
  const { process } = callplane;
  await until('Callplane to end', () => process.exitCode !== null || process.signalCode !== null).catch(
    (error: unknown) => {
      throw new Error(`${String(error)}:\n${callplane.logTail()}`);
    },
  );
  return process.exitCode;
}

function killIfAlive(pid: number | undefined): void {
  if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freshDatabase, startServers } from '../../tests/store/databases.js';
import { seed } from '../history/seed.js';
import type { Shape } from '../history/shape.js';
import { Callplane, type CallplaneParts } from '../machine/callplane.js';
import { type BesideDatabase, besideDatabase, type Disturbance } from './beside-database.js';
import type { Effort } from './live-cases.js';

/** A month that takes a report longer than a round. */
const MONTH: Shape = {
  ...{ calls: 100_000, days: 31, queues: 20, agents: 300, seed: 1, lastDay: '2026-01-31' },
};
/** By the hour, so that the facts of the whole month are read every time. */
const REPORT = [
  'report',
  'run',
  'summary',
  '--from',
  '2026-01-01',
  '--to',
  '2026-01-31',
  '--interval',
  'hour',
];

/**
 * Measures one Callplane on a real MariaDB that holds a month of many calls: once alone, and once while a report over that month is
 * computed from its facts, again and again.
 */
export async function measureMonthReport(
  parts: CallplaneParts,
  effort: Effort,
  say: (text: string) => void,
): Promise<BesideDatabase> {
  const servers = await startServers('bench', 'mariadb');
  const folder = join(parts.folder, 'month-report');
  mkdirSync(folder, { recursive: true });
  let callplane: Callplane | null = null;
  const reporting = new Reporting({ ...parts, folder });
  try {
    const databaseUrl = await freshDatabase(servers.url('mariadb'));
    await seed({ shape: MONTH, address: { url: databaseUrl }, what: 'all' }, () => undefined);
    callplane = await Callplane.start({ ...parts, folder, databaseUrl });
    await callplane.engage();
    reporting.databaseUrl = databaseUrl;
    const result = await besideDatabase({ ...parts, folder }, callplane, reporting, effort, say);
    say(`${reporting.done} reports over ${MONTH.calls} calls were computed beside it`);
    if (reporting.done === 0) throw new Error('not one report over the month was computed');
    return result;
  } finally {
    await reporting.end();
    await callplane?.stop();
    await servers.stop();
  }
}

/** One report after another, each by `callplane report run`. */
class Reporting implements Disturbance {
  readonly free = 'without a report';
  readonly disturbed = 'beside a report over a month';
  databaseUrl = '';
  done = 0;
  #wanted: 'on' | 'off' = 'off';
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: CallplaneParts) {}

  begin(): void {
    this.#wanted = 'on';
    this.#running = this.#run();
    // `end` tells of it.
    this.#running.catch(() => undefined);
  }

  async end(): Promise<void> {
    this.#wanted = 'off';
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#wanted === 'on') {
      const child = spawn(process.execPath, [this.parts.program, ...REPORT, '--format', 'json'], {
        cwd: this.parts.folder,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { PATH: process.env['PATH'], DATABASE_URL: this.databaseUrl },
      });
      const [code] = (await once(child, 'close')) as [number | null];
      if (code !== 0) throw new Error(`the report over a month ended with ${code ?? 'a signal'}`);
      this.done += 1;
    }
  }
}

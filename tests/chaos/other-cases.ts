import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { consoleCommand } from '../support/asterisk/instances.js';
import { AriLink } from '../support/far-end/ari-link.js';
import { isAlive, logOf, pidOf } from '../system/support/site.js';
import { readinessIs } from '../system/support/stage.js';
import { until } from '../system/support/until.js';
import type { ChaosCase } from './cases.js';
import type { ChaosSite } from './site.js';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/asterisk');
const SETS = resolve(import.meta.dirname, '../../.asterisk/sets');
const FROZEN_MS = 60_000;
/** Long enough to be noticed, and shorter than the watchdog's patience. */
const SLOW_MS = 8_000;
const HOLE_MS = 20_000;
const DATABASE_AWAY_MS = 60_000;
const DISK_FULL_MS = 10_000;
const OTHERS_RULE_MS = 4_000;
/** What was sent before the older process knew. */
const IN_FLIGHT_AT_MOST = 30;
const NOT_DELIVERED = 'a scheduled report could not be delivered; it is tried again';
const REPORT_TRIED_WITHIN_MS = 60_000;
/** Until a frozen Callplane's newest callers must have been somewhere. */
const SOMEWHERE_MS = 30_000;

const deaths: readonly ChaosCase[] = [
  {
    name: 'kill -9 of the parent',
    run: async ({ site, hit }) => {
      const line = site.linePid();
      hit();
      site.callplane.process.kill('SIGKILL');
      await until('the line to leave', () => !isAlive(line));
      await site.start();
    },
  },
  {
    name: 'kill -9 of the books',
    run: async ({ site, hit }) => {
      const books = pidOf(site.callplane, 'books');
      hit();
      process.kill(books, 'SIGKILL');
      await until('other books', () => pidOf(site.callplane, 'books') !== books);
      await readinessIs(site.callplane, 'ready');
    },
  },
];

const freezes: readonly ChaosCase[] = [
  {
    name: `SIGSTOP of the line for ${SLOW_MS / 1000} s (a slow reader)`,
    run: async ({ site, hit }) => {
      const line = site.linePid();
      hit();
      process.kill(line, 'SIGSTOP');
      await pause(SLOW_MS);
      await site.streamOpensAgain(() => process.kill(line, 'SIGCONT'));
    },
  },
  {
    name: 'SIGSTOP of the line for good',
    run: async ({ site, hit }) => {
      const line = site.linePid();
      hit();
      process.kill(line, 'SIGSTOP');
      await site.anotherLine(line);
    },
  },
  {
    name: `SIGSTOP of line and parent for ${FROZEN_MS / 1000} s`,
    run: async ({ site, load, hit }) => {
      const frozen = [site.linePid(), site.callplane.process.pid ?? 0];
      hit();
      for (const pid of frozen) process.kill(pid, 'SIGSTOP');
      load.hold();
      const call = await load.one();
      const placedAt = Date.now();
      await until(
        'the emergency destination',
        () => site.far.callRecord(call)?.answeredAt !== null,
        SOMEWHERE_MS,
      );
      await pause(Math.max(0, placedAt + FROZEN_MS - Date.now()));
      await site.streamOpensAgain(() => {
        for (const pid of frozen) process.kill(pid, 'SIGCONT');
      });
      load.goOn();
    },
  },
];

const wires: readonly ChaosCase[] = [
  {
    name: 'event socket cut',
    run: ({ site, hit }) =>
      site.streamOpensAgain(() => {
        hit();
        site.proxy.cutEvents();
      }),
  },
  {
    name: `black hole between Callplane and Asterisk for ${HOLE_MS / 1000} s`,
    run: async ({ site, hit }) => {
      hit();
      site.proxy.fallSilent();
      const beganAt = Date.now();
      await readinessIs(site.callplane, 'not-ready');
      await pause(Math.max(0, beganAt + HOLE_MS - Date.now()));
      await site.streamOpensAgain(() => site.proxy.speakAgain());
    },
  },
  {
    name: 'another process takes the application (the older one fences itself)',
    run: async ({ site, hit }) => {
      const other = new AriLink(site.asterisk.pbx, 'callplane');
      hit();
      await other.open(
        () => undefined,
        () => undefined,
      );
      await until('the older to notice', () => site.told('telephony replaced') > 0);
      const before = site.proxy.requests;
      await pause(OTHERS_RULE_MS);
      const sent = site.proxy.requests - before;
      if (sent > IN_FLIGHT_AT_MOST) throw new Error(`a fenced process sent ${sent} requests`);
      other.close();
      site.killEverything();
      await site.start();
    },
  },
];

const asteriskDeaths: readonly ChaosCase[] = [
  {
    name: 'core restart now',
    asteriskDies: true,
    run: async ({ site, load, hit }) => {
      load.hold();
      await site.streamOpensAgain(async () => {
        hit();
        await consoleCommand(site.asterisk.set, 'pbx', 'core restart now');
      });
      await afterItsDeath(site);
      load.goOn();
    },
  },
  {
    name: 'kill -9 of Asterisk',
    asteriskDies: true,
    run: async ({ site, load, hit }) => {
      load.hold();
      const { set } = site.asterisk;
      const { pbx } = JSON.parse(readFileSync(join(SETS, `${set}.json`), 'utf8')) as {
        readonly pbx: { readonly pid: number };
      };
      await site.streamOpensAgain(async () => {
        hit();
        process.kill(pbx.pid, 'SIGKILL');
        await until('Asterisk to be gone', () => !isAlive(pbx.pid));
        await promisify(execFile)(SCRIPT, ['start', 'pbx', '--set', set, '--owner', String(process.pid)]);
      });
      await afterItsDeath(site);
      load.goOn();
    },
  },
];

/** The other ends were told nothing. A new run of Asterisk knows no globals that were set by hand. */
async function afterItsDeath(site: ChaosSite): Promise<void> {
  await site.everybodyHangsUp();
  await site.setEmergency();
}

const stores: readonly ChaosCase[] = [
  {
    name: `disk full for ${DISK_FULL_MS / 1000} s`,
    run: async ({ site, hit }) => {
      const filler = join(site.data, 'filler');
      hit();
      fill(filler);
      await until('the alarm', () =>
        logOf(site.callplane).some(({ message, level }) => level === 'error' && /MB left/.test(message)),
      );
      await pause(DISK_FULL_MS);
      rmSync(filler);
      await readinessIs(site.callplane, 'ready');
    },
  },
  {
    name: `MariaDB away for ${DATABASE_AWAY_MS / 1000} s`,
    run: async ({ site, hit }) => {
      hit();
      site.database?.door.close();
      await readinessIs(site.callplane, 'degraded');
      await pause(DATABASE_AWAY_MS);
      await site.database?.door.open();
      await readinessIs(site.callplane, 'ready');
    },
  },
  {
    name: 'SMTP gone, a report due meanwhile',
    run: async ({ site, hit }) => {
      const { postOffice, callplane } = site;
      if (postOffice === null) throw new Error('only the long way sends mail');
      const [arrived, failed] = [postOffice.arrived, site.told(NOT_DELIVERED)];
      hit();
      postOffice.door.close();
      await postOffice.askForReport(callplane.environment);
      await until('a try to fail', () => site.told(NOT_DELIVERED) > failed, REPORT_TRIED_WITHIN_MS);
      await postOffice.door.open();
      await postOffice.oneMoreArrives(arrived);
    },
  },
];

/** One after another: each goes on from what the one before has left. */
const installations: readonly ChaosCase[] = [
  {
    name: 'planned restart (SIGTERM, then a start), as one of two installations',
    run: async ({ site, hit }) => {
      hit();
      await site.restartAs('two');
    },
  },
  {
    name: 'the standby takes over after kill -9 of the other installation',
    prepare: (site) => site.letOtherFollow(),
    run: async ({ site, hit }) => {
      hit();
      site.killEverything();
      await site.otherLeads();
    },
  },
  {
    name: 'hand-over to the other installation by command',
    prepare: (site) => site.letOtherFollow(),
    run: async ({ site, hit }) => {
      hit();
      await site.callplane.api('POST', '/api/handover');
      await site.otherLeads();
    },
  },
  {
    name: 'planned restart, as the only installation again',
    prepare: (site) => site.stopOther(),
    run: async ({ site, hit }) => {
      hit();
      await site.restartAs('one');
    },
  },
];

/** What is not undone before the end. */
export const LAST_CASES: readonly ChaosCase[] = [
  {
    name: 'MariaDB away for the rest of the run',
    run: async ({ site, hit }) => {
      hit();
      site.database?.door.close();
      await readinessIs(site.callplane, 'degraded');
    },
  },
];

/** Takes all the space that is left. */
function fill(path: string): void {
  const block = Buffer.alloc(64 * 1024);
  for (;;) {
    try {
      writeFileSync(path, block, { flag: 'a' });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return;
      throw error;
    }
  }
}

/** Everything but the kills of the line. */
export const OTHER_CASES: readonly ChaosCase[] = [
  ...installations,
  ...deaths,
  ...freezes,
  ...wires,
  ...asteriskDeaths,
  ...stores,
];

import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Settings } from './app/settings.js';
import { clientsOf } from './main-clients.js';
import { withKeptDays } from './main-kept-days.js';
import { companyOf, schedulesNow } from './main-schedules.js';
import { forkChild } from './parent/fork-child.js';
import type { Period } from './ports/facts.js';
import type { DayStanding } from './ports/kept-days.js';
import type { Log } from './ports/log.js';
import { startDayKeeper, type DayKeeper, type KeptSome, type PutOff } from './reports/days/day-keeper.js';
import { askAhead, daysAhead, namesAhead, type AskedAhead } from './reports/days/keep-ahead.js';
import { usualQuestions } from './reports/days/usual-questions.js';
import type { CatalogueReport } from './reports/catalogue/report.js';
import { readOwnReport } from './reports/own/own-report.js';
import { ReportFault } from './reports/report-fault.js';
import { isUnnarrowed } from './reports/slicing/filters.js';
import type { Store } from './store/open-store.js';

const PROCESS = fileURLToPath(new URL('./main-days-process.js', import.meta.url));
/** So many are kept by one process; then it is looked anew which days lack something. */
const DAYS_AT_ONCE = 20;
/** After each day it rests so many times as long as the day took: nobody waits for it. */
const RESTS = 3;
const LONGEST_REST_MS = 60_000;

/**
 * Keeps what days leave of figures from now on, in a process of its own: a day of many calls takes seconds, to look through
 * years of days a part of one, and facts and the lease would wait for them.
 */
export function keptAhead(facts: () => 'complete' | 'behind', log: Log): DayKeeper {
  const running: { child: ChildProcess | null } = { child: null };
  const keeper = startDayKeeper({
    keepSome: (putOff) => keptAside((running.child = forkChild(PROCESS, [JSON.stringify(putOff)]))),
    facts,
    now: () => Date.now(),
    log,
  });
  return {
    look: () => keeper.look(),
    stop: async () => {
      const stopped = keeper.stop();
      running.child?.kill();
      await stopped;
    },
  };
}

/** Keeps some of the days that lack something, the newest first, with rests between them. */
export async function keepSomeDays(
  settings: Settings,
  store: Store,
  putOff: readonly PutOff[],
  log: Log,
): Promise<KeptSome> {
  const asked = await askedAhead(settings, store, log);
  if (asked === null) return { putOff, left: 'nothing' };
  const revisions = new Map(putOff.map(({ from, revision }) => [from, revision]));
  const lacking = await daysLacking(store, asked, log);
  const wanted = lacking.filter(({ day, revision }) => revisions.get(day.from) !== revision);
  const some = wanted.slice(0, DAYS_AT_ONCE);
  for (const { day } of some) {
    const beganAt = performance.now();
    await tried(store, day, asked, log);
    await pause(Math.min(LONGEST_REST_MS, RESTS * (performance.now() - beganAt)));
  }
  const mine = new Set(some.map(({ day }) => day.from));
  const still = some.length === 0 ? [] : await daysLacking(store, asked, log);
  return {
    putOff: [
      ...putOff.filter(({ from }) => !mine.has(from)),
      ...still
        .filter(({ day }) => mine.has(day.from))
        .map(({ day: { from }, revision }) => ({ from, revision })),
    ],
    left: wanted.length > some.length ? 'more' : 'nothing',
  };
}

/** What is asked of days before any report is: by the catalogue, and by own reports that are sent. null: there was no plan yet. */
async function askedAhead(settings: Settings, store: Store, log: Log): Promise<AskedAhead | null> {
  const company = await companyOf(store);
  if (company === null) return null;
  const clientOf = await clientsOf(settings, store.retention.people, log);
  return {
    questions: usualQuestions(ownReportsSent(settings)),
    zone: company.timezone,
    language: company.language,
    ...(clientOf === undefined ? {} : { clientOf }),
    now: Date.now(),
  };
}

/** Own reports that days can answer: by the company's days, narrowed to nothing. A file that is wrong is told of by the books. */
function ownReportsSent(settings: Settings): readonly CatalogueReport[] {
  try {
    return schedulesNow(settings).schedules.flatMap(({ what, filters }) => {
      if ('name' in what) return [];
      const read = readOwnReport(what.text);
      return read.ok && isUnnarrowed(filters) && isUnnarrowed(read.own.filters) ? [read.own.report] : [];
    });
  } catch (error) {
    if (error instanceof ReportFault) return [];
    throw error;
  }
}

async function daysLacking(store: Store, asked: AskedAhead, log: Log): Promise<readonly DayStanding[]> {
  const days = await withKeptDays(store, log, (reader, kept) => daysAhead(reader, kept, asked));
  return days.filter(({ state }) => state === 'lacking');
}

/** A day that cannot be computed does not hold up those before it. */
async function tried(store: Store, day: Period, asked: AskedAhead, log: Log): Promise<void> {
  try {
    await keepDay(store, day, asked, log);
  } catch (error) {
    log.warn('what a day leaves of figures could not be computed', { from: day.from, to: day.to, error });
  }
}

/** Keeps what the day leaves, as far as it can be, and nothing else of it. */
export async function keepDay(store: Store, day: Period, asked: AskedAhead, log: Log): Promise<void> {
  const names = await withKeptDays(store, log, async (reader, kept) => {
    await askAhead(reader, day, kept, asked);
    return namesAhead(reader, kept, asked);
  });
  await store.keptDays.forgetOthers(day, names);
}

function keptAside(child: ChildProcess): Promise<KeptSome> {
  return new Promise((resolve, reject) => {
    child.once('message', (kept) => resolve(kept as KeptSome));
    child.once('error', reject);
    child.once('close', (code, signal) =>
      reject(
        new Error(`the process that keeps days ended with ${code ?? signal ?? 'nothing'} and no answer`),
      ),
    );
  });
}

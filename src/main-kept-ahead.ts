import { fileURLToPath } from 'node:url';
import type { ChildProcess } from 'node:child_process';
import type { Settings } from './app/settings.js';
import { clientsOf } from './main-clients.js';
import { withKeptDays } from './main-kept-days.js';
import { companyOf, sentNow } from './main-schedules.js';
import { forkChild } from './parent/fork-child.js';
import type { Period } from './ports/facts.js';
import type { Log } from './ports/log.js';
import { startDayKeeper, type DayKeeper } from './reports/days/day-keeper.js';
import { askAhead, daysAhead, namesAhead, type AskedAhead } from './reports/days/keep-ahead.js';
import { usualQuestions } from './reports/days/usual-questions.js';
import { readOwnReport } from './reports/own/own-report.js';
import type { Store } from './store/open-store.js';

const PROCESS = fileURLToPath(new URL('./main-days-process.js', import.meta.url));

/**
 * Keeps what days leave of figures from now on, in a process of its own: a day of many calls takes seconds, and facts and the
 * lease would wait for them.
 */
export function keptAhead(
  settings: Settings,
  store: Store,
  facts: () => 'complete' | 'behind',
  log: Log,
): DayKeeper {
  const running: { child: ChildProcess | null } = { child: null };
  const keeper = startDayKeeper({
    standings: async () => {
      const asked = await askedAhead(settings, store, log);
      if (asked === null) return [];
      return withKeptDays(store, log, (reader, kept) => daysAhead(reader, kept, asked));
    },
    keep: (days) => keptAside((running.child = forkChild(PROCESS, [JSON.stringify(days)]))),
    facts,
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

/** What is asked of days before any report is: by the catalogue, and by own reports that are sent. null: there was no plan yet. */
export async function askedAhead(settings: Settings, store: Store, log: Log): Promise<AskedAhead | null> {
  const company = await companyOf(store);
  if (company === null) return null;
  const clientOf = await clientsOf(settings, store.retention.people, log);
  const own = (sentNow(settings, log)()?.schedules ?? []).flatMap(({ what }) => {
    if ('name' in what) return [];
    const read = readOwnReport(what.text);
    return read.ok ? [read.own.report] : [];
  });
  return {
    questions: usualQuestions(own),
    zone: company.timezone,
    language: company.language,
    ...(clientOf === undefined ? {} : { clientOf }),
    now: Date.now(),
  };
}

/** Keeps what the day leaves, as far as it can be, and nothing else of it. */
export async function keepDay(store: Store, day: Period, asked: AskedAhead, log: Log): Promise<void> {
  const names = await withKeptDays(store, log, async (reader, kept) => {
    await askAhead(reader, day, kept, asked);
    return namesAhead(reader, kept, asked);
  });
  await store.keptDays.forgetOthers(day, names);
}

function keptAside(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`the process that keeps days ended with ${code ?? signal ?? 'nothing'}`));
    });
  });
}

import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { ReadPlan } from './app/plan-keeper.js';
import { type Recovered, recoverState } from './app/recovery.js';
import type { StartSettings } from './app/settings.js';
import type { Plan } from './core/plan.js';
import { type JournalOptions, openJournalReader } from './journal/open-journal.js';
import { readRoutingPlan } from './main-plan.js';
import type { Log } from './ports/log.js';

/** A line whose parent was killed leaves in order: it still writes its snapshot when the next parent has long started. */
const FORMER_ENDS_WITHIN_MS = 5_000;

/** The routing file has faults, so there is nothing to start with. */
export class RoutingRefused extends Error {
  override readonly name = 'RoutingRefused';
}

/** The plan in the routing file; throws `RoutingRefused` where it has faults. */
export async function firstPlan(settings: StartSettings): Promise<Plan> {
  const read = await readRoutingPlan(settings);
  if (read.ok) return read.plan;
  throw new RoutingRefused(describeFaults(settings.routing, read));
}

function describeFaults(path: string, read: Extract<ReadPlan, { ok: false }>): string {
  const lines = read.faults.map(({ file, line, column, message }) =>
    line === 0 ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`,
  );
  const headline = `the routing file ${path} cannot be used, ${read.faults.length} fault(s); nothing was started`;
  return [headline, ...lines].join('\n');
}

/** How the journal of this installation is opened for writing. */
export function journalOptions(
  settings: Pick<StartSettings, 'durability' | 'journalKeepMs'>,
  folder: string,
  log: Log,
): JournalOptions {
  return {
    folder,
    durability: settings.durability,
    keep: { forMs: settings.journalKeepMs, now: () => Date.now() },
    log,
    boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    beginAt: Date.now(),
    monotonicMs: () => performance.now(),
    inTurnWithinMs: FORMER_ENDS_WITHIN_MS,
  };
}

/** The state that the journal in the folder tells. */
export async function recovered(folder: string, log: Log): Promise<Recovered> {
  const reader = openJournalReader(folder, log);
  const fresh = { prefix: `cp${randomBytes(4).toString('hex')}`, seed: randomInt(2 ** 31) };
  const found = await recoverState(reader, fresh, log);
  await reader.close();
  const { replayed, snapshotAt, state } = found;
  log.info('state recovered', { replayed, snapshot: snapshotAt !== null, calls: state.calls.size });
  return found;
}

import type { Actor } from '../core/change.js';
import type { Plan } from '../core/plan.js';
import type { ReloadFault, ReloadResult } from '../ports/live.js';
import type { Log } from '../ports/log.js';

/** What reading the routing file came to. */
export type ReadPlan =
  | { readonly ok: true; readonly plan: Plan; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly ReloadFault[] };

export interface PlanKeeperParts {
  readonly readPlan: () => Promise<ReadPlan>;
  /** Version in force; null: none yet. */
  readonly versionInForce: () => string | null;
  readonly putInForce: (plan: Plan, by: Actor) => void;
  readonly log: Log;
}

/** Loads the routing file, all or nothing: a faulty one leaves the plan in force. Loads come one after another. */
export class PlanKeeper {
  readonly #parts: PlanKeeperParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: PlanKeeperParts) {
    this.#parts = parts;
  }

  load(by: Actor): Promise<ReloadResult> {
    const result = this.#last.then(() => this.#load(by));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #load(by: Actor): Promise<ReloadResult> {
    const { readPlan, versionInForce, putInForce, log } = this.#parts;
    const read = await readPlan();
    if (!read.ok) {
      log.warn('the routing file has faults; the plan in force stays', { by: by.name, faults: read.faults });
      return { ok: false, faults: read.faults };
    }
    for (const warning of read.warnings) log.warn('routing file', { warning });
    const changed = read.plan.version !== versionInForce();
    if (changed) putInForce(read.plan, by);
    return { ok: true, version: read.plan.version, changed };
  }
}

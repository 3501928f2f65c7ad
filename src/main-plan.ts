import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadPlan } from './app/plan-keeper.js';
import type { Language } from './core/plan.js';
import { type Fault, formatFault } from './routing/fault.js';
import { loadPlan, type PromptFiles } from './routing/load.js';
import { readSources } from './routing/sources.js';

export interface RoutingPlace {
  /** A routing file, or a folder of them. */
  readonly routing: string;
  /** Asterisk's sounds folder (with `en`, `ru` … in it); null: prompts are not looked up on disk. */
  readonly sounds: string | null;
}

/** Reads and checks the routing file at its place. */
export async function readRoutingPlan(place: RoutingPlace): Promise<ReadPlan> {
  const read = await readSources(place.routing);
  if (!read.ok) return { ok: false, faults: read.faults.map(faultFor) };
  const loaded = loadPlan(
    read.sources,
    place.sounds === null ? {} : { promptFiles: filesBelow(place.sounds) },
  );
  if (!loaded.ok) return { ok: false, faults: loaded.faults.map(faultFor) };
  return { ok: true, plan: loaded.plan, warnings: loaded.warnings.map(formatFault) };
}

function faultFor({ at, found, right, code }: Fault): Extract<ReadPlan, { ok: false }>['faults'][number] {
  return {
    file: at.file,
    line: at.line,
    column: at.column,
    message: `found ${found}; right would be ${right} [${code}]`,
  };
}

/** Names of the sound files of a language, without extension. */
function filesBelow(folder: string): PromptFiles {
  return (language: Language) => {
    const names = readdirSync(join(folder, language), { recursive: true, encoding: 'utf8' });
    return new Set(names.map((name) => name.replace(/\.[a-z0-9]+$/i, '')));
  };
}

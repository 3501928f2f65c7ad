import type { ReadPlan } from './app/plan-keeper.js';
import type { Needs } from './ari/options.js';
import type { Language, Plan, Step } from './core/plan.js';
import { type Fault, formatFault } from './routing/fault.js';
import { LANGUAGES } from './routing/language/company.js';
import { speechMade } from './main-speech.js';
import { loadPlan } from './routing/load.js';
import { readSounds } from './routing/sounds.js';
import type { Spoken } from './routing/speech.js';
import { fetchTable, readSources } from './routing/sources.js';

export interface RoutingPlace {
  /** A routing file, or a folder of them. */
  readonly routing: string;
  /** Asterisk's sounds folder (with `en`, `ru` … in it); null: prompts are not looked up on disk. */
  readonly sounds: string | null;
  /** The command line of the speech engine. */
  readonly speech: string;
}

/** The same as a read plan, before its texts are spoken. */
export type ReadRouting =
  | (Extract<ReadPlan, { ok: true }> & { readonly spoken: readonly Spoken[] })
  | Extract<ReadPlan, { ok: false }>;

/** Reads and checks the routing file at its place, and makes the sound files of its texts that are not there yet. */
export async function readRoutingPlan(place: RoutingPlace): Promise<ReadPlan> {
  const read = await readRouting(place);
  if (!read.ok) return read;
  const { faults, warnings } = await speechMade(read.spoken, place);
  if (faults.length > 0) return { ok: false, faults: faults.map(faultFor) };
  return { ok: true, plan: read.plan, warnings: [...read.warnings, ...warnings.map(formatFault)] };
}

/** Reads and checks the routing file at its place; nothing is spoken. */
export async function readRouting(place: RoutingPlace): Promise<ReadRouting> {
  const read = await readSources(place.routing);
  if (!read.ok) return { ok: false, faults: read.faults.map(faultFor) };
  const sounds = place.sounds === null ? null : await readSounds(place.sounds);
  if (sounds?.ok === false) return { ok: false, faults: sounds.faults.map(faultFor) };
  const loaded = loadPlan(read.sources, {
    fetchTable,
    speechEngine: place.speech,
    ...(sounds === null ? {} : { promptFiles: sounds.promptFiles, unplayable: sounds.unplayable }),
  });
  if (!loaded.ok) return { ok: false, faults: loaded.faults.map(faultFor) };
  const { plan, warnings, spoken } = loaded;
  return { ok: true, plan, warnings: warnings.map(formatFault), spoken };
}

/** What a plan needs of Asterisk; without a plan nothing. */
export function needsOf(plan: Plan | null): Needs {
  if (plan === null) return { languages: [], prompts: [], phones: [] };
  const languages = LANGUAGES.filter((language) => isHeard(plan, language));
  return {
    languages,
    prompts: languages.flatMap((language) =>
      Object.values(plan.prompts).flatMap(({ media }) => {
        const file = media[language];
        return file === undefined ? [] : [{ language, media: file }];
      }),
    ),
    phones: Object.values(plan.agents).flatMap(({ phone }) => phone ?? []),
  };
}

function isHeard({ company, blocks }: Plan, language: Language): boolean {
  const isChangedTo = (step: Step): boolean => step.do === 'language' && step.language === language;
  return company.language === language || Object.values(blocks).some((steps) => steps.some(isChangedTo));
}

function faultFor({ at, found, right, code }: Fault): Extract<ReadPlan, { ok: false }>['faults'][number] {
  return {
    file: at.file,
    line: at.line,
    column: at.column,
    message: `found ${found}; right would be ${right} [${code}]`,
  };
}

import type { Settings } from './app/settings.js';
import type { CheckReport, Made, SpeechRequest, TrialRequest } from './cli/routing-commands.js';
import type { Instant } from './core/signal.js';
import { e164Of } from './routing/callers/e164.js';
import { formatFault } from './routing/fault.js';
import { speechText, speechTried } from './main-speech.js';
import { loadPlan, type Loaded } from './routing/load.js';
import { readSounds } from './routing/sounds.js';
import { fetchTable, readSources } from './routing/sources.js';
import { chartOf } from './trial/chart.js';
import { localInstant } from './trial/local-instant.js';
import { mermaidOf } from './trial/mermaid.js';
import { svgOf } from './trial/svg.js';
import { tellPath } from './trial/tell-path.js';
import { tryCall } from './trial/try-call.js';

type LoadedFiles = Extract<Loaded, { ok: true }> | { readonly ok: false; readonly faults: readonly string[] };

/** Nobody hears a path that is explained or drawn. */
const UNHEARD = { sounds: null, speech: '' };

/** Checks routing files; prompts are looked up, and their texts tried, when there is a sounds folder. */
export async function checkFiles(
  files: readonly string[],
  settings: Pick<Settings, 'sounds' | 'speech'>,
): Promise<CheckReport> {
  const loaded = await loadFiles(files, settings);
  if (!loaded.ok) return { faults: loaded.faults, warnings: [] };
  const tried = await speechTried(loaded.spoken, settings);
  const warnings = [...loaded.warnings, ...tried.warnings].map(formatFault);
  return { faults: tried.faults.map(formatFault), warnings };
}

/** The spoken texts of routing files and where their files are; `clear`: what becomes of the files that none needs. */
export async function speechOfFiles(
  { files, clear }: SpeechRequest,
  settings: Pick<Settings, 'sounds' | 'speech'>,
): Promise<Made> {
  const { sounds } = settings;
  if (sounds === null)
    return { ok: false, faults: ['found no sounds folder; right would be CALLPLANE_SOUNDS'] };
  const loaded = await loadFiles(files, settings);
  return loaded.ok ? { ok: true, text: await speechText(loaded.spoken, sounds, clear) } : loaded;
}

/** The path that a call would take through routing files; `now` when no time is named. */
export async function explainFiles(request: TrialRequest, now: Instant): Promise<Made> {
  const loaded = await loadFiles(request.files, UNHEARD);
  if (!loaded.ok) return loaded;
  const { plan } = loaded;
  const at = request.at === null ? now : localInstant(request.at, plan.company.timezone);
  if (at === null) {
    const right = 'right would be a date and a time such as "2026-03-04 18:00"';
    return { ok: false, faults: [`found --at ${request.at ?? ''}; ${right}`] };
  }
  const wrong = request.keys.find((keys) => !/^[0-9*#]+$/.test(keys));
  if (wrong !== undefined)
    return {
      ok: false,
      faults: [`found --press ${wrong}; right would be keys 0 to 9, * and #, such as 1,2`],
    };
  const { to, from, keys } = request;
  const fromE164 = from === null ? null : e164Of(from, plan.company.country);
  const tried = { plan, to, from, fromE164, at, keys };
  return { ok: true, text: `${tellPath(tried, tryCall(tried)).join('\n')}\n` };
}

/** A picture of routing files. */
export async function drawFiles(files: readonly string[], format: 'svg' | 'mermaid'): Promise<Made> {
  const loaded = await loadFiles(files, UNHEARD);
  if (!loaded.ok) return loaded;
  const chart = chartOf(loaded.plan);
  return { ok: true, text: format === 'svg' ? svgOf(chart) : mermaidOf(chart) };
}

async function loadFiles(
  files: readonly string[],
  { sounds, speech }: Pick<Settings, 'sounds' | 'speech'>,
): Promise<LoadedFiles> {
  const read = await Promise.all(files.map((file) => readSources(file)));
  const unread = read.flatMap((one) => (one.ok ? [] : one.faults));
  if (unread.length > 0) return { ok: false, faults: unread.map(formatFault) };
  const known = sounds === null ? null : await readSounds(sounds);
  if (known?.ok === false) return { ok: false, faults: known.faults.map(formatFault) };
  const sources = read.flatMap((one) => (one.ok ? one.sources : []));
  const loaded = loadPlan(sources, {
    fetchTable,
    speechEngine: speech,
    ...(known === null ? {} : { promptFiles: known.promptFiles, unplayable: known.unplayable }),
  });
  return loaded.ok ? loaded : { ok: false, faults: loaded.faults.map(formatFault) };
}

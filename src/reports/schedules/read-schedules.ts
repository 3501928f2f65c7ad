import { dirname, resolve } from 'node:path';
import { isScalar, type Node } from 'yaml';
import type { Alert } from '../alerts/alert.js';
import { alertsOf } from '../alerts/read-alerts.js';
import { REPORT_NAMES, REPORTS_BY_INTERVAL } from '../catalogue/all.js';
import { INTERVALS, type Interval } from '../intervals.js';
import { readTime } from '../own/limit.js';
import { filtersOf, readOwnReport } from '../own/own-report.js';
import { formatOwnFault, OwnFile, shown } from '../own/yaml-place.js';
import { destinationsOf, domainsOf, type Surroundings } from './read-destinations.js';
import { timingOf } from './read-timing.js';
import { targetOf, type Schedule } from './schedule.js';
import type { Timing } from './timing.js';

const KEYS = [
  ...(['name', 'report', 'every', 'at', 'on', 'timezone', 'language', 'period', 'interval'] as const),
  ...(['filter', 'mail', 'folder', 'command', 'catch-up', 'give-up'] as const),
];
type Parts = Partial<Record<(typeof KEYS)[number], Node>>;

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const DAY_MS = 86_400_000;
const CATCH_UP_MS: Readonly<Record<Timing['every'], number>> = {
  day: 3 * DAY_MS,
  cron: 3 * DAY_MS,
  week: 7 * DAY_MS,
  month: 7 * DAY_MS,
};
const LONGEST_CATCH_UP_MS = 31 * DAY_MS;
const GIVE_UP_MS = DAY_MS;
const LONGEST_GIVE_UP_MS = 7 * DAY_MS;
const NOTHING: ScheduleFile = { schedules: [], alerts: [] };

/** What a file of schedules says: what is sent when, and what is told when it happens. */
export interface ScheduleFile {
  readonly schedules: readonly Schedule[];
  readonly alerts: readonly Alert[];
}

/** What reading came to: everything, or every fault at once (`file:line:column: found …; right would be …`). */
export type ReadSchedules =
  ({ readonly ok: true } & ScheduleFile) | { readonly ok: false; readonly faults: readonly string[] };

/**
 * Reads the file of schedules and alerts. `readText` reads the own reports that it names, whose paths are relative to it; it throws
 * where it cannot. Never throws.
 */
export function readSchedules(path: string, text: string, readText: (path: string) => string): ReadSchedules {
  const file = new OwnFile(text);
  const others: string[] = [];
  const all = file.faults.length > 0 ? NOTHING : allOf(file, path, readText, others);
  const faults = [...file.faults.map((fault) => formatOwnFault(path, fault)), ...others];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, ...all };
}

function allOf(
  file: OwnFile,
  path: string,
  readText: (path: string) => string,
  others: string[],
): ScheduleFile {
  const parts = file.members(file.root, ['inside', 'schedules', 'alerts'] as const);
  const { inside, schedules: list, alerts } = parts;
  if (list === undefined && alerts === undefined)
    file.refuse(file.root, 'no schedules and no alerts here', 'schedules: a list, or alerts: a list');
  const around = { folder: dirname(path), inside: domainsOf(file, inside) };
  const names = new Set<string>();
  const schedules = file.list(list, (node) => {
    const schedule = scheduleOf(file, node, around, readText, others);
    if (schedule !== null && names.has(schedule.name))
      return file.refuse(node, `a second schedule ${schedule.name}`, 'another name');
    if (schedule !== null) names.add(schedule.name);
    return schedule;
  });
  return { schedules, alerts: alertsOf(file, alerts, around.folder) };
}

function scheduleOf(
  file: OwnFile,
  node: Node,
  around: Surroundings,
  readText: (path: string) => string,
  others: string[],
): Schedule | null {
  const parts = file.members(node, KEYS);
  const name = nameOf(file, node, parts.name);
  const what = reportOf(file, node, parts.report, around.folder, readText, others);
  const when = timingOf(file, node, parts);
  const destinations = destinationsOf(file, node, parts, around);
  const targets = destinations.map(targetOf);
  if (new Set(targets).size < targets.length) file.refuse(node, 'one place twice', 'each place once');
  const interval = intervalOf(file, parts.interval, what);
  const rest = restOf(file, parts, when?.timing.every ?? 'day');
  if (name === null || what === null || when === null) return null;
  return { name, what, ...when, interval, ...rest, destinations };
}

function restOf(
  file: OwnFile,
  parts: Parts,
  every: Timing['every'],
): Pick<Schedule, 'zone' | 'language' | 'filters' | 'catchUpMs' | 'giveUpMs'> {
  return {
    zone: parts.timezone === undefined ? null : zoneOf(file, parts.timezone),
    language: parts.language === undefined ? null : file.word(parts.language, ['en', 'ru'] as const),
    filters: filtersOf(file, parts.filter),
    catchUpMs: timeOf(file, parts['catch-up'], CATCH_UP_MS[every], LONGEST_CATCH_UP_MS),
    giveUpMs: timeOf(file, parts['give-up'], GIVE_UP_MS, LONGEST_GIVE_UP_MS),
  };
}

function intervalOf(file: OwnFile, node: Node | undefined, what: Schedule['what'] | null): Interval | null {
  const interval = node === undefined ? null : file.word(node, INTERVALS);
  if (node === undefined || interval === null || what === null || 'file' in what) return interval;
  if (REPORTS_BY_INTERVAL.some((each) => each === what.name)) return interval;
  const right = `no interval, or one of the reports that have them: ${REPORTS_BY_INTERVAL.join(', ')}`;
  return file.refuse(node, `an interval for ${what.name}, which has no rows by interval`, right);
}

function nameOf(file: OwnFile, place: Node, node: Node | undefined): string | null {
  const right = 'name: small letters, digits and -';
  if (node === undefined) return file.refuse(place, 'no name here', right);
  const name = isScalar(node) && typeof node.value === 'string' ? node.value : '';
  return NAME.test(name) ? name : file.refuse(node, shown(node), right);
}

function reportOf(
  file: OwnFile,
  place: Node,
  node: Node | undefined,
  folder: string,
  readText: (path: string) => string,
  others: string[],
): Schedule['what'] | null {
  const right = `one of ${REPORT_NAMES.join(', ')}, or the file of an own report (….yml)`;
  if (node === undefined) return file.refuse(place, 'no report here', `report: ${right}`);
  const name = isScalar(node) && typeof node.value === 'string' ? node.value : '';
  if (!/\.ya?ml$/.test(name))
    return REPORT_NAMES.some((each) => each === name) ? { name } : file.refuse(node, shown(node), right);
  const path = resolve(folder, name);
  try {
    const text = readText(path);
    const own = readOwnReport(text);
    if (own.ok) return { file: path, text };
    others.push(...own.faults.map((fault) => formatOwnFault(path, fault)));
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return file.refuse(node, `${path}, which cannot be read (${why})`, right);
  }
}

function zoneOf(file: OwnFile, node: Node): string | null {
  const zone = isScalar(node) ? String(node.value) : '';
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return file.refuse(node, shown(node), 'an IANA name, like Europe/Sofia');
  }
}

function timeOf(file: OwnFile, node: Node | undefined, usual: number, longest: number): number {
  if (node === undefined) return usual;
  const ms = readTime(isScalar(node) ? String(node.value) : '');
  if (ms !== null && ms >= 60_000 && ms <= longest) return ms;
  file.refuse(node, shown(node), `a time from 1m to ${longest / 3_600_000}h`);
  return usual;
}

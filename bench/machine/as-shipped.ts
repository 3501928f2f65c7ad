import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS, SETTINGS_FILE, type SettingRow } from '../../src/app/settings-table.js';
import type { Callplane } from './callplane.js';

/** Settings that decide how much Callplane keeps and says about each call, and the values that are not too weak. */
const DECISIVE: Readonly<Record<string, readonly SettingRow['otherwise'][]>> = {
  'database.url': [null],
  'log.level': ['info', 'debug'],
  'journal.durability': ['process', 'power'],
};
/** Every call is several records; a journal that is smaller was not written. */
const LEAST_JOURNAL_BYTES_A_CALL = 500;

/** Callplane does not run, or did not, as it is shipped; the message says in what. */
export class NotAsShipped extends Error {}

/** What Callplane kept of the calls. */
export type Kept = Pick<Callplane, 'storedFacts' | 'logLines' | 'journalBytes'>;

/** One line of the report: what is on, and what of it was seen. */
export interface ShippedLine {
  readonly what: string;
  readonly setting: string;
  readonly seen: string;
  readonly isSeen: boolean;
}

/**
 * Throws `NotAsShipped` when the environment, or a settings file in the folder where Callplane is started, sets anything
 * of it: what is measured is what is shipped.
 */
export function refuseOwnSettings(environment: NodeJS.ProcessEnv, folder: string): void {
  const found = Object.keys(environment).filter(
    (name) => name.startsWith('CALLPLANE_') || name.startsWith('DATABASE_URL'),
  );
  const foreign = found.filter(
    (name) => !name.startsWith('CALLPLANE_ASTERISK_') && name !== 'CALLPLANE_DEBIAN_MIRROR',
  );
  const measured = 'the benchmark measures Callplane as it is shipped, but';
  if (foreign.length > 0)
    throw new NotAsShipped(
      `${measured} the environment sets ${foreign.join(', ')}. Unset it and start again`,
    );
  const file = join(folder, SETTINGS_FILE);
  if (existsSync(file))
    throw new NotAsShipped(`${measured} there is a settings file ${file}. Remove it and start again`);
}

/** The settings in force: as none is given, the defaults of the table. */
export function shippedSettings(): string[] {
  return SETTINGS.filter(({ key }) => key in DECISIVE).map(
    ({ key, otherwise }) => `${key}: ${otherwise === null ? 'none (SQLite in the data folder)' : otherwise}`,
  );
}

/**
 * Holds what Callplane kept against the calls that were played to it. It may have more than were captured: after the
 * end of a capture callers still come until their SIPp ends. `settings`: those in force.
 */
export async function shippedEvidence(
  callplane: Kept,
  calls: number,
  settings: readonly SettingRow[] = SETTINGS,
): Promise<ShippedLine[]> {
  const facts = await callplane.storedFacts(calls);
  const log = callplane.logLines();
  const endings = log.filter(({ message }) => message === 'call ended').length;
  const journal = callplane.journalBytes();
  return [
    line(
      'journal',
      inForce('journal.durability', settings),
      `${kilobytes(journal)} kB on disk`,
      journal > calls * LEAST_JOURNAL_BYTES_A_CALL && isStrong('journal.durability', settings),
    ),
    line(
      'database',
      'SQLite',
      `${facts.calls} calls stored, ${calls} seen on the wire`,
      facts.calls >= calls && isStrong('database.url', settings),
    ),
    line(
      'statistics',
      'every visit, offer and agent state',
      `${facts.visits} visits, ${facts.shed} calls refused for overload, ${facts.offers} offers, ${facts.agentStates} agent states stored`,
      facts.visits + facts.shed >= calls && facts.offers > 0 && facts.agentStates > 0,
    ),
    line(
      'log',
      `${inForce('log.level', settings)}, JSON`,
      `${log.length} lines, ${endings} calls ended`,
      endings >= calls && isStrong('log.level', settings),
    ),
  ];
}

/** Throws `NotAsShipped` when anything was weaker than shipped: figures of such a run compare with nothing. */
export function refuseWeaker(shipped: readonly ShippedLine[]): void {
  const weak = shipped.filter(({ isSeen }) => !isSeen);
  if (weak.length === 0) return;
  const what = weak.map(({ what: name, setting, seen }) => `${name} (${setting}; seen: ${seen})`).join(', ');
  throw new NotAsShipped(`No comparison: Callplane did not run as shipped: ${what}`);
}

function valueOf(key: string, settings: readonly SettingRow[]): SettingRow['otherwise'] {
  return settings.find((setting) => setting.key === key)?.otherwise ?? null;
}

function inForce(key: string, settings: readonly SettingRow[]): string {
  return `${key} = ${valueOf(key, settings) ?? 'none'}`;
}

function isStrong(key: string, settings: readonly SettingRow[]): boolean {
  return DECISIVE[key]?.includes(valueOf(key, settings)) ?? false;
}

function line(what: string, setting: string, seen: string, isSeen: boolean): ShippedLine {
  return { what, setting, seen, isSeen };
}

function kilobytes(bytes: number): number {
  return Math.round(bytes / 1024);
}

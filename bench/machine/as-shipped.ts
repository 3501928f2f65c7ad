import { SETTINGS } from '../../src/app/settings-table.js';
import type { Callplane } from './callplane.js';

/** Settings that decide how much Callplane keeps and says about each call. */
const DECISIVE = ['log.level', 'journal.durability', 'database.url'];

/** One line of the report: what is on, and what of it was seen. */
export interface ShippedLine {
  readonly what: string;
  readonly setting: string;
  readonly seen: string;
  readonly isSeen: boolean;
}

/** Throws when the environment sets anything of Callplane: what is measured is what is shipped. */
export function refuseOwnSettings(environment: NodeJS.ProcessEnv): void {
  const found = Object.keys(environment).filter(
    (name) => name.startsWith('CALLPLANE_') || name === 'DATABASE_URL',
  );
  const foreign = found.filter(
    (name) => !name.startsWith('CALLPLANE_ASTERISK_') && name !== 'CALLPLANE_DEBIAN_MIRROR',
  );
  if (foreign.length === 0) return;
  throw new Error(
    `the benchmark measures Callplane as it is shipped, but the environment sets ${foreign.join(', ')}. Unset it and start again`,
  );
}

/** The settings in force: as none is given, the defaults of the table. */
export function shippedSettings(): string[] {
  return SETTINGS.filter(({ key }) => DECISIVE.includes(key)).map(
    ({ key, otherwise }) => `${key}: ${otherwise === null ? 'none (SQLite in the data folder)' : otherwise}`,
  );
}

/**
 * Holds what Callplane kept against the calls that were played to it. It may have more than were captured: after the
 * end of a capture callers still come until their SIPp ends.
 */
export async function shippedEvidence(callplane: Callplane, calls: number): Promise<ShippedLine[]> {
  const facts = await callplane.storedFacts(calls);
  const log = callplane.logLines();
  const endings = log.filter(({ message }) => message === 'call ended').length;
  const journal = callplane.journalBytes();
  return [
    line('journal', 'journal.durability = process', `${kilobytes(journal)} kB on disk`, journal > 0),
    line(
      'database',
      'SQLite',
      `${facts.calls} calls stored, ${calls} seen on the wire`,
      facts.calls >= calls,
    ),
    line(
      'statistics',
      'every visit, offer and agent state',
      `${facts.visits} visits, ${facts.shed} calls refused for overload, ${facts.offers} offers, ${facts.agentStates} agent states stored`,
      facts.visits + facts.shed >= calls && facts.offers > 0 && facts.agentStates > 0,
    ),
    line('log', 'log.level = info, JSON', `${log.length} lines, ${endings} calls ended`, endings >= calls),
  ];
}

function line(what: string, setting: string, seen: string, isSeen: boolean): ShippedLine {
  return { what, setting, seen, isSeen };
}

function kilobytes(bytes: number): number {
  return Math.round(bytes / 1024);
}

import type { DialplanCall } from '../ports/facts.js';

/** Places in a line of cdr-csv, from 0. */
const FROM = 1;
const START = 9;
const ANSWER = 10;
const END = 11;
const LEG = 16;
const USER_FIELD = 17;
const OURS = /^emergency (.*)$/;

/**
 * Reads whole lines of Asterisk's `cdr-csv/Master.csv`, times in UTC (`usegmtime=yes`), to the second. Lines that are no
 * record of the emergency path are left out.
 */
export function readEmergencyRecords(text: string): readonly DialplanCall[] {
  return text.split('\n').flatMap((line) => {
    const fields = fieldsOf(line);
    const dialled = OURS.exec(fields[USER_FIELD] ?? '')?.[1];
    const arrivedAt = instantOf(fields[START]);
    const endedAt = instantOf(fields[END]);
    const leg = fields[LEG] ?? '';
    if (dialled === undefined || arrivedAt === null || endedAt === null || leg === '') return [];
    const from = fields[FROM] ?? '';
    const isHidden = from === '' || from.toLowerCase() === 'anonymous';
    return [
      {
        leg,
        from: isHidden ? null : from,
        dialled,
        arrivedAt,
        answeredAt: instantOf(fields[ANSWER]),
        endedAt,
      },
    ];
  });
}

/** A line of CSV: quoted fields with doubled quotes, or bare ones. */
function fieldsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}

/** `2026-01-31 23:59:59` in UTC; null when it is none. */
function instantOf(text: string | undefined): number | null {
  if (text === undefined || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return null;
  const at = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? null : at;
}

import { COMMANDS, FAILURES, kindsOf, SIGNAL_FATES, SIGNALS } from '../support/model/faults.js';
import { commandKey, type FaultCounts, happeningKey, signalKey } from '../support/model/fault-tally.js';
import { CRASH_LOSSES, RECOVERED_FROM } from './day.js';

const HAPPENINGS = [
  ...CRASH_LOSSES.map((loss) => `crash that loses ${loss}`),
  ...RECOVERED_FROM.map((from) => `recovery from ${from} snapshot`),
  'event stream lost',
  'event stream swallowed',
  'asterisk restarts',
  'freeze',
];

/** Faults of the list that the simulator never put in: then it proves nothing about them. */
export function faultsNeverPutIn(counts: FaultCounts): readonly string[] {
  const keys = [
    ...kindsOf(COMMANDS).flatMap((kind) => kindsOf(FAILURES).map((failure) => commandKey(kind, failure))),
    ...kindsOf(SIGNALS).flatMap((kind) => SIGNALS[kind].map((fate) => signalKey(kind, fate))),
    ...HAPPENINGS.map(happeningKey),
  ];
  return keys.filter((key) => (counts[key] ?? 0) === 0);
}

/** How often each fault was put in. */
export function faultTable(counts: FaultCounts): string {
  const of = (key: string): string => String(counts[key] ?? 0);
  const failures = kindsOf(FAILURES);
  const signals = kindsOf(SIGNALS).filter((kind) => SIGNALS[kind].length > 0);
  return [
    ...aligned(
      ['command fails as', ...failures],
      kindsOf(COMMANDS).map((kind) => [kind, ...failures.map((failure) => of(commandKey(kind, failure)))]),
    ),
    '',
    ...aligned(
      ['signal is', ...SIGNAL_FATES],
      signals.map((kind) => [
        kind,
        ...SIGNAL_FATES.map((fate) => (SIGNALS[kind].includes(fate) ? of(signalKey(kind, fate)) : '-')),
      ]),
    ),
    '',
    ...aligned(
      ['happening', 'times'],
      HAPPENINGS.map((name) => [name, of(happeningKey(name))]),
    ),
  ].join('\n');
}

function aligned(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const table = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}

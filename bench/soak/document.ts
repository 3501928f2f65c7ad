import { plain, table } from '../report/numbers.js';
import type { Sample } from './sampling.js';
import { driftOf, type Total } from './totals.js';
import { type Allowance, type Trend, trendOf } from './trend.js';

/** What a soak has shown. */
export interface SoakResult {
  readonly minutes: number;
  readonly rate: number;
  /** As SIPp counted its callers. */
  readonly callers: { readonly succeeded: number; readonly failed: number };
  readonly samples: readonly Sample[];
  readonly totals: readonly Total[];
  /** What is left in Asterisk, and in the live view, when the last caller has gone. */
  readonly leftOver: readonly string[];
}

/** A shorter run is all warm-up. */
export const JUDGED_FROM_MINUTES = 20;

const MEMORY: Allowance = { share: 0.05, least: 8 };
const HANDLES: Allowance = { share: 0, least: 2 };

interface Figure {
  readonly what: string;
  readonly of: (sample: Sample) => number;
  /** null: shown, not judged. */
  readonly allowance: Allowance | null;
}

const FIGURES: readonly Figure[] = [
  { what: 'line, resident memory, MB', of: (sample) => sample.lineMemory, allowance: MEMORY },
  { what: 'line, heap in use, MB', of: (sample) => sample.lineHeap, allowance: MEMORY },
  { what: 'line, open handles', of: (sample) => sample.lineHandles, allowance: HANDLES },
  { what: 'books, resident memory, MB', of: (sample) => sample.booksMemory, allowance: MEMORY },
  { what: 'books, open handles', of: (sample) => sample.booksHandles, allowance: HANDLES },
  { what: 'books behind the line, s', of: (sample) => sample.booksBehindSeconds, allowance: null },
  { what: 'longest event-loop delay of the line, ms', of: (sample) => sample.loopDelayMs, allowance: null },
  { what: 'Asterisk, resident memory, MB', of: (sample) => sample.asteriskMemory, allowance: null },
  { what: 'Asterisk, open handles', of: (sample) => sample.asteriskHandles, allowance: null },
  { what: 'channels in Asterisk', of: (sample) => sample.channels, allowance: null },
  { what: 'bridges in Asterisk', of: (sample) => sample.bridges, allowance: null },
];

/** The table and the sentences around it, in Markdown. */
export function soakDocument(result: SoakResult): string {
  const rows = FIGURES.map((figure) => {
    const trend = trendIn(result, figure);
    const values = result.samples.map(figure.of);
    return [
      figure.what,
      plain(trend.from),
      plain(trend.to),
      plain(Math.max(...values)),
      plain(trend.growth),
      figure.allowance === null ? '-' : plain(trend.allowed),
    ];
  });
  const { succeeded, failed } = result.callers;
  return [
    `${plain(result.minutes)} minutes at ${plain(result.rate)} calls/s: ${succeeded} calls, ${failed} that did not end as they should.`,
    '',
    table(['figure', 'at half-time', 'at the end', 'highest', 'growth', 'allowed'], rows),
    '',
    driftSentence(result.totals),
  ].join('\n');
}

function driftSentence(totals: readonly Total[]): string {
  const drift = driftOf(totals);
  const calls = totals.find(({ what }) => what === 'callplane_calls_arrived_total')?.facts ?? 0;
  const agreed = `${totals.length - drift.length} of ${totals.length} totals of the live view equal those computed anew from the facts of ${calls} calls`;
  return drift.length === 0
    ? `${agreed}.`
    : `${agreed}; others: ${drift.map(({ what, live, facts }) => `\`${what}\` ${live} and ${facts}`).join(', ')}.`;
}

/** Everything that must not be, in sentences. */
export function soakFaults(result: SoakResult): readonly string[] {
  const grown = result.minutes < JUDGED_FROM_MINUTES ? [] : FIGURES.flatMap((each) => growth(result, each));
  const drift = driftOf(result.totals).map(
    ({ what, live, facts }) => `${what}: ${live} counted live, ${facts} in the facts`,
  );
  const { succeeded, failed } = result.callers;
  const stored = result.totals.find(({ what }) => what === 'callplane_calls_arrived_total')?.facts ?? 0;
  return [
    ...grown,
    ...drift,
    ...result.leftOver,
    ...(failed > 0 ? [`${failed} of ${succeeded + failed} calls did not end as they should`] : []),
    ...(stored === succeeded + failed
      ? []
      : [`${succeeded + failed} callers came, ${stored} calls are stored`]),
  ];
}

function growth(result: SoakResult, figure: Figure): readonly string[] {
  if (figure.allowance === null) return [];
  const trend = trendIn(result, figure);
  const numbers = `by ${plain(trend.growth)} in the second half, allowed is ${plain(trend.allowed)}`;
  return trend.isFlat ? [] : [`${figure.what}: grows ${numbers}`];
}

function trendIn({ samples }: SoakResult, { of, allowance }: Figure): Trend {
  const points = samples.map((sample) => ({ atMs: sample.atMs, value: of(sample) }));
  return trendOf(points, allowance ?? { share: 0, least: Infinity });
}

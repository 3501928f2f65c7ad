import type { StoreReader } from '../../src/store/reader.js';

/** A total as the line counted it live, and as the facts give it. */
export interface Total {
  readonly what: string;
  readonly live: number;
  readonly facts: number;
}

/** So many calls of a slice fit into memory. */
const SLICE_MS = 300_000;
/** The line counts talk in seconds with all their digits, as a sum of floating-point numbers. */
const ROUNDING = 1e-6;

/** Everything that the line counts at the end of calls, visits, offers and conversations, beside the facts of the time. */
export async function compareTotals(
  metrics: ReadonlyMap<string, number>,
  reader: Pick<StoreReader, 'calls' | 'visits' | 'offers' | 'conversations'>,
  period: { readonly from: number; readonly to: number },
): Promise<readonly Total[]> {
  const facts = await recomputed(reader, period);
  const live = new Map([...metrics].filter(([sample]) => COUNTED.test(sample)));
  const names = [...new Set([...live.keys(), ...facts.keys()])].sort();
  return names
    .map((what) => ({ what, live: live.get(what) ?? 0, facts: facts.get(what) ?? 0 }))
    .filter(({ live: counted, facts: stored }) => counted > 0 || stored > 0);
}

/** Those that differ. */
export function driftOf(totals: readonly Total[]): readonly Total[] {
  return totals.filter(({ live, facts }) => Math.abs(live - facts) > ROUNDING * Math.max(1, facts));
}

const COUNTED =
  /^callplane_(calls_arrived_total|calls_ended_total\{|visits_ended_total\{|offers_total\{|conversations_total|talk_seconds_total)/;

async function recomputed(
  reader: Pick<StoreReader, 'calls' | 'visits' | 'offers' | 'conversations'>,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<ReadonlyMap<string, number>> {
  const totals = new Map<string, number>();
  const add = (sample: string, by: number): void => {
    totals.set(sample, (totals.get(sample) ?? 0) + by);
  };
  for (let at = from; at < to; at += SLICE_MS) {
    const slice = { from: at, to: Math.min(at + SLICE_MS, to) };
    for (const { endPlace } of await reader.calls(slice)) {
      add('callplane_calls_arrived_total', 1);
      add(`callplane_calls_ended_total{place="${endPlace}"}`, 1);
    }
    for (const { exit } of await reader.visits(slice)) add(`callplane_visits_ended_total{exit="${exit}"}`, 1);
    for (const { result } of await reader.offers(slice)) add(`callplane_offers_total{result="${result}"}`, 1);
    for (const { talkMs } of await reader.conversations(slice)) {
      add('callplane_conversations_total', 1);
      add('callplane_talk_seconds_total', talkMs / 1000);
    }
  }
  return totals;
}

import type { Period } from '../../ports/facts.js';
import type { KeptText } from '../../ports/kept-days.js';
import type { Figures } from '../figures-of-period.js';
import { askedName, parsed } from './day-text.js';
import type { KeptDays } from './kept-days.js';

/** What a day leaves for its own report. Gaps are not in it: they are read with every report. */
type DailyFigures = Omit<Figures, 'gaps'>;

const DAILY = 'daily';

/** The name by which the figures of a day's own report are kept. */
export function nameOfDaily(program: string, zone: string): string {
  return askedName([program, zone], DAILY);
}

/** The figures of a day, to be kept. */
export function textOfDaily(
  program: string,
  zone: string,
  { queues, calls, agents, checks, unknownEnds, bounds }: DailyFigures,
): Pick<KeptText, 'asked' | 'text'> {
  const figures: DailyFigures = { queues, calls, agents, checks, unknownEnds, bounds };
  return { asked: nameOfDaily(program, zone), text: JSON.stringify(figures) };
}

/** What was kept of the day's own report by this program; null: nothing that holds and can be read. */
export async function keptDaily(
  { reader, program }: KeptDays,
  day: Period,
  zone: string,
): Promise<DailyFigures | null> {
  const [kept] = await reader.keptOf([day], [nameOfDaily(program, zone)]);
  // Its name says that this very program has written it.
  return kept === undefined ? null : (parsed(kept.text) as DailyFigures | null);
}

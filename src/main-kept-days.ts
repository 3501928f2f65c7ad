import { reportsProgram } from './main-version.js';
import type { KeptText } from './ports/kept-days.js';
import type { Log } from './ports/log.js';
import type { KeptDays } from './reports/days/kept-days.js';
import type { Store } from './store/open-store.js';
import type { StoreReader } from './store/reader.js';

/** As it was loaded: new files may be installed before this process ends. */
const PROGRAM = reportsProgram();

/**
 * Several questions about one and the same moment, with what days have left; what the answer found worth keeping is kept when the
 * moment is over.
 */
export async function withKeptDays<Answer>(
  store: Store,
  log: Log,
  read: (reader: StoreReader, kept: KeptDays) => Promise<Answer>,
): Promise<Answer> {
  const noted: (readonly KeptText[])[] = [];
  const answer = await store.atOneMoment((reader) =>
    read(reader, { reader, program: PROGRAM, note: (texts) => noted.push(texts) }),
  );
  try {
    for (const texts of noted) await store.keptDays.keep(texts);
  } catch (error) {
    log.warn('what days have left of figures could not be kept; it is computed anew the next time', {
      error,
    });
  }
  return answer;
}

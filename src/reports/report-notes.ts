import type { Language } from '../core/plan.js';
import { countOf } from './ratio.js';
import type { Filters } from './slicing/filters.js';
import type { Kind, Slice } from './slicing/items.js';

/** What a reader of the report has to know, in sentences. */
export function notesOf(
  slice: Slice,
  without: readonly Kind[],
  filters: Filters,
  language: Language,
): string[] {
  const say = (en: string, ru: string): string => ({ en, ru })[language];
  const open = countOf(slice.calls, ({ fact }) => fact === null);
  const notes: string[] = [];
  if (open > 0) {
    notes.push(
      say(
        `Calls in progress when it was made: ${open}. Their figures change when they are over.`,
        `Звонков, ещё не законченных при составлении: ${open}. Их показатели изменятся, когда они закончатся.`,
      ),
    );
  }
  if (without.length > 0) {
    notes.push(
      say(
        "Left out is whatever is made of agents' time: it has no queue, number, tag or caller.",
        'Опущено всё, что считается из времени операторов: у него нет очереди, номера, метки и клиента.',
      ),
    );
  }
  if (filters.agents.length > 0) {
    notes.push(
      say(
        'Calls and visits are those in which these agents talked with the caller.',
        'Звонки и визиты — те, в которых с клиентом говорили эти операторы.',
      ),
    );
  }
  return notes;
}

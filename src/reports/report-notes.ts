import type { Language } from '../core/plan.js';
import type { Instant } from '../core/signal.js';
import type { FactReader } from '../ports/facts.js';
import type { Numbers } from './days/numbers.js';
import type { ReportRequest } from './report-request.js';
import { wallTime } from './formats.js';
import { DIMENSION_BOOK } from './slicing/dimensions.js';
import type { Filters } from './slicing/filters.js';
import type { Kind } from './slicing/items.js';
import { termOf } from './words.js';

/** So many calls are named; the call journal has all. */
const MOST_NAMED = 20;

/** What a reader of the report has to know, in sentences. */
export function notesOf(
  /** Calls that are not over. */
  open: readonly string[],
  without: readonly Kind[],
  asked: {
    readonly filters: Filters;
    readonly language: Language;
    /** T of every queue; null: that of the plans. */
    readonly withinMs: number | null;
  },
): string[] {
  const { filters, language, withinMs } = asked;
  const say = (en: string, ru: string): string => ({ en, ru })[language];
  const notes: string[] = [];
  if (withinMs !== null) {
    const seconds = withinMs / 1000;
    notes.push(
      say(
        `In time is who is answered within ${seconds} s, in every queue (--within).`,
        `Вовремя — ответ за ${seconds} с, во всех очередях (--within).`,
      ),
    );
  }
  if (open.length > 0) {
    notes.push(
      say(
        `Calls in progress when it was made: ${open.length} (${firstOf(open)}). Their figures change when they are over.`,
        `Звонков, ещё не законченных при составлении: ${open.length} (${firstOf(open)}). Их показатели изменятся, когда они закончатся.`,
      ),
    );
  }
  if (without.includes('outgoing')) {
    notes.push(
      say(
        "Left out is whatever is made of agents' time and of the calls that they make: those have no queue, team, number dialled, tag or disposition.",
        'Опущено всё, что считается из времени операторов и из их исходящих звонков: у них нет очереди, команды, набранного номера, метки и исхода.',
      ),
    );
  } else if (without.length > 0) {
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
  if (filters.teams.length > 0) {
    notes.push(
      say(
        'Calls and visits are those in which agents of these teams, rung as such, talked with the caller.',
        'Звонки и визиты — те, в которых с клиентом говорили операторы этих команд, вызванные от их имени.',
      ),
    );
  }
  return notes;
}

/** What the reader of the report has to know of numbers whose time is over. */
export async function timeNotesFor(
  reader: Pick<FactReader, 'numbersDeletedBefore' | 'olderKeyBefore'>,
  { language, zone, clientOf }: Pick<ReportRequest, 'language' | 'zone' | 'clientOf'>,
  { looksBackTo, numbers }: { readonly looksBackTo: Instant; readonly numbers: Numbers },
): Promise<readonly string[]> {
  return timeNotes({
    ...{ language, zone, looksBackTo },
    deletedBefore: await reader.numbersDeletedBefore(),
    olderKeyBefore: numbers.replaced > 0 ? await reader.olderKeyBefore() : null,
    isMixed: clientOf === undefined && numbers.replaced > 0 && numbers.plain > 0,
  });
}

/** The same, of what is known. Pure. */
export function timeNotes({
  language,
  zone,
  looksBackTo,
  deletedBefore,
  olderKeyBefore,
  isMixed,
}: {
  readonly language: Language;
  readonly zone: string;
  readonly looksBackTo: Instant;
  readonly deletedBefore: Instant | null;
  /** Numbers before this, of which there are some, were replaced with a key that is destroyed; null: none were. */
  readonly olderKeyBefore: Instant | null;
  /** Some numbers are replaced, others are not, and there is no key to compare them. */
  readonly isMixed: boolean;
}): readonly string[] {
  const say = (en: string, ru: string): string => ({ en, ru })[language];
  const notes: string[] = [];
  if (deletedBefore !== null && looksBackTo < deletedBefore) {
    const day = wallTime(deletedBefore, zone).slice(0, 10);
    notes.push(
      say(
        `Callers' numbers of calls before ${day} are deleted: each of these calls counts as another caller.`,
        `Номера звонивших до ${day} удалены: каждый такой звонок считается отдельным клиентом.`,
      ),
    );
  }
  if (olderKeyBefore !== null && looksBackTo < olderKeyBefore) {
    const day = wallTime(olderKeyBefore, zone).slice(0, 10);
    notes.push(
      say(
        `Numbers of calls before ${day} were replaced with a key that is destroyed: who called before and after counts twice.`,
        `Номера звонивших до ${day} заменены ключом, который уничтожен: звонивший до и после считается дважды.`,
      ),
    );
  }
  if (isMixed) {
    notes.push(
      say(
        'Some numbers were replaced with a key that is not here: who called before and after counts twice.',
        'Часть номеров заменена ключом, которого здесь нет: звонивший до и после считается дважды.',
      ),
    );
  }
  return notes;
}

function firstOf(calls: readonly string[]): string {
  return [...calls.slice(0, MOST_NAMED), ...(calls.length > MOST_NAMED ? ['…'] : [])].join(', ');
}

/** What the report was narrowed to, a line each. */
export function narrowedBy(filters: Filters, language: Language): string[] {
  const { queues, agents, teams, numbers, tags, caller, dispositions, calls } = filters;
  const titleOf = (name: 'queue' | 'agent' | 'team' | 'number' | 'tag' | 'disposition'): string =>
    DIMENSION_BOOK[name].title[language];
  const lists: readonly (readonly [string, readonly string[]])[] = [
    [titleOf('queue'), queues],
    [titleOf('agent'), agents],
    [titleOf('team'), teams],
    [titleOf('number'), numbers],
    [titleOf('tag'), tags],
    [termOf('caller', language), caller === null ? [] : [caller]],
    [titleOf('disposition'), dispositions.map((each) => termOf(each, language))],
    [{ en: 'call', ru: 'звонок' }[language], calls],
  ];
  return lists.filter(([, list]) => list.length > 0).map(([what, list]) => `${what}: ${list.join(', ')}`);
}

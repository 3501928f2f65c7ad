import type { Instant } from '../core/signal.js';
import type { Log } from '../ports/log.js';
import {
  PERSONAL_PLACES,
  type Clearing,
  type NumberRule,
  type RetentionBooks,
  type RetentionCounts,
} from '../ports/retention.js';
import type { RecordingFolders } from './recording-folders.js';
import type { SavedFiles } from './saved-files.js';

/** Rows that are changed in one transaction: a recorder that comes in between waits a few hundredths of a second. */
const ROWS_AT_ONCE = 100;
/** Between two pieces the recorder has its turn. */
const BREATH_MS = 5;
const FILES_AT_ONCE = 50;

/** How long what is kept; null: without end. */
export interface RetentionRules {
  readonly numbers: { readonly keepMs: number; readonly rule: NumberRule } | null;
  readonly recordings: { readonly archiveAfterMs: number | null; readonly deleteAfterMs: number | null };
  /** How long journals that a standby has put aside are kept. */
  readonly asideMs: number;
}

export interface RetentionParts {
  readonly books: RetentionBooks;
  /** What stands for a number; asked for only where numbers are replaced. Throws a RetentionFault without the right key. */
  readonly replacer: () => Promise<(number: string) => string>;
  readonly saved: SavedFiles;
  /** null: nobody said where recordings are. */
  readonly recordings: RecordingFolders | null;
  readonly now: Instant;
  /** Resolves after so many milliseconds; rejects when the run must end. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly log: Log;
}

/** What a run treats: `this-machine` are the files only, where another machine treats the database. */
export type Reach = 'everything' | 'this-machine';

/**
 * Does, or only counts, what the rules say. Done again, or after a death at any place, it comes to the same. What fails stops
 * nothing else; the first failure is thrown at the end.
 */
export async function runRetention(
  parts: RetentionParts,
  rules: RetentionRules,
  mode: 'do' | 'count',
  reach: Reach = 'everything',
): Promise<RetentionCounts> {
  const counts: Record<string, number> = {};
  const told = (what: string, count: number): void => {
    counts[what] = count;
    if (count > 0 && mode === 'do') parts.log.info('what is over its time was treated', { what, count });
  };
  const { numbers } = rules;
  const old = numbers === null ? null : { before: parts.now - numbers.keepMs, rule: numbers.rule };
  const { recordings } = parts;
  await eachByItself(parts.log, [
    () => treatJournals(parts, parts.now - rules.asideMs, mode, told),
    ...(old === null ? [] : filesOf(parts, old, mode, told)),
    ...(recordings === null ? [] : recordingsOf(parts, recordings, rules, mode, told)),
    ...(old === null || reach !== 'everything' ? [] : numbersOf(parts, old, mode, told)),
    ...(mode === 'do' ? [() => leaveNoTrace(parts)] : []),
  ]);
  return counts;
}

type Work = () => Promise<void>;

/** One after the other, whatever becomes of the one before. Throws the first failure; a run that must end ends at once. */
async function eachByItself(log: Log, works: readonly Work[]): Promise<void> {
  const failures: Error[] = [];
  for (const work of works)
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Error) || error.name === 'AbortError') throw error;
      failures.push(error);
    }
  const [first, ...others] = failures;
  for (const error of others)
    log.error('something else that is over its time could not be treated', { error });
  if (first !== undefined) throw first;
}

async function leaveNoTrace({ books, log }: RetentionParts): Promise<void> {
  if ((await books.leaveNoTrace()) === 'read-elsewhere')
    log.warn("the database's log is being read and could not be emptied; the next run empties it");
}

/** Numbers of whatever is from before this. */
interface OldNumbers {
  readonly before: Instant;
  readonly rule: NumberRule;
}

type Told = (what: string, count: number) => void;

async function treatJournals(
  { saved }: RetentionParts,
  before: Instant,
  mode: 'do' | 'count',
  told: Told,
): Promise<void> {
  told(
    'journals put aside',
    mode === 'do' ? await saved.deleteJournals(before) : await saved.journals(before),
  );
}

function filesOf(
  { saved }: RetentionParts,
  { before }: OldNumbers,
  mode: 'do' | 'count',
  told: Told,
): readonly Work[] {
  const { queueLogs } = saved;
  return [
    async () =>
      told(
        'files of reports',
        mode === 'do' ? await saved.deleteReports(before) : await saved.reports(before),
      ),
    async () =>
      told(
        'lines of rescues',
        mode === 'do' ? await saved.deleteRescues(before) : await saved.rescues(before),
      ),
    async () => {
      const count = await queueLogs.blank(({ at }) => at < before, mode);
      if (count > 0 || queueLogs.hasFile) told('numbers in files of queue_log', count);
    },
  ];
}

/** Reports that are kept go without the key, which numbers need. */
function numbersOf(
  parts: RetentionParts,
  old: OldNumbers,
  mode: 'do' | 'count',
  told: Told,
): readonly Work[] {
  const { before } = old;
  return [
    () => treatNumbers(parts, old, mode, told),
    async () =>
      told(
        'reports kept to be sent again',
        mode === 'do' ? await forgetReports(parts, before) : await parts.books.reports.pending(before),
      ),
  ];
}

async function treatNumbers(
  parts: RetentionParts,
  { before, rule }: OldNumbers,
  mode: 'do' | 'count',
  told: Told,
): Promise<void> {
  const { books } = parts;
  const standsFor = rule === 'replace' && mode === 'do' ? await parts.replacer() : (): null => null;
  const clearing: Clearing = { rule, before, standsFor };
  for (const place of PERSONAL_PLACES) {
    const what = `numbers in ${place}`;
    told(
      what,
      mode === 'do' ? await clearAll(parts, place, clearing) : await books.people.pending(place, clearing),
    );
  }
}

async function clearAll(
  { books, pause }: RetentionParts,
  place: (typeof PERSONAL_PLACES)[number],
  clearing: Clearing,
): Promise<number> {
  for (let sum = 0; ;) {
    const { changed, left } = await books.people.clear(place, clearing, ROWS_AT_ONCE);
    sum += changed;
    if (left === 'nothing') return sum;
    await pause(BREATH_MS);
  }
}

async function forgetReports({ books, pause }: RetentionParts, before: Instant): Promise<number> {
  for (let sum = 0; ;) {
    const forgotten = await books.reports.forget(before, FILES_AT_ONCE);
    sum += forgotten;
    if (forgotten < FILES_AT_ONCE) return sum;
    await pause(BREATH_MS);
  }
}

/** Deletes first: where the archive is full or away, that makes room. Those to be deleted are not moved before. */
function recordingsOf(
  parts: RetentionParts,
  folders: RecordingFolders,
  { recordings: { deleteAfterMs, archiveAfterMs } }: RetentionRules,
  mode: 'do' | 'count',
  told: Told,
): readonly Work[] {
  const { now } = parts;
  const deleted = deleteAfterMs === null ? -Infinity : now - deleteAfterMs;
  return [
    ...(deleteAfterMs === null ? [] : [() => deleteRecordings(parts, folders, deleted, mode, told)]),
    ...(archiveAfterMs === null
      ? []
      : [() => archiveRecordings(parts, folders, { from: deleted, to: now - archiveAfterMs }, mode, told)]),
  ];
}

async function deleteRecordings(
  { books, pause }: RetentionParts,
  folders: RecordingFolders,
  to: Instant,
  mode: 'do' | 'count',
  told: Told,
): Promise<void> {
  const old = folders.over({ from: -Infinity, to }, 'everywhere', FILES_AT_ONCE);
  told(
    'recordings deleted',
    await eachPiece(old, mode, pause, async (files) => {
      await books.recordings.placed(
        files.map(({ recording }) => recording),
        'deleted',
      );
      await folders.remove(files);
    }),
  );
}

async function archiveRecordings(
  { books, pause }: RetentionParts,
  folders: RecordingFolders,
  span: { readonly from: Instant; readonly to: Instant },
  mode: 'do' | 'count',
  told: Told,
): Promise<void> {
  const old = folders.over(span, 'recordings', FILES_AT_ONCE);
  told(
    'recordings archived',
    await eachPiece(old, mode, pause, async (files) => {
      const copied = await folders.copyToArchive(files);
      await books.recordings.placed(
        copied.map(({ recording }) => recording),
        'archive',
      );
      await folders.remove(files);
    }),
  );
}

async function eachPiece<Item>(
  pieces: AsyncIterable<readonly Item[]>,
  mode: 'do' | 'count',
  pause: RetentionParts['pause'],
  treat: (piece: readonly Item[]) => Promise<void>,
): Promise<number> {
  let sum = 0;
  for await (const piece of pieces) {
    if (mode === 'do') await treat(piece);
    sum += piece.length;
    await pause(BREATH_MS);
  }
  return sum;
}

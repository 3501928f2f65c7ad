import type { Actor } from '../core/change.js';
import type { Milestone } from '../core/milestone.js';
import type { CallId, Instant, RecordingId } from '../core/signal.js';
import type { PersonFacts, PersonSearch, RetentionBooks, Standing } from '../ports/retention.js';
import type { RecordingFolders } from './recording-folders.js';
import { replacementOf } from './replacement.js';
import { RetentionFault } from './retention-fault.js';
import type { SavedFiles } from './saved-files.js';

const SHOWN_DIGITS = 4;
const IDS_AT_ONCE = 50;
const SHORTEST_NAMED = 7;

/** A person by his number in E.164. */
export interface Person {
  readonly normal: string;
  /** The code of its country without plus; null: it cannot be told. */
  readonly code: string | null;
  readonly search: PersonSearch;
}

export interface PersonParts {
  readonly books: RetentionBooks;
  readonly saved: SavedFiles;
  /** null: nobody said where recordings are. */
  readonly recordings: RecordingFolders | null;
  /** The texts that a kept report shows. */
  readonly textOf: (content: string) => string;
  /** Keeps who asked for what. */
  readonly tell: (milestones: readonly Milestone[]) => Promise<void>;
  readonly mintId: () => string;
  /** A key of random bytes that is kept nowhere. */
  readonly mintKey: () => Buffer;
  readonly by: Actor;
  readonly now: Instant;
}

/** What was found, or deleted, of a person. */
export interface PersonSummary {
  readonly calls: number;
  readonly callbacks: number;
  readonly recordings: number;
  /** By their ids, recordings of which no file is here, though none was deleted. */
  readonly missing: readonly RecordingId[];
  readonly reports: number;
  /** Calls of his that are not over: their end is told with his number again. */
  readonly openCalls: readonly CallId[];
  /** Whether what was written over is gone from the database's files. */
  readonly traces: 'clean' | 'read-elsewhere';
  /** Why his number stays in files of the queue_log; null: it does not. */
  readonly inFiles: string | null;
}

/** Everything that is kept of a person, for himself: facts as they stand, and which files hold his voice. */
export async function exportPerson(parts: PersonParts, { normal, search }: Person): Promise<object> {
  const facts = await parts.books.person.find(search);
  const ids = voicesIn(facts);
  const files = (await parts.recordings?.filesOf(ids)) ?? [];
  await note(parts, 'person export', normal, facts);
  return {
    number: normal,
    madeAt: new Date(parts.now).toISOString(),
    ...facts,
    files: files.filter(({ is }) => is === 'whole').map((file) => parts.recordings?.pathOf(file)),
  };
}

/**
 * Deletes what is kept of a person. His calls stay as calls of somebody: what stands for his number comes from a key that is
 * kept nowhere. The numbers go last, in one transaction: a death before it leaves him to be found again.
 */
export async function deletePerson(parts: PersonParts, person: Person): Promise<PersonSummary> {
  const { books, saved, recordings: folders } = parts;
  const { normal, search } = person;
  const facts = await books.person.find(search);
  await note(parts, 'person delete', normal, facts);
  const ids = voicesIn(facts);
  let files = 0;
  const missing: RecordingId[] = [];
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const some = ids.slice(start, start + IDS_AT_ONCE);
    const found = (await folders?.filesOf(some)) ?? [];
    const gone = await books.recordings.deleted(some);
    await books.recordings.placed(
      found.map(({ recording }) => recording),
      'deleted',
    );
    await folders?.remove(found);
    const here = new Set(found.map(({ recording }) => recording));
    files += here.size;
    missing.push(...some.filter((recording) => !here.has(recording) && !gone.has(recording)));
  }
  const asked = [...facts.callbacks, ...facts.openCallbacks];
  const numbers = numbersNamed([normal, ...asked.map(({ number }) => number)]);
  const kept = await books.reports.forgetWhere((content) => namesOneOf(numbers, parts.textOf(content)));
  const called = [...facts.calls, ...facts.openCalls];
  const instants = [...called.map(({ arrivedAt }) => arrivedAt), ...asked.map(({ askedAt }) => askedAt)];
  const written = await saved.deleteNaming((text) => namesOneOf(numbers, text), instants);
  const rescues = await saved.blankRescues(search.isHis);
  const inFiles = await blanked(saved, person);
  await books.person.forget(facts, standingOf(person, parts.mintKey()));
  const traces = await books.leaveNoTrace();
  return {
    calls: facts.calls.length + facts.openCalls.length + facts.dialplan.length + rescues,
    callbacks: asked.length,
    recordings: files,
    missing,
    reports: kept + written,
    openCalls: facts.openCalls.map(({ call }) => call),
    traces,
    inFiles,
  };
}

/** What cannot be blanked does not keep his number in the database. */
async function blanked({ queueLogs }: SavedFiles, { search }: Person): Promise<string | null> {
  try {
    await queueLogs.blank(({ number }) => search.isHis(number), 'do');
    return null;
  } catch (error) {
    if (error instanceof RetentionFault) return error.message;
    throw error;
  }
}

/** The files in which he is heard: of his talks, and of the messages that he left. */
function voicesIn({ recordings, voicemails }: PersonFacts): readonly RecordingId[] {
  return [...recordings, ...voicemails].flatMap(({ recording }) => recording ?? []);
}

/** The digits of each, but for what is replaced or too short to tell somebody from others. */
function numbersNamed(numbers: readonly (string | null)[]): readonly string[] {
  const digits = numbers.flatMap((number) => number?.replace(/\D/g, '') ?? []);
  return [...new Set(digits.filter(({ length }) => length >= SHORTEST_NAMED))];
}

function namesOneOf(numbers: readonly string[], text: string): boolean {
  return numbers.some((digits) => text.includes(digits));
}

/** He stays one client; where he named another number, nobody is found by that either. */
function standingOf({ normal, code, search }: Person, key: Buffer): Standing {
  const forHim = replacementOf(normal, code, key);
  return {
    forHim,
    forNumber: (number) => (search.isHis(number) ? forHim : replacementOf(number, null, key)),
  };
}

/** Who asked, and about how much; of the number only so much that it can be known again. */
async function note(parts: PersonParts, what: string, normal: string, facts: PersonFacts): Promise<void> {
  const { by, now } = parts;
  const { calls, callbacks, openCallbacks, recordings } = facts;
  const before = {
    calls: calls.length,
    callbacks: callbacks.length + openCallbacks.length,
    recordings: recordings.length,
  };
  const about = `caller …${normal.slice(-SHOWN_DIGITS)}`;
  await parts.tell([{ kind: 'changed', id: parts.mintId(), at: now, by, what, about, before, after: {} }]);
}

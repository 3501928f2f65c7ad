import type { Actor } from '../core/change.js';
import type { Milestone } from '../core/milestone.js';
import type { Instant } from '../core/signal.js';
import type { PersonFacts, PersonSearch, RetentionBooks } from '../ports/retention.js';
import type { RecordingFolders } from './recording-folders.js';
import { replacementOf } from './replacement.js';
import type { SavedFiles } from './saved-files.js';

const SHOWN_DIGITS = 4;
const IDS_AT_ONCE = 50;

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
  readonly recordings: number;
  /** Recordings of which no file is here. */
  readonly missing: number;
  readonly reports: number;
}

/** Everything that is kept of a person, for himself: facts as they stand, and which files hold his voice. */
export async function exportPerson(parts: PersonParts, { normal, search }: Person): Promise<object> {
  const facts = await parts.books.person.find(search);
  const ids = facts.recordings.map(({ recording }) => recording);
  const files = (await parts.recordings?.filesOf(ids)) ?? [];
  await note(parts, 'person export', normal, facts);
  return {
    number: normal,
    madeAt: new Date(parts.now).toISOString(),
    ...facts,
    files: files.map((file) => parts.recordings?.pathOf(file)),
  };
}

/**
 * Deletes what is kept of a person. His calls stay as calls of somebody: what stands for his number comes from a key that is
 * kept nowhere. The numbers go last, in one transaction: a death before it leaves him to be found again.
 */
export async function deletePerson(parts: PersonParts, person: Person): Promise<PersonSummary> {
  const { books, saved, recordings: folders } = parts;
  const { normal, code, search } = person;
  const facts = await books.person.find(search);
  await note(parts, 'person delete', normal, facts);
  const ids = facts.recordings.map(({ recording }) => recording);
  let files = 0;
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const some = ids.slice(start, start + IDS_AT_ONCE);
    const found = (await folders?.filesOf(some)) ?? [];
    await books.recordings.placed(
      found.map(({ recording }) => recording),
      'deleted',
    );
    await folders?.remove(found);
    files += new Set(found.map(({ recording }) => recording)).size;
  }
  const digits = normal.replace(/\D/g, '');
  const kept = await books.reports.forgetWhere((content) => parts.textOf(content).includes(digits));
  const instants = facts.calls.map(({ arrivedAt }) => arrivedAt);
  const written = await saved.deleteNaming(digits, instants);
  const rescues = await saved.blankRescues(search.isHis);
  await books.person.forget(facts, replacementOf(normal, code, parts.mintKey()));
  await books.leaveNoTrace();
  return {
    calls: facts.calls.length + facts.openCalls.length + facts.dialplan.length + rescues,
    recordings: files,
    missing: ids.length - files,
    reports: kept + written,
  };
}

/** Who asked, and about how much; of the number only so much that it can be known again. */
async function note(parts: PersonParts, what: string, normal: string, facts: PersonFacts): Promise<void> {
  const { by, now } = parts;
  const before = { calls: facts.calls.length, recordings: facts.recordings.length };
  const about = `caller …${normal.slice(-SHOWN_DIGITS)}`;
  await parts.tell([{ kind: 'changed', id: parts.mintId(), at: now, by, what, about, before, after: {} }]);
}

import type { RetentionParts } from '../../src/retention/run-retention.js';

/** When a run dies: before its n-th write, or when that has been done in part (where it is about several things). */
export interface DeathAt {
  readonly write: number;
  readonly when: 'before' | 'half-way';
}

/** A run that dies there; `die` must not return. */
export function mortal(parts: RetentionParts, at: DeathAt, die: () => never): RetentionParts {
  let writes = 0;
  const write = async <Result>(
    whole: () => Promise<Result>,
    half: () => Promise<unknown>,
  ): Promise<Result> => {
    writes += 1;
    if (writes < at.write) return whole();
    if (at.when === 'half-way') await half();
    return die();
  };
  const nothing = (): Promise<void> => Promise.resolve();
  const { books, saved, recordings: folders } = parts;
  const { people, recordings, reports } = books;
  return {
    ...parts,
    books: {
      ...books,
      people: bound(people, {
        clear: (place, clearing, atMost) =>
          write(
            () => people.clear(place, clearing, atMost),
            () => people.clear(place, clearing, 1),
          ),
      }),
      recordings: {
        deleted: (list) => recordings.deleted(list),
        placed: (list, place) =>
          write(
            () => recordings.placed(list, place),
            () => recordings.placed(list.slice(0, 1), place),
          ),
      },
      reports: bound(reports, {
        forget: (before, atMost) => write(() => reports.forget(before, atMost), nothing),
      }),
      leaveNoTrace: () => write(() => books.leaveNoTrace(), nothing),
    },
    saved: bound(saved, {
      deleteReports: (before) => write(() => saved.deleteReports(before), nothing),
      deleteJournals: (before) => write(() => saved.deleteJournals(before), nothing),
      deleteRescues: (before) => write(() => saved.deleteRescues(before), nothing),
    }),
    recordings:
      folders === null
        ? null
        : bound(folders, {
            copyToArchive: (files) =>
              write(
                () => folders.copyToArchive(files),
                () => folders.copyToArchive(files.slice(0, 1)),
              ),
            remove: (files) =>
              write(
                () => folders.remove(files),
                () => folders.remove(files.slice(0, 1)),
              ),
          }),
  };
}

/** The same with some methods of ours. */
function bound<Whole extends object>(whole: Whole, ours: Partial<Whole>): Whole {
  return new Proxy(whole, {
    get: (target, name): unknown => {
      const own: unknown = Reflect.get(ours, name);
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

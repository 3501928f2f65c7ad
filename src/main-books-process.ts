import type { Settings } from './app/settings.js';
import { startBooks } from './main-books.js';
import { endOnBug, leaveOnce } from './main-leaving.js';
import { giveWay } from './main-priority.js';
import { listenToParent } from './parent/child-side.js';
import type { Log } from './ports/log.js';

/** How often the books tell the line what is stored, and whether they can store at all. */
const TELL_STORED_MS = 1_000;

/** The books' process: runs until the parent asks it to stop or is gone. */
export function runBooksProcess(settings: Settings, log: Log): void {
  endOnBug(log);
  giveWay(log);
  const books = startBooks(settings, log, (row) => link.tell({ kind: 'lease', row }));
  const link = listenToParent(process, {
    stop: () => leave(),
    parentGone: () => leave(),
    reload: () => undefined,
    books: () => undefined,
    stored: () => undefined,
    database: () => undefined,
    leaseWished: (wish) => books.leaseWished(wish),
    leaseSeen: () => undefined,
    storyWished: (wish) => void books.story(wish).then((told) => link.tell(told)),
    storyTold: () => undefined,
  });
  const telling = setInterval(() => {
    const { position, trouble } = books.status();
    const state = trouble === null ? 'open' : 'away';
    link.tell({ kind: 'database', state, undelivered: books.undelivered() });
    if (position !== null) link.tell({ kind: 'stored', sequence: position });
  }, TELL_STORED_MS);
  const leave = leaveOnce(async () => {
    clearInterval(telling);
    await books.stop();
  }, log);
  link.tell({ kind: 'ready' });
}

import type { StandbySettings } from './app/settings-standby.js';
import type { StartSettings } from './app/settings.js';
import { AccessFault } from './access/access-file.js';
import { NewerForm } from './core/snapshot.js';
import { PortUnavailable } from './http/serve.js';
import { JournalFault } from './journal/journal-fault.js';
import { DataFolderUnusable, makeDataFolder } from './main-data-folder.js';
import { endOnBug, INTERNAL, leaveOnce } from './main-leaving.js';
import { type RunningLine, startLine } from './main-line.js';
import { type RunningMember, startMember } from './main-member.js';
import { comeFirst } from './main-priority.js';
import { RoutingRefused } from './main-recovery.js';
import { sweepSpeech } from './main-speech.js';
import { StandbyUnavailable } from './main-standby.js';
import { listenToParent } from './parent/child-side.js';
import { StoryQuestions } from './parent/story-questions.js';
import { STEPPED_ASIDE } from './parent/supervision.js';
import type { Log } from './ports/log.js';
import { TelephonyUnavailable } from './ports/telephony.js';

/** Exit codes of a child, the same as those of the command line. */
const FAULT_IN_INPUT = 1;
const ENVIRONMENT = 3;

/** The line's process: runs until the parent asks it to stop or is gone. */
export async function runLineProcess(settings: StartSettings, log: Log): Promise<void> {
  endOnBug(log);
  comeFirst(log);
  try {
    await makeDataFolder(settings.data);
  } catch (error) {
    leaveWith(error, log);
    return;
  }
  sweepSpeech(settings, log);
  if (settings.standby !== null) return runMemberProcess(settings, settings.standby, log);
  const stories: StoryQuestions = new StoryQuestions((wish) => link.tell(wish));
  const starting = startLine(settings, log, stories);
  const leave = leaveOnce(async () => (await starting).stop(), log);
  // A start that fails is told below, once.
  const onceOpen = (act: (line: RunningLine) => void): void => void starting.then(act, () => undefined);
  // At once: a parent that dies while the line starts would not be missed otherwise.
  const link = listenToParent(process, {
    stop: leave,
    parentGone: leave,
    reload: () => onceOpen((line) => line.reload()),
    books: (state) => onceOpen((line) => line.booksAre(state)),
    stored: (sequence) => onceOpen((line) => line.release(sequence)),
    database: (state, undelivered) => onceOpen((line) => line.databaseIs(state, undelivered)),
    leaseWished: () => undefined,
    leaseSeen: () => undefined,
    storyWished: () => undefined,
    storyTold: (told) => stories.told(told),
  });
  try {
    const { httpPort } = await starting;
    link.tell({ kind: 'ready' });
    log.info('the line is open', { http: httpPort });
  } catch (error) {
    leaveWith(error, log);
  }
}

/** Nothing is sent any more; what was logged still goes out. */
const LAST_WORDS_MS = 50;

/** The line's process where another installation stands by, or this one does. */
async function runMemberProcess(settings: StartSettings, standby: StandbySettings, log: Log): Promise<void> {
  const ears: { member: RunningMember | null } = { member: null };
  const leave = leaveOnce(() => ears.member?.stop() ?? Promise.resolve(), log);
  const stories: StoryQuestions = new StoryQuestions((wish) => link.tell(wish));
  const link = listenToParent(process, {
    stop: leave,
    parentGone: leave,
    reload: () => ears.member?.reload(),
    books: (state) => ears.member?.booksAre(state),
    stored: (sequence) => ears.member?.release(sequence),
    database: (state, undelivered) => ears.member?.databaseIs(state, undelivered),
    leaseWished: () => undefined,
    leaseSeen: (row) => ears.member?.leaseSeen(row),
    storyWished: () => undefined,
    storyTold: (told) => stories.told(told),
  });
  try {
    ears.member = await startMember({
      settings,
      standby,
      log,
      wish: (wish) => link.tell({ kind: 'lease-wish', wish }),
      stories,
      // The log is a little behind.
      leave: () => setTimeout(() => process.exit(STEPPED_ASIDE), LAST_WORDS_MS),
      failed: (error) => leaveWith(error, log),
    });
  } catch (error) {
    leaveWith(error, log);
  }
  link.tell({ kind: 'ready' });
}

/** What stopped the start, in one message, and the exit code that says whose turn it is. */
function leaveWith(error: unknown, log: Log): void {
  if (error instanceof RoutingRefused || error instanceof AccessFault) {
    log.error(error.message);
    process.exit(FAULT_IN_INPUT);
  }
  if (
    error instanceof DataFolderUnusable ||
    error instanceof PortUnavailable ||
    error instanceof TelephonyUnavailable ||
    error instanceof StandbyUnavailable ||
    error instanceof JournalFault ||
    error instanceof NewerForm
  ) {
    log.error(error.message);
    process.exit(ENVIRONMENT);
  }
  log.error('the line could not be started', { error });
  process.exit(INTERNAL);
}

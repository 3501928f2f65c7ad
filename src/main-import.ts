import type { Settings } from './app/settings.js';
import type { ImportRequest } from './cli/import-commands.js';
import type { AgentId, Plan } from './core/plan.js';
import type { Milestone } from './core/milestone.js';
import { createLog } from './log/create-log.js';
import { storeAddress } from './main-books.js';
import { linesOf } from './queue-log/file-lines.js';
import { channelOf } from './queue-log/imported-call.js';
import { importText } from './queue-log/import-report.js';
import { agentNames } from './queue-log/names.js';
import { type HistoryReport, HistoryReader } from './queue-log/read-history.js';
import { ReportFault } from './reports/report-fault.js';
import { openStore } from './store/open-store.js';

const MILESTONES_AT_ONCE = 1_000;

/**
 * Reads a queue_log into the facts; what to tell. The same file again changes nothing. It is read to its end before anything
 * is written, so a file that is none leaves no trace.
 */
export async function importQueueLog(settings: Settings, request: ImportRequest): Promise<string> {
  const { file, agents, write } = request;
  const report = await readAll(
    file,
    (member) => agents.get(member) ?? member,
    () => Promise.resolve(),
  );
  if (report.first === null && report.broken > 0) {
    const [first = ''] = report.faults;
    throw new ReportFault(
      `${file} is no queue_log: none of its ${report.lines} lines can be read.\n  ${file}:${first}`,
    );
  }
  if (write === 'no') return importText(file, report, 'not stored');
  const { history, own } = await storeAll(settings, request);
  return importText(file, history, 'stored', own);
}

/** What was read, and how many of its calls were Callplane's own. */
interface Stored {
  readonly history: HistoryReport;
  readonly own: number;
}

/** Calls that Callplane has handled itself are there already, where it writes the file that Asterisk's queues wrote before. */
async function storeAll(settings: Settings, { file, agents }: ImportRequest): Promise<Stored> {
  const log = createLog({ level: 'warn', shape: 'terminal', destination: process.stderr });
  const store = await openStore({ ...storeAddress(settings), log });
  try {
    await store.migrate();
    const newest = await store.reader.newestPlan();
    const planned = newest === null ? {} : (JSON.parse(newest) as Plan).agents;
    let own = 0;
    const history = await readAll(file, agentNames(planned, agents), async (told) => {
      const known = await store.queueLog.own([...new Set(told.flatMap(channelIn))]);
      const isOwn = (each: Milestone): boolean => channelIn(each).some((channel) => known.has(channel));
      own += told.filter((each) => each.kind === 'call-ended' && isOwn(each)).length;
      await store.recorder.recordHistory(told.filter((each) => !isOwn(each)));
    });
    return { history, own };
  } finally {
    await store.close();
  }
}

function channelIn(told: Milestone): readonly string[] {
  return 'call' in told && told.call !== null ? [channelOf(told.call)] : [];
}

async function readAll(
  file: string,
  agentOf: (member: string) => AgentId,
  put: (told: readonly Milestone[]) => Promise<void>,
): Promise<HistoryReport> {
  const reader = new HistoryReader(agentOf);
  let told: readonly Milestone[] = [];
  try {
    for await (const line of linesOf(file)) {
      const more = reader.read(line);
      if (more.length > 0) told = [...told, ...more];
      if (told.length < MILESTONES_AT_ONCE) continue;
      await put(told);
      told = [];
    }
  } catch (error) {
    const isAboutFile = error instanceof Error && 'syscall' in error && 'path' in error;
    if (!isAboutFile) throw error;
    throw new ReportFault(`${file} cannot be read: ${error.message}`);
  }
  await put([...told, ...reader.end()]);
  return reader.report();
}

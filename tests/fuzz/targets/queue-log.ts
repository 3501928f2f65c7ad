import type { CallFact, Milestone } from '../../../src/core/milestone.js';
import { HistoryReader } from '../../../src/queue-log/read-history.js';
import { callFactChecks } from '../../../src/reports/call-checks.js';
import type { DayFacts } from '../../../src/reports/day-facts.js';
import { must } from '../../simulation/must.js';
import { editLines, editText } from '../mutation.js';
import type { FuzzTarget } from '../target.js';

/** A call that is answered, one that is not, one through two queues, a restart in the middle, and lines of no call. */
const LOG = [
  '1772442000|NONE|NONE|NONE|QUEUESTART|',
  '1772442001|1772442001.1|sales|NONE|ENTERQUEUE||+359880000001|1',
  '1772442002|1772442001.1|sales|NONE|DID|+35920000001',
  '1772442010|1772442001.1|sales|SIP/101|RINGNOANSWER|8000',
  '1772442015|1772442001.1|sales|SIP/102|CONNECT|14|1772442010.2|5',
  '1772442100|1772442001.1|sales|SIP/102|COMPLETECALLER|14|85|1',
  '1772442101.250000|1772442101.3|sales|NONE|ENTERQUEUE|||2',
  '1772442105|1772442101.3|sales|SIP/101|RINGCANCELED|4000',
  '1772442105|1772442101.3|sales|NONE|ABANDON|1|1|4',
  '1772442200|1772442200.4|sales|NONE|ENTERQUEUE||700|1',
  '1772442230|1772442200.4|sales|NONE|EXITWITHTIMEOUT|1|1|30',
  '1772442231|1772442200.4|support|NONE|ENTERQUEUE||700|1',
  '1772442240|1772442200.4|support|Anna|CONNECT|9|1772442231.5|9',
  '1772442300|1772442200.4|support|Anna|BLINDTRANSFER|300|from-queue|9|60|1',
  '1772442301|NONE|sales|SIP/101|PAUSE|lunch',
  '1772442302|1772442302.6|sales|NONE|ENTERQUEUE||1|1',
  '1772442303|NONE|NONE|NONE|QUEUESTART|',
  '1772442304|1772442304.7|sales|NONE|ENTERQUEUE||1|1',
  '1772442305|1772442304.7|sales|NONE|EXITEMPTY|1|1|1',
  '1772442306|1772442306.8|sales|NONE|ENTERQUEUE||1|1',
  '1772442307|1772442306.8|sales|NONE|EXITWITHKEY|1|1|1|1',
].join('\n');

/** A queue_log with broken lines: nothing throws, every line is counted, and the facts that come out fit together. */
export function queueLogTarget(): FuzzTarget {
  return {
    corpus: [LOG, LOG.split('\n').reverse().join('\n'), ''],
    mutate: (dice, known) =>
      dice.falls(0.5) ? editLines(dice, known(), known()) : editText(dice, known(), known()),
    run: runLog,
    close: () => Promise.resolve(),
  };
}

function runLog(input: string): string {
  const reader = new HistoryReader((member) => member);
  const lines = input.split('\n');
  const milestones = [...lines.flatMap((line) => reader.read(line)), ...reader.end()];
  const report = reader.report();
  const facts = factsOf(milestones);
  must(report.lines === lines.length, 'every line is counted');
  must(report.calls === facts.calls.length, 'every call is told once');
  must(new Set(facts.calls.map(({ call }) => call)).size === facts.calls.length, 'no id stands twice');
  for (const check of callFactChecks(facts)) must(check.holds, `${check.name}: ${check.faults.join()}`);
  for (const call of facts.calls) mustBeInOrder(call);
  for (const { waitMs, talkMs, endedAt } of facts.calls)
    must([waitMs, talkMs, endedAt].every(Number.isSafeInteger), 'times are whole milliseconds');
  const exits = [...new Set(facts.visits.map(({ exit }) => exit))].sort();
  return [report.broken > 0, report.strays > 0, report.unfinished, facts.calls.length, ...exits].join(' ');
}

function mustBeInOrder({ arrivedAt, firstOfferedAt, answeredAt, endedAt }: CallFact): void {
  const known = [arrivedAt, firstOfferedAt, answeredAt, endedAt].filter((at) => at !== null);
  must(
    known.every((at, index) => at >= (known[index - 1] ?? 0)),
    'no call ends before it begins',
  );
}

function factsOf(milestones: readonly Milestone[]): DayFacts {
  const ofKind = <Kind extends Milestone['kind']>(kind: Kind): Extract<Milestone, { kind: Kind }>[] =>
    milestones.filter((each): each is Extract<Milestone, { kind: Kind }> => each.kind === kind);
  return {
    ...{ period: { from: 0, to: Infinity }, until: 0, openCalls: [], states: [], openStates: [], gaps: [] },
    ...{ calls: ofKind('call-ended'), visits: ofKind('visit-ended'), offers: ofKind('offer-ended') },
    conversations: ofKind('conversation-ended'),
    ...{ transfers: [], outcomes: [] },
    beyond: {
      ...{ visits: [], offers: [], conversations: [], transfers: [], outcomes: [] },
      ...{ earlierCalls: new Map(), earlierAgents: new Set() },
    },
  };
}

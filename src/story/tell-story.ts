import type { CallEvent, CallFact, OutgoingFact, RecordingFact } from '../core/milestone.js';
import type { AgentId, Plan } from '../core/plan.js';
import type { Instant } from '../core/signal.js';
import type { CallRecord, CallStory, StoryStep, ToldDecision, ToldRecording } from '../ports/story.js';
import { decisionLines } from './decision-words.js';
import { endsOf } from './ends.js';
import { lasting, namesOf, type NameOf } from './names.js';
import { stageText } from './stage-words.js';

/** Of a longer story its beginning and its end are told. */
const TOLD_AT_EACH_END = 250;

const DELETED = 'a number that is no longer kept';

/** At the same instant what was going on ends first, and what has just begun ends last. */
type Rank = 'ends' | 'happens' | 'ends-at-once';
const RANKS: readonly Rank[] = ['ends', 'happens', 'ends-at-once'];

interface Told extends StoryStep {
  readonly rank: Rank;
}

/** The story of a call in the order of time; `plan`: the newest, for the names of agents and the zone. */
export function tellStory(record: CallRecord, plan: Plan | null): CallStory {
  const { call, over, open, decisions } = record;
  const nameOf = namesOf(plan);
  const ends = endsOf(record, nameOf).map(({ from, at, text }): Told => {
    return { at, text, more: [], rank: from < at ? 'ends' : 'ends-at-once' };
  });
  const happened = [...arrivalOf(record, nameOf), ...stagesOf(record, nameOf), ...ends];
  const told = [...happened, ...stillOpen(record, happened)];
  return {
    ...{ call, from: (over ?? open)?.from ?? null, dialled: (over ?? open)?.dialled ?? null },
    ...{ arrivedAt: (over ?? open)?.arrivedAt ?? null, endedAt: over?.endedAt ?? null },
    isStoredWhole: over !== null || record.outgoing !== null,
    talked: whoTalked(record),
    zone: plan?.company.timezone ?? 'UTC',
    steps: shortened(told.sort(inOrder)).map(({ at, text, more }) => ({ at, text, more })),
    decisions: firstAndLast(decisions).flat(),
    recordings: firstAndLast(record.recordings).flat().map(toldRecording),
  };
}

function toldRecording(fact: RecordingFact): ToldRecording {
  const { recording, conversation, queue, agent, startedAt, durationMs, result } = fact;
  return { recording, conversation, queue, agent, startedAt, durationMs, result };
}

function whoTalked({ conversations, outgoing }: CallRecord): readonly AgentId[] {
  const maker = outgoing?.agent ?? null;
  const made = maker === null || outgoing?.conversation == null ? [] : [maker];
  return [...new Set([...conversations.map(({ agent }) => agent), ...made])];
}

/** Who waits for hours may be rung for a thousand times: the middle is left out, and that is said. */
function shortened(told: readonly Told[]): readonly Told[] {
  const [first, last] = firstAndLast(told);
  const [leftOut, next] = [told.length - first.length - last.length, last[0]];
  return leftOut === 0 || next === undefined
    ? told
    : [...first, happened(next.at, `${leftOut} more things happened here, which are left out`), ...last];
}

function firstAndLast<T>(list: readonly T[]): readonly [readonly T[], readonly T[]] {
  if (list.length <= 2 * TOLD_AT_EACH_END) return [list, []];
  return [list.slice(0, TOLD_AT_EACH_END), list.slice(-TOLD_AT_EACH_END)];
}

/** A stable sort: stages of one instant stay in their order. */
function inOrder(a: Told, b: Told): number {
  return a.at - b.at || RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank);
}

function arrivalOf({ over, open, outgoing }: CallRecord, nameOf: NameOf): readonly Told[] {
  if (outgoing !== null) return [happened(outgoing.askedAt, outgoingText(outgoing, nameOf))];
  if (over !== null) return [happened(over.arrivedAt, arrivalText(over))];
  if (open === null) return [];
  return [happened(open.arrivedAt, `${open.from ?? 'a hidden number'} calls ${open.dialled}`)];
}

function arrivalText({ direction, from, dialled }: CallFact): string {
  if (direction === 'outbound') return `an agent calls ${dialled === '' ? DELETED : dialled}`;
  return `${from ?? 'a number that is hidden or no longer kept'} calls ${dialled}`;
}

/** `from` of such a call is what was shown to whoever was called. */
function outgoingText({ agent, forCall, number, shown, dialledAt }: OutgoingFact, nameOf: NameOf): string {
  const what = dialledAt === null ? 'wants to call' : 'calls';
  const who = agent === null ? `Callplane, for the caller of ${forCall ?? 'another call'},` : nameOf(agent);
  return `${who} ${what} ${number === '' ? DELETED : number}${shown === null ? '' : `, who is shown ${shown}`}`;
}

/** Behind everything that has happened until now. */
function stillOpen({ open }: CallRecord, happened: readonly Told[]): readonly Told[] {
  if (open === null) return [];
  const at = happened.reduce((latest, step) => Math.max(latest, step.at), open.arrivedAt);
  return [{ at, text: 'the call is not over', more: [], rank: 'ends-at-once' }];
}

/** Where it is known why agents were rung, that is told instead of each that they were. */
function stagesOf({ stages, decisions, conversations }: CallRecord, nameOf: NameOf): readonly Told[] {
  const byFirst = new Map(decisions.map((decision) => [decision.decision, decision]));
  const waits = new Map(conversations.map(({ conversation, waitMs }) => [conversation, waitMs]));
  let covered = 0;
  return stages.flatMap((stage) => {
    const { at, detail } = stage;
    if (stage.event === 'offered') {
      const decision = byFirst.get(String(detail['offer']));
      if (decision !== undefined) covered = decision.rung;
      covered -= 1;
      if (decision !== undefined) return [decided(at, decision, nameOf)];
      if (covered >= 0) return [];
    }
    const text = stageText(stage, nameOf);
    return text === null ? [] : [happened(at, `${text}${afterWaiting(stage, waits)}`)];
  });
}

function decided(at: Instant, decision: ToldDecision, nameOf: NameOf): Told {
  const [text = '', ...more] = decisionLines(decision, nameOf);
  return { at, text, more, rank: 'happens' };
}

function happened(at: Instant, text: string): Told {
  return { at, text, more: [], rank: 'happens' };
}

function afterWaiting({ event, detail }: CallEvent, waits: ReadonlyMap<string, number>): string {
  const waitMs = event === 'connected' ? waits.get(String(detail['conversation'])) : undefined;
  return waitMs === undefined ? '' : ` after waiting ${lasting(waitMs)}`;
}

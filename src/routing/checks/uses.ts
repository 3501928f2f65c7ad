import type { Warning, WarningCode } from '../fault.js';
import type { Desk, NameKind } from '../form/desk.js';
import type { Entry } from '../form/collections.js';
import { showText } from '../source-node.js';
import type { RoutingDraft } from '../routing-draft.js';
import { reachableFrom, type CallGraph } from './graph.js';
import { rungForSkills } from './skills.js';

/** A queue that no call can reach is a fault: whoever wrote it believes that callers wait there. */
export function checkQueuesUsed(draft: RoutingDraft, graph: CallGraph, desk: Desk): void {
  const reached = reachableFrom([...graph.entrances, ...graph.flows.values()]);
  for (const { key, at, value } of draft.queues) {
    const node = graph.queues.get(key);
    // Other systems may ask for callbacks by it.
    if (node === undefined || reached.has(node) || value?.callback != null) continue;
    const found = `the queue ${showText(key)}, which no flow, number or exit uses`;
    desk.add('queue-unused', at, found, `queue: ${key} in a flow, or no such queue`);
  }
}

/** What is there and does nothing: worth a look, but it does not stop the load. */
export function warningsOf(draft: RoutingDraft, graph: CallGraph, desk: Desk): Warning[] {
  return [
    ...unusedFlows(draft, graph),
    ...unusedAgents(draft, desk),
    ...unreferred(
      draft.prompts.filter(({ value }) => value?.emergency !== true),
      'prompt',
      'prompt-unused',
      desk,
    ),
    ...unreferred(draft.people, 'people', 'people-unused', desk),
    ...unreferred(draft.voicemail, 'voicemail box', 'voicemail-unused', desk),
    ...unreferred(draft.partners, 'partner', 'partner-unused', desk),
    ...unreferred(draft.hours, 'hours', 'hours-unused', desk),
    ...unboundedWaits(draft),
  ];
}

function unusedFlows(draft: RoutingDraft, graph: CallGraph): Warning[] {
  const reached = reachableFrom(graph.entrances);
  return draft.flows.flatMap(({ key, at }) => {
    const node = graph.flows.get(key);
    if (node === undefined || reached.has(node)) return [];
    const found = `the flow ${showText(key)}, which no number leads to`;
    return [{ code: 'flow-unused', at, found, right: `a number or a go that uses it, or no such flow` }];
  });
}

function unusedAgents(draft: RoutingDraft, desk: Desk): Warning[] {
  const agents = namesReferred(desk, 'agent');
  const teams = namesReferred(desk, 'team');
  const skilled = rungForSkills(draft);
  return draft.agents.flatMap(({ key, at, value }) => {
    const isUsed =
      agents.has(key) || skilled.has(key) || (value?.teams ?? []).some((team) => teams.has(team));
    const found = `the agent ${showText(key)}, whom no queue and no step rings`;
    return isUsed ? [] : [{ code: 'agent-unused', at, found, right: 'a queue or a list with this agent' }];
  });
}

function unreferred(
  entries: readonly Entry<unknown>[],
  kind: NameKind,
  code: WarningCode,
  desk: Desk,
): Warning[] {
  const used = namesReferred(desk, kind);
  return entries.flatMap(({ key, at }) => {
    const found = `${kind} ${showText(key)}, which nothing uses`;
    return used.has(key) ? [] : [{ code, at, found, right: 'something that uses it, or no such entry' }];
  });
}

function unboundedWaits(draft: RoutingDraft): Warning[] {
  return draft.queues.flatMap(({ key, at, value }) => {
    if (value === null || value.limits.wait !== null) return [];
    const found = `the queue ${showText(key)}, where a caller may wait without end`;
    return [{ code: 'wait-unbounded', at, found, right: 'limits: { wait: 5m } and the exit wait' }];
  });
}

function namesReferred(desk: Desk, kind: NameKind): Set<string> {
  return new Set(desk.references.filter((each) => each.kind === kind).map((each) => each.name));
}

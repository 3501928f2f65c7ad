import type { BlockDraft, NumberDraft, StepDraft } from '../draft.js';
import type { Place } from '../fault.js';
import type { QueueDraft } from '../language/queues.js';
import { afterCalls, waysOut } from '../languages.js';
import type { RoutingDraft } from '../routing-draft.js';
import { isOfCall } from '../speech.js';

/** One place where a call can be. */
export interface GraphNode {
  readonly what: StepDraft['do'] | 'flow' | 'waiting' | 'end' | 'unknown';
  readonly at: Place;
  readonly next: Edge[];
}
export interface Edge {
  readonly to: GraphNode;
  /** A caller that goes round at once would hang the program; one who presses nothing takes no key. */
  readonly taken: 'at-once' | 'in-time' | 'by-key';
}

/** All ways a call can go. */
export interface CallGraph {
  readonly nodes: readonly GraphNode[];
  readonly flows: ReadonlyMap<string, GraphNode>;
  readonly queues: ReadonlyMap<string, GraphNode>;
  /** Where calls begin, one for each number, and where they go on after a conversation. */
  readonly entrances: readonly GraphNode[];
  /** What callers come to whom an agent has left. */
  readonly afterwards: ReadonlySet<GraphNode>;
  /** True when a step or a name with a fault hides where calls go. */
  readonly hasUnknown: boolean;
}

/** Lays out every step of every flow, number and exit. */
export function layGraph(draft: RoutingDraft): CallGraph {
  return new GraphBuilder(draft).build();
}

class GraphBuilder {
  private readonly nodes: GraphNode[] = [];
  private readonly flows = new Map<string, GraphNode>();
  private readonly queues = new Map<string, GraphNode>();
  private readonly afterwards = new Set<GraphNode>();
  private hasUnknown = false;

  constructor(private readonly draft: RoutingDraft) {}

  build(): CallGraph {
    for (const { key, at } of this.draft.flows) this.flows.set(key, this.node('flow', at));
    for (const { key, at } of this.draft.queues) this.queues.set(key, this.node('waiting', at));
    for (const { key, at, value } of this.draft.flows) {
      this.link(this.flows.get(key), this.layBlock(value, this.node('end', at), at));
    }
    for (const { key, at, value } of this.draft.queues) this.layQueue(this.queues.get(key), value, at);
    const entrances = this.draft.numbers.map(({ at, value }) => this.layNumber(value, at));
    entrances.push(...this.layTransfers());
    for (const block of afterCalls(this.draft)) entrances.push(this.layAfterCall(block));
    const { nodes, flows, queues, afterwards, hasUnknown } = this;
    return { nodes, flows, queues, entrances, afterwards, hasUnknown };
  }

  private greets(box: string): boolean {
    const found = this.draft.voicemail.find(({ key }) => key === box);
    return found === undefined || found.value === null || found.value.greeting !== null;
  }

  private layNumber(number: NumberDraft | null, at: Place): GraphNode {
    if (number === null) return this.unknown(at);
    if (number.answer.by === 'flow') return this.flows.get(number.answer.flow.name) ?? this.unknown(at);
    return this.layBlock(number.answer.block, this.node('end', at), at);
  }

  /** Where agents hand callers over to, and what follows when nobody has them. */
  private layTransfers(): readonly GraphNode[] {
    const { transfers } = this.draft;
    if (transfers === null) return [];
    const { otherwise, extensions } = transfers;
    const targets = (extensions ?? []).flatMap(({ value }) => {
      const places = value?.to === 'queue' ? this.queues : value?.to === 'flow' ? this.flows : null;
      return places?.get(value?.name.name ?? '') ?? [];
    });
    return [...targets, this.layBlock(otherwise, this.node('end', otherwise.at), otherwise.at)];
  }

  private layAfterCall(block: BlockDraft): GraphNode {
    const before = this.nodes.length;
    const first = this.layBlock(block, this.node('end', block.at), block.at);
    for (const node of this.nodes.slice(before)) this.afterwards.add(node);
    return first;
  }

  private layQueue(node: GraphNode | undefined, queue: QueueDraft | null, at: Place): void {
    if (queue === null) {
      this.link(node, this.unknown(at));
      return;
    }
    for (const { block, taken } of waysOut(queue))
      if (block !== null) this.link(node, this.layBlock(block, this.node('end', at), at), taken);
    if (queue.waiting.keys?.some(({ value }) => value === null) === true) this.link(node, this.unknown(at));
  }

  /** Returns where the block begins; `after` is where a call goes that comes to its end. */
  private layBlock(block: BlockDraft | null, after: GraphNode, at: Place): GraphNode {
    if (block === null) return this.unknown(at);
    return block.steps.reduceRight((next, step) => this.layStep(step, next), after);
  }

  private layStep(step: StepDraft, after: GraphNode): GraphNode {
    const node = this.node(step.do, step.at);
    switch (step.do) {
      case 'play':
        this.link(node, after, 'in-time');
        break;
      // A text with a variable that has no value is passed over.
      case 'tell':
        this.link(node, after, isOfCall(step.texts) ? 'at-once' : 'in-time');
        break;
      // A box that is full takes the time of its greeting.
      case 'voicemail':
        this.link(node, after, this.greets(step.box.name) ? 'in-time' : 'at-once');
        break;
      // A value that cannot be spoken takes no time, nor does the greeting of who has none, nor a rating of no talk, nor a
      // question to a system that refuses it.
      case 'greet':
      case 'rate':
      case 'lookup':
      case 'notify':
      case 'say':
      case 'set':
      case 'language':
      case 'priority':
      case 'record':
      case 'needs':
      case 'tag':
      case 'closed':
      case 'ring':
        this.link(node, after);
        break;
      case 'menu':
        for (const { value, at } of step.keys) this.link(node, this.layBlock(value, after, at), 'by-key');
        this.link(node, this.layBlock(step.otherwise, after, step.at), 'in-time');
        break;
      // A number that the policy refuses takes no time.
      case 'dial':
        this.link(node, this.layBlock(step.otherwise, after, step.at));
        break;
      case 'callback':
        this.link(node, after);
        this.link(node, this.layBlock(step.otherwise, after, step.at));
        break;
      case 'collect':
        this.link(node, after, 'by-key');
        this.link(node, this.layBlock(step.otherwise, after, step.at), 'in-time');
        break;
      case 'if':
        this.link(node, this.layBlock(step.then, after, step.at));
        this.link(node, step.otherwise === null ? after : this.layBlock(step.otherwise, after, step.at));
        break;
      case 'go':
        this.link(node, this.flows.get(step.flow.name) ?? this.unknown(step.at));
        break;
      case 'queue':
        this.link(node, this.queues.get(step.queue.name) ?? this.unknown(step.at));
        break;
      case 'unreadable':
        this.link(node, this.unknown(step.at));
        break;
      case 'hangup':
        break;
    }
    return node;
  }

  private node(what: GraphNode['what'], at: Place): GraphNode {
    const node: GraphNode = { what, at, next: [] };
    this.nodes.push(node);
    return node;
  }

  private unknown(at: Place): GraphNode {
    this.hasUnknown = true;
    return this.node('unknown', at);
  }

  private link(from: GraphNode | undefined, to: GraphNode, taken: Edge['taken'] = 'at-once'): void {
    from?.next.push({ to, taken });
  }
}

/** Everything that can be reached from these, themselves included. */
export function reachableFrom(starts: Iterable<GraphNode>): Set<GraphNode> {
  const seen = new Set(starts);
  const open = [...seen];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const { to } of node.next) {
      if (seen.has(to)) continue;
      seen.add(to);
      open.push(to);
    }
  }
  return seen;
}

/** Everything from which one of these can be reached, themselves included. */
export function reaching(
  nodes: readonly GraphNode[],
  isGoal: (node: GraphNode) => boolean,
  follows: (edge: Edge) => boolean = () => true,
): Set<GraphNode> {
  const before = new Map<GraphNode, GraphNode[]>();
  for (const node of nodes) {
    for (const { to } of node.next.filter(follows)) {
      const sources = before.get(to);
      if (sources === undefined) before.set(to, [node]);
      else sources.push(node);
    }
  }
  const seen = new Set(nodes.filter(isGoal));
  const open = [...seen];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const source of before.get(node) ?? []) {
      if (seen.has(source)) continue;
      seen.add(source);
      open.push(source);
    }
  }
  return seen;
}

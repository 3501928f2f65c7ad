import { byPlace, type Place } from '../fault.js';
import type { Desk } from '../form/desk.js';
import { reaching, type CallGraph, type Edge, type GraphNode } from './graph.js';

/** No call may go round in no time, nor for ever while the caller presses nothing. */
export function checkLoops(graph: CallGraph, desk: Desk): void {
  const reported = new Set<GraphNode>();
  for (const circle of circles(graph.nodes, (edge) => edge.taken === 'at-once')) {
    for (const node of circle) reported.add(node);
    const found =
      'a circle in which no time passes, so that a call would go round in it at once and for ever';
    const right = 'a way out, or a play or menu on the way round';
    desk.add('loop-without-pause', turningPoint(circle), found, right);
  }
  const withWayOut = reaching(graph.nodes, isWayOut, isWithoutKey);
  const locked = graph.nodes.filter((node) => !withWayOut.has(node));
  const lockedSet = new Set(locked);
  for (const circle of circles(locked, (edge) => isWithoutKey(edge) && lockedSet.has(edge.to))) {
    if (circle.some((node) => reported.has(node))) continue;
    const found = 'a circle that a caller who presses no key never leaves';
    const right = 'a queue, a ring or a hangup on the way round';
    desk.add('loop-without-way-out', turningPoint(circle), found, right);
  }
}

function isWithoutKey({ taken }: Edge): boolean {
  return taken !== 'by-key';
}

function isWayOut({ what }: GraphNode): boolean {
  return (
    what === 'hangup' ||
    what === 'end' ||
    what === 'waiting' ||
    what === 'unknown' ||
    what === 'ring' ||
    what === 'dial'
  );
}

/** The step that leads back: the first `go` or `queue` of the circle in the order of the file. */
function turningPoint(circle: readonly GraphNode[]): Place {
  const turns = circle.filter(({ what }) => what === 'go' || what === 'queue');
  const found = (turns.length > 0 ? turns : circle).map(({ at }) => ({ at, code: '', found: '', right: '' }));
  return found.sort(byPlace)[0]?.at ?? { file: '', line: 0, column: 0 };
}

interface Visit {
  readonly node: GraphNode;
  readonly edges: readonly Edge[];
  nextEdge: number;
}

/** Strongly connected parts of more than one node (Tarjan, without recursion). No node links to itself. */
function circles(nodes: readonly GraphNode[], follows: (edge: Edge) => boolean): GraphNode[][] {
  const found: GraphNode[][] = [];
  const index = new Map<GraphNode, number>();
  const low = new Map<GraphNode, number>();
  const waiting: GraphNode[] = [];
  const isWaiting = new Set<GraphNode>();

  const enter = (node: GraphNode): Visit => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    waiting.push(node);
    isWaiting.add(node);
    return { node, edges: node.next.filter(follows), nextEdge: 0 };
  };
  const lower = (node: GraphNode, to: number): void => {
    low.set(node, Math.min(low.get(node) ?? to, to));
  };
  const leave = (node: GraphNode): void => {
    if (low.get(node) !== index.get(node)) return;
    const part = waiting.splice(waiting.lastIndexOf(node));
    for (const each of part) isWaiting.delete(each);
    if (part.length > 1) found.push(part);
  };

  for (const start of nodes) {
    if (index.has(start)) continue;
    const path = [enter(start)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const edge = visit.edges[visit.nextEdge++];
      if (edge === undefined) {
        path.pop();
        leave(visit.node);
        const parent = path.at(-1);
        if (parent !== undefined) lower(parent.node, low.get(visit.node) ?? 0);
      } else if (!index.has(edge.to)) path.push(enter(edge.to));
      else if (isWaiting.has(edge.to)) lower(visit.node, index.get(edge.to) ?? 0);
    }
  }
  return found;
}

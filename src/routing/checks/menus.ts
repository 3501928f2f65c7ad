import type { Desk } from '../form/desk.js';
import { reaching, type CallGraph, type GraphNode } from './graph.js';

/** From every menu a person can be reached, and no menu stands too many menus deep. */
export function checkMenus(graph: CallGraph, mostDeep: number, desk: Desk): void {
  const menus = graph.nodes.filter(({ what }) => what === 'menu');
  if (menus.length === 0) return;
  const withPerson = reaching(graph.nodes, (node) => isPerson(node) || node.what === 'unknown');
  const depths = menuDepths(graph);
  for (const menu of menus) {
    // Who is asked something after a call has talked with a person.
    if (!withPerson.has(menu) && !graph.afterwards.has(menu)) {
      const right = 'a queue or a ring behind one of its keys or behind otherwise';
      desk.add('menu-without-person', menu.at, 'a menu from which no person can be reached', right);
    }
    const depth = (depths.get(menu) ?? 0) + 1;
    if (depth > mostDeep) {
      const found = `a menu that is number ${depth} in a row for the caller`;
      const right = `at most ${mostDeep} menus in a row (company.max_menu_depth)`;
      desk.add('menu-too-deep', menu.at, found, right);
    }
  }
}

function isPerson({ what }: GraphNode): boolean {
  return what === 'waiting' || what === 'ring' || what === 'callback';
}

/** For each node the fewest menus that a caller has passed before it, since the last person was tried. */
function menuDepths(graph: CallGraph): Map<GraphNode, number> {
  const depths = new Map<GraphNode, number>();
  for (const entrance of graph.entrances) spread(entrance, depths);
  for (const flow of graph.flows.values()) if (!depths.has(flow)) spread(flow, depths);
  for (const queue of graph.queues.values()) if (!depths.has(queue)) spread(queue, depths);
  return depths;
}

function spread(start: GraphNode, depths: Map<GraphNode, number>): void {
  const open: [GraphNode, number][] = [[start, 0]];
  // The array grows while it is walked: a queue whose front is not worth removing.
  for (const [node, depth] of open) {
    if ((depths.get(node) ?? Infinity) <= depth) continue;
    depths.set(node, depth);
    const after = isPerson(node) ? 0 : depth + (node.what === 'menu' ? 1 : 0);
    for (const { to } of node.next) open.push([to, after]);
  }
}

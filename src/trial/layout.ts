import type { Box, Chart, Way } from './chart.js';

export const LINE_HEIGHT = 16;
const SIGN_WIDTH = 7.3;
const PADDING = 12;
const LONGEST_LINE = 46;
const COLUMN_GAP = 130;
const ROW_GAP = 26;
const MARGIN = 20;
const ROUNDS = 4;

/** A box with its place, in pixels. */
export interface Placed extends Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Layout {
  readonly boxes: readonly Placed[];
  readonly ways: readonly {
    readonly from: Placed;
    readonly to: Placed;
    readonly labels: readonly string[];
  }[];
  readonly width: number;
  readonly height: number;
}

/**
 * Places the boxes in columns by how far they are from a number, queues at least one column behind the flows that lead
 * to them; within a column a box stands near the middle of those that lead to it (barycentres, a few rounds).
 */
export function layOut({ boxes, ways }: Chart): Layout {
  const columns = order(columnsOf(boxes, ways), ways);
  const placed = place(columns);
  const byId = new Map(placed.map((box) => [box.id, box]));
  return {
    boxes: placed,
    ways: ways.flatMap(({ from, to, labels }) => {
      const [first, second] = [byId.get(from), byId.get(to)];
      return first === undefined || second === undefined ? [] : [{ from: first, to: second, labels }];
    }),
    width: Math.max(...placed.map(({ x, width }) => x + width), 0) + MARGIN,
    height: Math.max(...placed.map(({ y, height }) => y + height), 0) + MARGIN,
  };
}

/** A line that would make the box too wide is cut. */
export function fitted(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`;
}

function columnsOf(boxes: readonly Box[], ways: readonly Way[]): Box[][] {
  const depths = new Map<string, number>();
  const open = boxes.filter(({ kind }) => kind === 'number').map(({ id }) => id);
  for (const id of open) depths.set(id, 0);
  // The array grows while it is walked: a breadth-first search.
  for (const id of open) {
    for (const { to } of ways.filter(({ from }) => from === id)) {
      if (depths.has(to)) continue;
      depths.set(to, (depths.get(id) ?? 0) + 1);
      open.push(to);
    }
  }
  const columns: Box[][] = [];
  for (const box of boxes) {
    const depth = depths.get(box.id) ?? 1;
    while (columns.length <= depth) columns.push([]);
    columns[depth]?.push(box);
  }
  return columns.filter((column) => column.length > 0);
}

function order(columns: readonly Box[][], ways: readonly Way[]): readonly (readonly Box[])[] {
  let ordered = columns.map((column) => [...column]);
  for (let round = 0; round < ROUNDS; round++) {
    const places = new Map(ordered.flatMap((column) => column.map(({ id }, at) => [id, at / column.length])));
    const middle = (box: Box): number => {
      const near = ways.flatMap(({ from, to }) => (to === box.id ? [from] : from === box.id ? [to] : []));
      const known = near.map((id) => places.get(id) ?? 0);
      return known.length === 0 ? (places.get(box.id) ?? 0) : known.reduce((a, b) => a + b, 0) / known.length;
    };
    ordered = ordered.map((column) => [...column].sort((a, b) => middle(a) - middle(b)));
  }
  return ordered;
}

function place(columns: readonly (readonly Box[])[]): readonly Placed[] {
  let x = MARGIN;
  return columns.flatMap((column) => {
    const width = Math.max(...column.map((box) => widthOf(box)));
    let y = MARGIN;
    const placed = column.map((box) => {
      const height = (box.lines.length + 1) * LINE_HEIGHT + PADDING;
      const at = { ...box, x, y, width, height };
      y += height + ROW_GAP;
      return at;
    });
    x += width + COLUMN_GAP;
    return placed;
  });
}

function widthOf({ title, lines }: Box): number {
  const longest = Math.max(...[title, ...lines].map((line) => fitted(line).length));
  return Math.ceil(longest * SIGN_WIDTH) + 2 * PADDING;
}

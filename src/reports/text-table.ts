/** A column: its heading and on which side its cells stand. */
export interface TextColumn {
  readonly heading: string;
  readonly align: 'left' | 'right';
  /** Longer cells are cut with an ellipsis; none: never. */
  readonly most?: number;
}

const GAP = '  ';

/** Lines of a table: headings, then rows, each column as wide as its widest cell. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
  const cells = [columns.map((column) => column.heading), ...rows].map((row) =>
    columns.map((column, index) => shown(row[index] ?? '', column)),
  );
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => widthOf(row[index] ?? ''))));
  return cells.map((row) =>
    row
      .map((cell, index) => padded(cell, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join(GAP)
      .trimEnd(),
  );
}

/** Text that a terminal shows as it is: control characters, which could move the cursor, become `?`. */
export function terminalSafe(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}

function shown(cell: string, column: TextColumn): string {
  const safe = terminalSafe(cell);
  if (column.most === undefined || widthOf(safe) <= column.most) return safe;
  return `${Array.from(safe)
    .slice(0, column.most - 1)
    .join('')}…`;
}

function padded(cell: string, width: number, align: TextColumn['align']): string {
  const blank = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return align === 'left' ? cell + blank : blank + cell;
}

function widthOf(text: string): number {
  return Array.from(text).length;
}

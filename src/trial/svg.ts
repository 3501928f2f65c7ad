import type { Chart } from './chart.js';
import { fitted, layOut, LINE_HEIGHT, type Layout, type Placed } from './layout.js';

const FILLS: Readonly<Record<Placed['kind'], string>> = {
  number: '#e8f1fb',
  flow: '#ffffff',
  queue: '#e9f6e9',
};
const INSET = 12;
const BEND = 60;

/** The chart as a picture that needs nothing from elsewhere. */
export function svgOf(chart: Chart): string {
  const { boxes, ways, width, height } = layOut(chart);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="monospace" font-size="12">`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#555"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#fafafa"/>`,
    ...ways.map((way, index) => wayOf(way, index)),
    ...boxes.map((box) => boxOf(box)),
    '</svg>',
    '',
  ].join('\n');
}

function boxOf({ kind, title, lines, x, y, width, height }: Placed): string {
  const text = [title, ...lines].map((line, index) => {
    const weight = index === 0 ? ' font-weight="bold"' : '';
    const at = `x="${x + INSET}" y="${y + (index + 1) * LINE_HEIGHT}"`;
    return `<text ${at}${weight} xml:space="preserve">${escaped(fitted(line))}</text>`;
  });
  const corner = kind === 'flow' ? 3 : 12;
  return [
    `<g><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${corner}" fill="${FILLS[kind]}" stroke="#555"/>`,
    ...text,
    '</g>',
  ].join('\n');
}

/** From the right side of one box to the left side of the next; back to an earlier column round the outside. */
function wayOf({ from, to, labels }: Layout['ways'][number], index: number): string {
  const shift = (index % 5) * 3;
  const [startX, startY] = [from.x + from.width, from.y + 14 + shift];
  const isForward = to.x > from.x;
  const [endX, endY] = [isForward ? to.x : to.x + to.width, to.y + 10 + shift];
  const bend = isForward ? -BEND : BEND;
  const path = `M${startX} ${startY} C${startX + BEND} ${startY} ${endX + bend} ${endY} ${endX} ${endY}`;
  const line = `<path d="${path}" fill="none" stroke="#777" marker-end="url(#tip)"/>`;
  if (labels.length === 0) return line;
  const label = escaped(fitted(labels.join(', ')));
  return `${line}\n<text x="${startX + 6}" y="${startY - 4}" fill="#555" font-size="10">${label}</text>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

import type { Box, Chart } from './chart.js';

const SHAPES: Readonly<Record<Box['kind'], readonly [string, string]>> = {
  number: ['(["', '"])'],
  flow: ['["', '"]'],
  queue: ['[("', '")]'],
};

/** The chart in the language of Mermaid, for documents and wikis that draw it. */
export function mermaidOf({ boxes, ways }: Chart): string {
  const names = new Map(boxes.map(({ id }, index) => [id, `n${index}`]));
  const lines = [
    'flowchart LR',
    ...boxes.map((box) => `  ${names.get(box.id) ?? ''}${shaped(box)}`),
    ...ways.flatMap(({ from, to, labels }) => {
      const [first, second] = [names.get(from), names.get(to)];
      if (first === undefined || second === undefined) return [];
      const label = labels.length === 0 ? '' : `|"${quoted(labels.join(', '))}"|`;
      return [`  ${first} -->${label} ${second}`];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function shaped({ kind, title, lines }: Box): string {
  const [open, close] = SHAPES[kind];
  const text = [`<b>${quoted(title)}</b>`, ...lines.map((line) => indented(line))].join('<br/>');
  return `${open}${text}${close}`;
}

function indented(line: string): string {
  const blanks = /^ */.exec(line)?.[0].length ?? 0;
  return '&nbsp;'.repeat(blanks) + quoted(line.trim());
}

/** Everything that Mermaid or the HTML in its labels would take for its own. */
function quoted(text: string): string {
  return text.replace(/[&<>"#;|`{}[\]()\\]/g, (sign) => `#${sign.charCodeAt(0)};`);
}

import { ScenarioFault } from './scenario.js';

export interface Line {
  readonly line: number;
  readonly text: string;
}

/** A scenario file cut into its sections. */
export interface Sections {
  readonly title: string;
  /** One-line headings, such as `rows: C01`. */
  readonly headings: ReadonlyMap<string, Line>;
  /** Blocks of indented lines; blank lines and comments are left out. */
  readonly blocks: ReadonlyMap<string, readonly Line[]>;
  /** The routing's text with its indentation taken away; null: it is named in a heading. */
  readonly routing: string | null;
}

const HEADINGS = ['rows', 'only', 'starts at', 'lasts', 'routing'];
const BLOCKS = ['routing', 'prompts', 'phones', 'given', 'when', 'then'];

/** Cuts the text of a scenario file into sections. Throws `ScenarioFault`. */
export function sections(text: string, file: string): Sections {
  const lines = text.split('\n').map((content, index) => ({ line: index + 1, text: content.trimEnd() }));
  const [first, ...others] = lines;
  if (first === undefined || first.text === '')
    throw new ScenarioFault(file, 1, 'the first line is the title');
  const headings = new Map<string, Line>();
  const blocks = new Map<string, Line[]>();
  let block: Line[] | null = null;
  for (const line of others) {
    if (line.text === '' || /^\s/.test(line.text)) block = keep(file, line, block);
    else if (!line.text.startsWith('#')) block = begin(file, line, headings, blocks);
  }
  return { title: first.text, headings, blocks: withoutBlanks(blocks), routing: routingText(blocks) };
}

function keep(file: string, line: Line, block: Line[] | null): Line[] | null {
  if (block !== null) block.push(line);
  else if (line.text !== '')
    throw new ScenarioFault(file, line.line, 'an indented line that is in no section');
  return block;
}

function begin(
  file: string,
  line: Line,
  headings: Map<string, Line>,
  blocks: Map<string, Line[]>,
): Line[] | null {
  const [, name = '', value = ''] = /^([a-z ]+):\s*(.*)$/.exec(line.text) ?? [];
  const allowed = value === '' ? BLOCKS : HEADINGS;
  if (!allowed.includes(name))
    throw new ScenarioFault(file, line.line, `"${line.text}" is no section; write ${allowed.join(', ')}`);
  if (headings.has(name) || blocks.has(name))
    throw new ScenarioFault(file, line.line, `the section "${name}" stands here a second time`);
  if (value !== '') {
    headings.set(name, { line: line.line, text: value });
    return null;
  }
  const block: Line[] = [];
  blocks.set(name, block);
  return block;
}

function withoutBlanks(blocks: ReadonlyMap<string, readonly Line[]>): Map<string, readonly Line[]> {
  return new Map(
    [...blocks].map(([name, lines]) => [
      name,
      lines
        .map(({ line, text }) => ({ line, text: text.trim() }))
        .filter(({ text }) => text !== '' && !text.startsWith('#')),
    ]),
  );
}

function routingText(blocks: ReadonlyMap<string, readonly Line[]>): string | null {
  const lines = blocks.get('routing');
  if (lines === undefined) return null;
  return lines.map(({ text }) => text.replace(/^ {2}/, '')).join('\n');
}

import { Composer, Parser, type Document } from 'yaml';
import type { Fault, FaultCode } from './fault.js';
import { LineIndex } from './line-index.js';
import type { SourceNode } from './source-node.js';
import { buildTree } from './tree-builder.js';
import { firstDeeperThan } from './token-depth.js';

/** A routing file as text; the path is used in messages and for the order of files. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** The tree is null when the file could not be read as YAML at all; then there is at least one fault. */
export interface ReadYaml {
  readonly root: SourceNode | null;
  readonly faults: readonly Fault[];
}

/** Largest routing file, in characters. A thousand agents with a hundred queues take a fifth of it. */
export const LARGEST_FILE = 400_000;
/** Deepest nesting of lists and keys; real files stay below 20. */
export const DEEPEST_NESTING = 60;
const BYTE_ORDER_MARK = '\uFEFF';

/** Reads one YAML 1.2 document with the place of every value. Never throws. */
export function readYaml(source: Source): ReadYaml {
  const text = source.text.startsWith(BYTE_ORDER_MARK) ? source.text.slice(1) : source.text;
  const lines = new LineIndex(source.path, text);
  const fault = textFault(text, lines);
  if (fault !== null) return { root: null, faults: [fault] };
  const tokens = [...new Parser().parse(text)];
  const tooDeep = firstDeeperThan(tokens, DEEPEST_NESTING);
  if (tooDeep !== null) {
    const right = `at most ${DEEPEST_NESTING} levels; give inner parts a name of their own under flows`;
    return refused(lines, 'too-deep', tooDeep, `nesting deeper than ${DEEPEST_NESTING} levels`, right);
  }
  const composer = new Composer({ version: '1.2', uniqueKeys: false, prettyErrors: false, merge: false });
  return fromDocuments([...composer.compose(tokens)], lines);
}

function textFault(text: string, lines: LineIndex): Fault | null {
  if (text.length > LARGEST_FILE) {
    const found = `a file of ${text.length} characters`;
    const right = `at most ${LARGEST_FILE}; the files of a folder are read as one`;
    return { code: 'file-too-large', at: lines.wholeFile(), found, right };
  }
  const offset = firstControlCharacter(text);
  if (offset === null) return null;
  const found = `the control character 0x${text.charCodeAt(offset).toString(16).padStart(2, '0')}`;
  return { code: 'not-text', at: lines.placeOf(offset), found, right: 'a text file in UTF-8' };
}

function fromDocuments(documents: readonly Document.Parsed[], lines: LineIndex): ReadYaml {
  const errors = documents.flatMap((each) => each.errors);
  if (errors.length > 0)
    return { root: null, faults: onePerLine(errors.map((error) => syntaxFault(error, lines))) };
  const [document, second] = documents;
  const yaml = document?.directives.yaml;
  if (yaml?.explicit === true && yaml.version !== '1.2') {
    return refused(lines, 'yaml-version', 0, `%YAML ${yaml.version}`, 'YAML 1.2, which needs no such line');
  }
  if (second !== undefined) {
    return refused(
      lines,
      'documents',
      second.range[0],
      'a second document after ---',
      'one document in a file',
    );
  }
  if (document === undefined || document.contents === null) {
    return refused(lines, 'empty', 0, 'a file without content', 'callplane: 1 and what follows it');
  }
  return buildTree(document.contents, lines);
}

function syntaxFault(error: { message: string; pos: [number, number] }, lines: LineIndex): Fault {
  const found = `text that is not YAML (${error.message.replaceAll(/\s+/g, ' ').trim()})`;
  const right = 'indentation, quotes and brackets that fit together';
  return { code: 'syntax', at: lines.placeOf(error.pos[0]), found, right };
}

/** The first error of a line; those after it are mostly its echo. */
function onePerLine(faults: readonly Fault[]): Fault[] {
  const seen = new Set<number>();
  return faults.filter(({ at }) => !seen.has(at.line) && seen.add(at.line));
}

function refused(lines: LineIndex, code: FaultCode, offset: number, found: string, right: string): ReadYaml {
  return { root: null, faults: [{ code, at: lines.placeOf(offset), found, right }] };
}

/** YAML allows tab, line feed and carriage return below the space, and nothing else there. */
function firstControlCharacter(text: string): number | null {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isAllowed = (code >= 0x20 && code !== 0x7f) || code === 0x09 || code === 0x0a || code === 0x0d;
    if (!isAllowed) return at;
  }
  return null;
}

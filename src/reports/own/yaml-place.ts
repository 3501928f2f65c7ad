import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair } from 'yaml';

/** What is wrong with the file of an own report: where, what was found, what would be right. */
export interface OwnFault {
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly right: string;
}

/** One line for a person: `own.yml:3:5: found …; right would be …`. */
export function formatOwnFault(file: string, { line, column, found, right }: OwnFault): string {
  return `${file}:${line}:${column}: found ${found}; right would be ${right}`;
}

/** A file as a group of keys, with the place of everything and a list in which faults are put down. */
export class OwnFile {
  readonly faults: OwnFault[] = [];
  readonly #lines = new LineCounter();
  readonly root: Node | null;

  constructor(text: string) {
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: true });
    for (const error of document.errors) {
      this.#put(
        error.pos[0],
        `text that is not YAML (${error.message})`,
        'keys, colons and lists that fit together',
      );
    }
    this.root = document.contents;
  }

  /** Puts a fault down; gives null, to be handed on. */
  refuse(node: Node | null, found: string, right: string): null {
    this.#put(node?.range?.[0] ?? 0, found, right);
    return null;
  }

  /** What stands under each of these keys; another key is a fault. */
  members<Name extends string>(node: Node | null, names: readonly Name[]): Partial<Record<Name, Node>> {
    const found: Partial<Record<Name, Node>> = {};
    if (!isMap(node)) {
      this.refuse(node, shown(node), `a group of keys: ${names.join(', ')}`);
      return found;
    }
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const name = names.find((each) => each === key);
      if (name === undefined)
        this.refuse(pair.key, `the key ${JSON.stringify(key)}`, `one of ${names.join(', ')}`);
      else if (pair.value !== null) found[name] = pair.value;
    }
    return found;
  }

  /** One of these words. */
  word<Word extends string>(node: Node, words: readonly Word[]): Word | null {
    const value = isScalar(node) ? node.value : null;
    const word = words.find((each) => each === value);
    return word ?? this.refuse(node, shown(node), `one of ${words.join(', ')}`);
  }

  /** Any text that is not empty. */
  text(node: Node): string | null {
    const value = isScalar(node) ? node.value : null;
    if (typeof value === 'string' && value.trim() !== '') return value;
    return this.refuse(node, shown(node), 'a text; a number goes in quotes');
  }

  /** A list, each item read by `read`; what is at fault is left out. */
  list<Item>(node: Node | undefined, read: (item: Node) => Item | null): Item[] {
    if (node === undefined) return [];
    if (!isSeq(node)) {
      this.refuse(node, shown(node), 'a list in brackets');
      return [];
    }
    return (node.items as Node[]).flatMap((item) => {
      const value = read(item);
      return value === null ? [] : [value];
    });
  }

  #put(offset: number, found: string, right: string): void {
    const { line, col } = this.#lines.linePos(offset);
    this.faults.push({ line: Math.max(1, line), column: Math.max(1, col), found, right });
  }
}

/** A node in a few words. */
export function shown(node: Node | null): string {
  if (isScalar(node)) return node.value === null ? 'nothing' : JSON.stringify(node.value);
  if (isSeq(node)) return 'a list';
  return isMap(node) ? 'a group of keys' : 'nothing';
}

import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import { formatPlace, type Fault, type FaultCode, type Place } from './fault.js';
import type { LineIndex } from './line-index.js';
import { showText, type MapEntry, type ScalarNode, type SourceNode } from './source-node.js';
import type { ReadYaml } from './yaml-reader.js';

/** Turns what the YAML library composed into our own tree, refusing what a routing file has no use for. */
export function buildTree(contents: ParsedNode, lines: LineIndex): ReadYaml {
  const builder = new TreeBuilder(lines);
  const root = builder.build(contents, 0);
  return { root, faults: builder.faults };
}

class TreeBuilder {
  readonly faults: Fault[] = [];

  constructor(private readonly lines: LineIndex) {}

  /** `offset` is where an absent value would stand. */
  build(node: ParsedNode | null, offset: number): SourceNode {
    const at = this.lines.placeOf(node?.range[0] ?? offset);
    if (node === null) return { kind: 'scalar', value: null, source: '', at };
    if (isAlias(node)) return this.refuseAlias(node.source, at);
    this.refuseExtras(node, at);
    if (isMap(node)) return { kind: 'map', entries: this.entries(node), at };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.build(item, node.range[0]));
      return { kind: 'list', items, at };
    }
    return isScalar(node) ? scalar(node.value, node.source, at) : scalar(null, '', at);
  }

  private entries(map: YAMLMap.Parsed): MapEntry[] {
    const seen = new Map<string, Place>();
    const entries: MapEntry[] = [];
    for (const pair of map.items) {
      const keyAt = this.lines.placeOf(pair.key.range[0]);
      const key = this.keyText(pair.key, keyAt);
      if (key === null) continue;
      const first = seen.get(key);
      const value = this.build(pair.value, pair.key.range[1]);
      if (first === undefined) entries.push({ key, keyAt, value });
      else this.refuseTwice(key, keyAt, first);
      seen.set(key, first ?? keyAt);
    }
    return entries;
  }

  private keyText(key: ParsedNode, at: Place): string | null {
    if (isAlias(key)) {
      this.refuseAlias(key.source, at);
      return null;
    }
    this.refuseExtras(key, at);
    if (!isScalar(key)) {
      this.add('key-not-text', at, 'a list or a group as a key', 'one word or a text in quotes as a key');
      return null;
    }
    if (typeof key.value === 'string') return key.value;
    const source = key.source;
    const found = source === '' ? 'a key that is missing' : `the key ${source} without quotes`;
    this.add('key-not-text', at, found, source === '' ? 'a name before the colon' : `"${source}" in quotes`);
    return source;
  }

  private refuseTwice(key: string, at: Place, first: Place): void {
    const found = `the key ${showText(key)} a second time (first at ${formatPlace(first)})`;
    this.add('key-twice', at, found, 'each key once');
  }

  private refuseAlias(name: string, at: Place): SourceNode {
    const right = 'the values written out, or shared by name (people, prompts, flows)';
    this.add('alias', at, `the alias ${showText(`*${name}`)}`, right);
    return { kind: 'refused', at };
  }

  private refuseExtras(node: ParsedNode, at: Place): void {
    if (node.tag !== undefined) {
      this.add('yaml-tag', at, `the YAML tag ${showText(node.tag)}`, 'the value alone');
    }
    if ('anchor' in node && node.anchor !== undefined) {
      const right = 'the values written out, or shared by name (people, prompts, flows)';
      this.add('alias', at, `the anchor ${showText(`&${node.anchor}`)}`, right);
    }
  }

  private add(code: FaultCode, at: Place, found: string, right: string): void {
    this.faults.push({ code, at, found, right });
  }
}

function scalar(value: unknown, source: string, at: Place): ScalarNode {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', value: isPlain ? value : null, source, at };
}

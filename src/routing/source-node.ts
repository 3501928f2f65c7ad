import type { Place } from './fault.js';

/** A YAML value with its place. Keys are text; aliases and tags are gone. */
export type SourceNode = ScalarNode | ListNode | MapNode | RefusedNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written in the file, without quotes. */
  readonly source: string;
  readonly at: Place;
}
export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
  readonly at: Place;
}
export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly at: Place;
}
/** What stands for a value about which a fault has been reported already. */
export interface RefusedNode {
  readonly kind: 'refused';
  readonly at: Place;
}
export interface MapEntry {
  readonly key: string;
  readonly keyAt: Place;
  readonly value: SourceNode;
}

const LONGEST_SHOWN = 60;

/** The value under a key, or null. */
export function valueOf(map: MapNode, key: string): SourceNode | null {
  return map.entries.find((entry) => entry.key === key)?.value ?? null;
}

/** Whether just this text stands there. */
export function isText(node: SourceNode, text: string): boolean {
  return node.kind === 'scalar' && node.value === text;
}

/** What a node is, for "found …": short, on one line. */
export function showNode(node: SourceNode): string {
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.kind === 'map') return node.entries.length === 0 ? 'an empty group of keys' : showKeys(node);
  if (node.kind === 'refused') return 'a value that YAML allows and a routing file does not';
  if (node.value === null) return 'nothing';
  if (typeof node.value === 'string') return showText(node.value);
  return typeof node.value === 'number' ? `the number ${cut(node.source)}` : cut(node.source);
}

/** A text in quotes, cut and with control characters made visible. */
export function showText(text: string): string {
  return JSON.stringify(cut(text));
}

function showKeys(map: MapNode): string {
  const keys = map.entries.slice(0, 4).map((entry) => cut(entry.key));
  const rest = map.entries.length > keys.length ? ', …' : '';
  return `a group of keys (${keys.join(', ')}${rest})`;
}

function cut(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

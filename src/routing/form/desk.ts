import { formatPlace, type Fault, type FaultCode, type Place } from '../fault.js';
import { showNode, showText, type SourceNode } from '../source-node.js';

/** What can be given a name in a routing file and referred to. Numbers are known by their digits. */
export const NAME_KINDS = [
  'hours',
  'prompt',
  'agent',
  'team',
  'skill',
  'people',
  /** Agents, each a level above the one before. */
  'chain',
  'queue',
  /** A centre outside. */
  'partner',
  'flow',
  'voicemail box',
  'number',
  'variable',
  /** A variable that may be told to nobody. */
  'secret',
  /** Something that asks for a known caller. */
  'known caller',
  /** A step that rings whom the caller last talked with. */
  'last agent',
  /** A tag or group of known callers that a condition names. */
  'tag of callers',
  'group of callers',
] as const;
export type NameKind = (typeof NAME_KINDS)[number];

/** A name used in the file, with its place. */
export interface Name {
  readonly name: string;
  readonly at: Place;
}
export interface Reference extends Name {
  readonly kind: NameKind;
  /** As written. */
  readonly shown: string;
}

const MOST_FAULTS = 500;

/** Where the reading of all files puts down what it finds: faults, names given and names used. */
export class Desk {
  readonly faults: Fault[] = [];
  readonly references: Reference[] = [];
  private readonly names = new Map<NameKind, Map<string, Place>>(NAME_KINDS.map((kind) => [kind, new Map()]));
  private leftOut: Place | null = null;

  add(code: FaultCode, at: Place, found: string, right: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push({ code, at, found, right });
    else if (this.leftOut === null) {
      this.leftOut = at;
      const rest = `more than ${MOST_FAULTS} faults; the rest is left out`;
      this.faults.push({ code: 'faults-too-many', at, found: rest, right: 'fewer: mend these first' });
    }
  }

  /** The common fault: something else than the form allows. Silent where the node was refused before. */
  wrong(node: SourceNode, right: string, code: FaultCode = 'wrong-kind'): null {
    if (node.kind !== 'refused') this.add(code, node.at, showNode(node), right);
    return null;
  }

  /** True when further faults would not be kept. */
  isFull(): boolean {
    return this.leftOut !== null;
  }

  /** Gives a name; the second time in all files together it is a fault that names both places. */
  define(kind: NameKind, name: string, at: Place, shown = name): void {
    const known = this.namesOf(kind);
    const first = known.get(name);
    if (first === undefined) {
      known.set(name, at);
      return;
    }
    const found = `the ${kind} ${showText(shown)} a second time (first at ${formatPlace(first)})`;
    this.add(kind === 'number' ? 'number-twice' : 'name-twice', at, found, 'each once in all files together');
  }

  /** Gives a name that may be given often, as agents give their team's. */
  mention(kind: NameKind, name: string, at: Place): void {
    const known = this.namesOf(kind);
    if (!known.has(name)) known.set(name, at);
  }

  refer(kind: NameKind, name: string, at: Place, shown = name): void {
    this.references.push({ kind, name, at, shown });
  }

  namesOf(kind: NameKind): Map<string, Place> {
    const known = this.names.get(kind) ?? new Map<string, Place>();
    this.names.set(kind, known);
    return known;
  }
}

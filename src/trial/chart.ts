import { needsInWords } from '../core/needs.js';
import type { Bound, CallerCondition } from '../core/condition.js';
import { overflowInWords } from './overflow-words.js';
import type { BlockId, Plan, PlannedNumber, PlannedQueue, Step } from '../core/plan.js';

/** One box of the picture of a plan. */
export interface Box {
  readonly id: string;
  readonly kind: 'number' | 'flow' | 'queue';
  readonly title: string;
  readonly lines: readonly string[];
}
/** A way from one box to another; several of the same kind are one, with all labels. */
export interface Way {
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
}
export interface Chart {
  readonly boxes: readonly Box[];
  readonly ways: readonly Way[];
}

/** Draws a plan up as boxes and ways: numbers, flows with their steps, queues with their exits. */
export function chartOf(plan: Plan): Chart {
  return new Charting(plan).chart();
}

class Charting {
  readonly #boxes: Box[] = [];
  readonly #ways = new Map<string, { from: string; to: string; labels: Set<string> }>();
  readonly #flowOf: ReadonlyMap<BlockId, string>;

  constructor(private readonly plan: Plan) {
    this.#flowOf = new Map(Object.entries(plan.flows).map(([flow, block]) => [block, flow]));
  }

  chart(): Chart {
    for (const numbers of this.#numbersByBlock()) this.#addNumbers(numbers);
    for (const [flow, block] of Object.entries(this.plan.flows)) {
      const id = `flow:${flow}`;
      this.#boxes.push({ id, kind: 'flow', title: flow, lines: this.#block(id, block, '', '') });
    }
    for (const queue of Object.values(this.plan.queues)) this.#addQueue(queue);
    const ways = [...this.#ways.values()].map(({ labels, ...way }) => ({ ...way, labels: [...labels] }));
    return { boxes: this.#boxes, ways };
  }

  /** Numbers that are answered alike stand in one box. */
  #numbersByBlock(): Iterable<readonly PlannedNumber[]> {
    const found = new Map<string, PlannedNumber[]>();
    for (const number of Object.values(this.plan.numbers)) {
      const answer = `${number.block}\n${number.afterCall ?? ''}`;
      found.set(answer, [...(found.get(answer) ?? []), number]);
    }
    return found.values();
  }

  #addNumbers(numbers: readonly PlannedNumber[]): void {
    const [first] = numbers;
    if (first === undefined) return;
    const { number, block, afterCall } = first;
    const id = `number:${number}`;
    const flow = this.#flowOf.get(block);
    if (flow !== undefined) this.#way(id, `flow:${flow}`, '');
    const lines = [
      ...(flow === undefined ? this.#block(id, block, '', '') : []),
      ...this.#exit(id, 'after the call', afterCall ?? null),
    ];
    this.#boxes.push({ id, kind: 'number', title: numbers.map((each) => each.number).join(', '), lines });
  }

  #addQueue(planned: PlannedQueue): void {
    const { id: queue, agents, needs, strategy, limits, exits, waiting, afterCall, overflow } = planned;
    const id = `queue:${queue}`;
    const wait = limits.waitMs === null ? '' : ` after ${limits.waitMs / 1000} s`;
    const full = limits.callers === null ? '' : ` at ${limits.callers}`;
    const lines = [
      `${strategy}: ${agents.length > 6 ? `${agents.length} agents` : agents.join(', ')}`,
      ...(needs === undefined ? [] : [`needs ${needsInWords(needs)}`]),
      ...(overflow === undefined ? [] : [overflowInWords(overflow)]),
      ...this.#exit(id, `wait${wait}`, exits.wait),
      ...this.#exit(id, `full${full}`, exits.full),
      ...this.#exit(id, `crowded at ${limits.callersPerAgent ?? 0} per agent`, exits.crowded ?? null),
      ...this.#exit(id, `too long above ${(limits.expectedWaitMs ?? 0) / 1000} s`, exits.tooLong ?? null),
      ...this.#exit(id, 'nobody', exits.nobody),
      ...Object.entries(waiting.keys ?? {}).flatMap(([key, block]) => this.#exit(id, `key ${key}`, block)),
      ...this.#exit(id, 'after the call', afterCall ?? null),
    ];
    this.#boxes.push({ id, kind: 'queue', title: queue, lines });
  }

  #exit(from: string, label: string, block: BlockId | null): readonly string[] {
    return block === null ? [] : this.#under(from, label, block, '');
  }

  /** `label` before the steps, in one line when there is one step. */
  #under(from: string, label: string, block: BlockId, indent: string): readonly string[] {
    const lines = this.#block(from, block, `${indent}  `, label);
    const [only] = lines;
    if (only !== undefined && lines.length === 1) return [`${indent}${label}: ${only.trim()}`];
    return [`${indent}${label}:`, ...lines];
  }

  #block(from: string, block: BlockId, indent: string, label: string): readonly string[] {
    return (this.plan.blocks[block] ?? []).flatMap((step) => this.#step(from, step, indent, label));
  }

  #step(from: string, step: Step, indent: string, label: string): readonly string[] {
    switch (step.do) {
      case 'go':
        this.#way(from, `flow:${step.flow}`, label);
        return [`${indent}go ${step.flow}`];
      case 'queue':
        this.#way(from, `queue:${step.queue}`, label);
        return [`${indent}queue ${step.queue}`];
      case 'callback':
        return [
          `${indent}callback by ${step.queue}`,
          ...this.#under(from, 'otherwise', step.otherwise, `${indent}  `),
        ];
      case 'dial':
        return [`${indent}dial ${step.to}`, ...this.#under(from, 'otherwise', step.otherwise, `${indent}  `)];
      case 'menu':
        return [
          `${indent}menu ${step.prompt}`,
          ...Object.entries(step.keys).flatMap(([key, inner]) =>
            this.#under(from, key, inner, `${indent}  `),
          ),
          ...this.#under(from, 'otherwise', step.otherwise, `${indent}  `),
        ];
      case 'collect':
        return [
          `${indent}collect ${step.as}`,
          ...this.#under(from, 'otherwise', step.otherwise, `${indent}  `),
        ];
      case 'if':
        return [
          `${indent}if ${conditionWords(step)}`,
          ...this.#under(from, 'then', step.then, `${indent}  `),
          ...(step.otherwise === null ? [] : this.#under(from, 'else', step.otherwise, `${indent}  `)),
        ];
      case 'play':
      case 'greet':
      case 'lookup':
      case 'notify':
      case 'say':
      case 'speak':
      case 'rate':
      case 'set':
      case 'language':
      case 'priority':
      case 'record':
      case 'needs':
      case 'ring':
      case 'voicemail':
      case 'tag':
      case 'closed':
      case 'hangup':
        return [`${indent}${wordsOf(step)}`];
    }
  }

  #way(from: string, to: string, label: string): void {
    const key = `${from} ${to}`;
    const way = this.#ways.get(key) ?? { from, to, labels: new Set<string>() };
    if (label !== '') way.labels.add(label);
    this.#ways.set(key, way);
  }
}

type Plain = Exclude<Step, { do: 'go' | 'queue' | 'callback' | 'dial' | 'menu' | 'collect' | 'if' }>;

function wordsOf(step: Plain): string {
  switch (step.do) {
    case 'play':
      return `play ${step.prompt}`;
    case 'greet':
      return `play the caller's greeting${step.otherwise === null ? '' : ` or ${step.otherwise}`}`;
    case 'lookup':
      return `look up ${Object.keys(step.values).join(', ')}`;
    case 'notify':
      return `notify ${new URL(step.url).host}`;
    case 'rate':
      return `rate ${step.as} from ${step.lowest} to ${step.highest}`;
    case 'say':
      return `say ${step.as} ${step.value}`;
    case 'speak':
      return `say ${step.name}`;
    case 'set':
      return `set ${step.name} = ${step.value}`;
    case 'language':
      return `language ${step.language}`;
    case 'priority':
      return `priority ${step.priority}`;
    case 'record':
      return step.record ? 'may be recorded' : 'not recorded';
    case 'needs':
      return `needs ${needsInWords(step.needs)}`;
    case 'ring':
      if (step.whose !== undefined) return `ring the caller's ${step.whose}`;
      return `ring ${step.agents.length > 6 ? `${step.agents.length} agents` : step.agents.join(', ')}`;
    case 'voicemail':
      return `voicemail ${step.box}`;
    case 'tag':
      return `tag ${step.tag}`;
    case 'closed':
    case 'hangup':
      return step.do;
  }
}

function conditionWords({ condition }: Extract<Step, { do: 'if' }>): string {
  const { inHours, outside, dialled, caller, variable, queue, dates, chance } = condition;
  const words = [
    inHours === null ? '' : `inside ${inHours}`,
    outside === null ? '' : `outside ${outside}`,
    dialled === null ? '' : `dialled ${dialled.join(' or ')}`,
    caller === undefined ? '' : `caller ${callerWords(caller)}`,
    variable === undefined ? '' : `${variable.name} ${comparison(variable)}`,
    queue === undefined ? '' : `${queue.name}: ${queue.figure} ${boundWords(queue)}`,
    dates === undefined ? '' : `on ${dates.length > 3 ? `${dates.length} days` : dates.join(', ')}`,
    chance === undefined ? '' : `in ${chance * 100} %`,
  ];
  return words.filter((word) => word !== '').join(', ');
}

function callerWords(caller: CallerCondition): string {
  switch (caller.is) {
    case 'prefix':
      return caller.prefixes.join(' or ');
    case 'tag':
      return `tag ${caller.tags.join(' or ')}`;
    case 'group':
      return `group ${caller.groups.join(' or ')}`;
    case 'known':
    case 'unknown':
    case 'hidden':
    case 'shown':
      return caller.is;
  }
}

function comparison(variable: NonNullable<Extract<Step, { do: 'if' }>['condition']['variable']>): string {
  if ('is' in variable)
    return `is ${variable.is.map((value) => (value === '' ? 'empty' : value)).join(' or ')}`;
  return boundWords(variable);
}

function boundWords(bound: Bound): string {
  return 'above' in bound ? `above ${bound.above}` : `below ${bound.below}`;
}

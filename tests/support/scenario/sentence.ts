import { duration } from './duration.js';
import type { Names } from './scenario.js';

/**
 * A form of sentence, for instance `{callers} hear(s) {sound} from {from:time} to {to:time}`. A placeholder is
 * `{name}` or `{name:kind}`; a placeholder without a kind has its name as kind. `(x)` may be left out.
 */
export interface SentenceForm<T> {
  readonly form: string;
  readonly make: (captured: Captured) => T;
}

const KINDS: Readonly<Record<string, string>> = {
  caller: 'caller \\d+',
  callers: 'callers? \\d+(?:(?: to |, | and )\\d+)*',
  agent: '[\\w-]+',
  agents: '[\\w-]+(?:(?:, | and )[\\w-]+)*',
  queue: '[\\w-]+',
  prompt: '[\\w-]+',
  sound: '[\\w-]+(?: \\d+)?',
  sounds: '[\\w-]+(?: \\d+)?(?:(?:, | and )[\\w-]+(?: \\d+)?)*',
  time: '[\\d.]+(?:ms|s|m|h)',
  times: '[\\d.]+(?:ms|s|m|h)(?:(?:, | and )[\\d.]+(?:ms|s|m|h))*',
  number: '\\+?\\d[\\d ]*\\d',
  count: '\\d+',
  keys: '[0-9*#]+',
  word: '[\\w:.-]+',
  rest: '.+',
};

/** Sounds that are no prompt and no person. */
const PLAIN_SOUNDS = ['music', 'ringing', 'speech'];

/** Compiled form: tries one line of text. */
export class Sentence<T> {
  readonly form: string;
  readonly #expression: RegExp;
  readonly #kinds = new Map<string, string>();
  readonly #make: (captured: Captured) => T;

  constructor(form: SentenceForm<T>) {
    this.form = form.form;
    this.#make = form.make;
    this.#expression = new RegExp(`^${this.#source(form.form)}$`);
  }

  /** What the line means, or null when it is not of this form. Throws when it is, but names something unknown. */
  read(line: string, names: Names): { readonly meaning: T; readonly times: readonly number[] } | null {
    const match = this.#expression.exec(line);
    if (match === null) return null;
    const captured = new Captured(match.groups ?? {}, this.#kinds, names);
    return { meaning: this.#make(captured), times: captured.allTimes() };
  }

  #source(form: string): string {
    const parts = form.split(/(\{[^}]+\}|\([^)]+\))/);
    return parts.map((part) => this.#part(part)).join('');
  }

  #part(part: string): string {
    if (part.startsWith('(')) return `(?:${escape(part.slice(1, -1))})?`;
    if (!part.startsWith('{')) return escape(part);
    const [name = '', kind = name] = part.slice(1, -1).split(':');
    const pattern = KINDS[kind];
    if (pattern === undefined) throw new Error(`the form "${this.form}" uses the unknown kind "${kind}"`);
    this.#kinds.set(name, kind);
    return `(?<${name}>${pattern})`;
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^$|[\]\\/]/g, '\\$&');
}

/** What a sentence holds, by the names of its placeholders. */
export class Captured {
  constructor(
    private readonly groups: Readonly<Record<string, string | undefined>>,
    private readonly kinds: ReadonlyMap<string, string>,
    private readonly names: Names,
  ) {}

  text(name: string): string {
    const text = this.groups[name];
    if (text === undefined) throw new Error(`the sentence has no "${name}"`);
    return text;
  }

  time(name: string): number {
    return duration(this.text(name));
  }

  times(name: string): readonly number[] {
    return split(this.text(name)).map(duration);
  }

  count(name: string): number {
    return Number(this.text(name));
  }

  /** `caller 1`, `callers 1, 3 and 5`, `callers 2 to 4` → `caller 1` … */
  callers(name = 'callers'): readonly string[] {
    const [, list = ''] = /^callers? (.*)$/.exec(this.text(name)) ?? [];
    const callers = split(list)
      .flatMap(range)
      .map((number) => `caller ${number}`);
    return callers.map((caller) => this.#knownCaller(caller));
  }

  caller(name = 'caller'): string {
    return this.#knownCaller(this.text(name));
  }

  agent(name = 'agent'): string {
    return known('agent', this.text(name), this.names.agents);
  }

  agents(name = 'agents'): readonly string[] {
    return split(this.text(name)).map((agent) => known('agent', agent, this.names.agents));
  }

  queue(name = 'queue'): string {
    return known('queue', this.text(name), this.names.queues);
  }

  prompt(name = 'prompt'): string {
    return known('prompt', this.text(name), this.names.prompts);
  }

  number(name = 'number'): string {
    const number = this.text(name);
    return known('number', number, this.names.numbers);
  }

  sound(name = 'sound'): string {
    return this.#knownSound(this.text(name));
  }

  sounds(name = 'sounds'): readonly string[] {
    return split(this.text(name)).map((sound) => this.#knownSound(sound));
  }

  allTimes(): readonly number[] {
    return [...this.kinds].flatMap(([name, kind]) => {
      if (this.groups[name] === undefined) return [];
      return kind === 'time' ? [this.time(name)] : kind === 'times' ? this.times(name) : [];
    });
  }

  #knownCaller(caller: string): string {
    if (this.names.callers === null) return caller;
    return known('caller', caller, this.names.callers);
  }

  #knownSound(sound: string): string {
    if (/^caller \d+$/.test(sound)) return this.#knownCaller(sound);
    const sounds = [...PLAIN_SOUNDS, ...this.names.prompts, ...this.names.agents];
    return known('sound', sound, new Set(sounds));
  }
}

function known(what: string, name: string, names: ReadonlySet<string>): string {
  if (names.has(name)) return name;
  throw new Error(`"${name}" is no ${what} here; known are: ${[...names].join(', ')}`);
}

function split(list: string): readonly string[] {
  return list.split(/, | and /);
}

function range(part: string): readonly number[] {
  const [from, to] = part.split(' to ').map(Number);
  if (from === undefined) return [];
  if (to === undefined) return [from];
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

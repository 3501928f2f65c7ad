import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { duration } from './duration.js';
import { EXPECTATION_SENTENCES } from './expectation-sentences.js';
import { HAPPENING_SENTENCES } from './happening-sentences.js';
import { GIVEN_SENTENCES, PHONE_SENTENCES, PROMPT_SENTENCES } from './phone-sentences.js';
import { type Behaviour, type Expectation, type Happening, type Names, type Scenario } from './scenario.js';
import { ScenarioFault } from './scenario.js';
import { type Line, type Sections, sections } from './sections.js';
import { Sentence, type SentenceForm } from './sentence.js';

const PROMPT_LENGTH_MS = 2000;
/** How long a scenario goes on after the last instant that it names. */
const REST_MS = 1500;

/** Reads a scenario file. Throws `ScenarioFault` with file and line at the first thing that is not understood. */
export function readScenario(file: string): Scenario {
  return parseScenario(readFileSync(file, 'utf8'), file);
}

/** Reads the text of a scenario file; `file` is for messages and for finding examples. */
export function parseScenario(text: string, file: string): Scenario {
  const cut = sections(text, file);
  const routing = routingOf(cut, file);
  const names = namesOf(routing, file, cut);
  const reader = new Reader(file, names);
  const { phones, clients } = reader.phones(cut.blocks.get('phones') ?? []);
  const when = reader.happenings(cut.blocks.get('when') ?? []);
  const callers = callersOf(when, file);
  const then = new Reader(file, { ...names, callers }).read(
    cut.blocks.get('then') ?? [],
    EXPECTATION_SENTENCES,
  );
  demandWhole(file, names, phones, then.length);
  return {
    file,
    title: cut.title,
    rows: rowsOf(cut, file),
    onlyVirtual: onlyVirtualOf(cut, file),
    startsAt: cut.headings.get('starts at')?.text ?? null,
    routing,
    names,
    promptLengths: reader.promptLengths(cut.blocks.get('prompts') ?? []),
    phones,
    clients,
    signedIn: reader.read(cut.blocks.get('given') ?? [], GIVEN_SENTENCES).flatMap(({ meaning }) => meaning),
    when,
    then: then.map(({ line, meaning }): Expectation => ({ ...line, check: meaning })),
    tightestMs: tightestOf(then.map(({ line }) => line.text)),
    lastsMs: lengthOf(cut, file, [...when.map(({ atMs }) => atMs), ...then.flatMap(({ times }) => times)]),
  };
}

class Reader {
  constructor(
    private readonly file: string,
    private readonly names: Names,
  ) {}

  /** Each line by the first form that fits. */
  read<T>(lines: readonly Line[], forms: readonly SentenceForm<T>[]) {
    const sentences = forms.map((form) => new Sentence(form));
    return lines.map((line) => ({ line, ...this.#one(line, sentences) }));
  }

  phones(lines: readonly Line[]): Pick<Scenario, 'phones' | 'clients'> {
    const read = this.read(lines, PHONE_SENTENCES).map(({ meaning }) => meaning);
    return {
      phones: new Map(read.flatMap(({ agents, behaviour }) => agents.map((agent) => [agent, behaviour]))),
      clients: new Map(
        read.flatMap(({ client, behaviour }) => (client === null ? [] : [[client, behaviour]])),
      ),
    };
  }

  promptLengths(lines: readonly Line[]): ReadonlyMap<string, number> {
    const lengths = new Map([...this.names.prompts].map((prompt) => [prompt, PROMPT_LENGTH_MS]));
    for (const { meaning } of this.read(lines, PROMPT_SENTENCES))
      lengths.set(meaning.prompt, meaning.lengthMs);
    return lengths;
  }

  happenings(lines: readonly Line[]): readonly Happening[] {
    return lines.flatMap((line) => this.#happenings(line)).sort((a, b) => a.atMs - b.atMs);
  }

  #happenings(line: Line): readonly Happening[] {
    const [, time = '', text = ''] = /^(\S+)\s+(.*)$/.exec(line.text) ?? [];
    const atMs = this.#guard(line, () => duration(time));
    const [read] = this.read([{ ...line, text }], HAPPENING_SENTENCES);
    return (read?.meaning ?? []).map(({ afterMs, deed }) => ({ ...line, atMs: atMs + afterMs, deed }));
  }

  #one<T>(line: Line, sentences: readonly Sentence<T>[]) {
    return this.#guard(line, () => {
      for (const sentence of sentences) {
        const read = sentence.read(line.text, this.names);
        if (read !== null) return read;
      }
      const forms = sentences.map(({ form }) => `\n    ${form}`).join('');
      throw new Error(`"${line.text}" is not understood; it can be one of:${forms}`);
    });
  }

  #guard<T>(line: Line, act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw new ScenarioFault(this.file, line.line, error instanceof Error ? error.message : String(error));
    }
  }
}

/** The routing in the file itself, or the file named by `routing: from examples/x.yml` (from the repository's root). */
function routingOf(cut: Sections, file: string): string {
  if (cut.routing !== null) return cut.routing;
  const heading = cut.headings.get('routing');
  const [, path] = /^from (\S+)$/.exec(heading?.text ?? '') ?? [];
  if (path === undefined)
    throw new ScenarioFault(
      file,
      heading?.line ?? 1,
      'write "routing:" and the file below it, or "routing: from PATH"',
    );
  return readFileSync(resolve(dirname(file), '../..', path), 'utf8');
}

function namesOf(routing: string, file: string, cut: Sections): Names {
  const line = cut.headings.get('routing')?.line ?? cut.blocks.get('routing')?.[0]?.line ?? 1;
  try {
    const tree: unknown = parse(routing);
    const keys = (section: string): ReadonlySet<string> => new Set(Object.keys(childOf(tree, section)));
    return {
      agents: keys('agents'),
      queues: keys('queues'),
      prompts: keys('prompts'),
      numbers: keys('numbers'),
      callers: null,
    };
  } catch (error) {
    throw new ScenarioFault(file, line, `the routing is no YAML: ${String(error)}`);
  }
}

function childOf(tree: unknown, key: string): object {
  const child: unknown = typeof tree === 'object' && tree !== null ? Reflect.get(tree, key) : undefined;
  return typeof child === 'object' && child !== null ? child : {};
}

function rowsOf(cut: Sections, file: string): readonly string[] {
  const heading = cut.headings.get('rows');
  if (heading === undefined) throw new ScenarioFault(file, 1, 'write "rows: C01 S6": what it proves');
  return heading.text.split(/\s+/);
}

/** As the heading says, else a little longer than the last instant that is named. */
function lengthOf(cut: Sections, file: string, instants: readonly number[]): number {
  const heading = cut.headings.get('lasts');
  const named = Math.max(0, ...instants) + REST_MS;
  if (heading === undefined) return named;
  const lastsMs = duration(heading.text);
  if (lastsMs < named - REST_MS)
    throw new ScenarioFault(file, heading.line, 'an instant of the scenario lies after its end');
  return lastsMs;
}

/** Of all `within 200ms` the shortest. */
function tightestOf(sentences: readonly string[]): number {
  const bounds = sentences.flatMap((text) => /\bwithin (\S+)/.exec(text)?.slice(1) ?? []);
  return Math.min(Infinity, ...bounds.map(duration));
}

function onlyVirtualOf(cut: Sections, file: string): string | null {
  const heading = cut.headings.get('only');
  if (heading === undefined) return null;
  const [, reason] = /^virtual, because (.+)$/.exec(heading.text) ?? [];
  if (reason === undefined)
    throw new ScenarioFault(file, heading.line, 'write "only: virtual, because REASON"');
  return reason;
}

/** Everybody who calls, each once; whoever presses or hangs up must be one of them. */
function callersOf(when: readonly Happening[], file: string): ReadonlySet<string> {
  const callers = new Set<string>();
  for (const { deed, line } of when) {
    if (deed.kind === 'call' && callers.has(deed.caller))
      throw new ScenarioFault(
        file,
        line,
        `${deed.caller} calls twice; take another caller, if need be from the same number`,
      );
    if (deed.kind === 'call') callers.add(deed.caller);
    else if ('caller' in deed && !callers.has(deed.caller))
      throw new ScenarioFault(file, line, `${deed.caller} has not called before this instant`);
  }
  return callers;
}

function demandWhole(
  file: string,
  names: Names,
  phones: ReadonlyMap<string, Behaviour>,
  expectations: number,
): void {
  const silent = [...names.agents].filter((agent) => !phones.has(agent));
  if (silent.length > 0)
    throw new ScenarioFault(file, 1, `"phones:" does not say what the phone of ${silent.join(', ')} does`);
  if (expectations === 0) throw new ScenarioFault(file, 1, 'a scenario without "then:" proves nothing');
}

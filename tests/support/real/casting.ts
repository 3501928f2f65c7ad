import { parse, stringify } from 'yaml';
import { agentTone, callerTone, promptTone } from '../far-end/tones.js';
import type { Scenario } from '../scenario/scenario.js';

/** Which real names, phones, numbers and tones a scenario plays with while others run beside it. */
export interface Cast {
  readonly scenario: Scenario;
  /** Stands before every name of the scenario, for instance `s07-`. */
  readonly prefix: string;
  /** Agent → phone of the pool, for instance `phone-012`. */
  readonly phones: ReadonlyMap<string, string>;
  /** A phone that agents of this scenario may call by themselves. */
  readonly sparePhone: string | null;
  /** Number of the scenario, digits only → real number. */
  readonly numbers: ReadonlyMap<string, string>;
  /** Number a caller shows, or that is called back → real number. */
  readonly callerNumbers: ReadonlyMap<string, string>;
  /** Where the system answers that flows ask. */
  readonly askedAt: string;
  readonly tones: {
    readonly prompts: ReadonlyMap<string, number>;
    readonly agents: ReadonlyMap<string, number>;
    readonly callers: ReadonlyMap<string, number>;
    readonly clients: ReadonlyMap<string, number>;
  };
}

/** Casts all scenarios on one pool of phones; throws when it is too small. `askedAt`: of the system that flows ask. */
export function castAll(
  scenarios: readonly Scenario[],
  pool: readonly string[],
  askedAt: string,
): readonly Cast[] {
  let taken = 0;
  const take = (): string => {
    const phone = pool[taken];
    taken += 1;
    if (phone === undefined) throw new Error(`${pool.length} phones are too few for these scenarios`);
    return phone;
  };
  return scenarios.map((scenario, index) => cast(scenario, index, { take, askedAt }));
}

/** The same scenario with the same phones under new names and numbers, to be played once more. */
export function castAgain(before: Cast, index: number): Cast {
  const phones = [...before.phones.values(), ...(before.sparePhone === null ? [] : [before.sparePhone])];
  return cast(before.scenario, index, { take: () => phones.shift() ?? '', askedAt: before.askedAt });
}

/** How many phones the scenarios need together. */
export function phonesNeeded(scenarios: readonly Scenario[]): number {
  return scenarios.reduce(
    (sum, scenario) => sum + scenario.names.agents.size + (needsSparePhone(scenario) ? 1 : 0),
    0,
  );
}

/** Digits only, as numbers are compared. */
export function digitsOf(number: string): string {
  return number.replace(/\D/g, '');
}

interface Pool {
  readonly take: () => string;
  readonly askedAt: string;
}

function cast(scenario: Scenario, index: number, { take, askedAt }: Pool): Cast {
  const place = String(index + 1).padStart(3, '0');
  const { agents, prompts } = scenario.names;
  const calls = scenario.when.flatMap(({ deed }) => (deed.kind === 'call' ? [deed] : []));
  const dialled = [...scenario.names.numbers, ...calls.map(({ number }) => number)].map(digitsOf);
  const shown = calls.flatMap(({ from }) => (from === null ? [] : [from]));
  const clients = [...scenario.clients.keys()];
  return {
    scenario,
    prefix: `s${place}-`,
    phones: new Map([...agents].map((agent) => [agent, take()])),
    sparePhone: needsSparePhone(scenario) ? take() : null,
    numbers: numbered(dialled, `+35921${place}`),
    askedAt: `${askedAt}/s${place}`,
    callerNumbers: outside([...clients, ...shown], `+35988${place}`),
    tones: {
      prompts: toned([...prompts], promptTone),
      agents: toned([...agents], agentTone),
      callers: toned(
        calls.map(({ caller }) => caller),
        callerTone,
      ),
      clients: toned(clients, (index) => callerTone(calls.length + index)),
    },
  };
}

/** A number may be written with spaces and without. */
function outside(numbers: readonly string[], stem: string): ReadonlyMap<string, string> {
  const plain = (number: string): string => number.replaceAll(' ', '');
  const real = numbered(numbers.map(plain), stem);
  return new Map(numbers.map((number) => [number, real.get(plain(number)) ?? number]));
}

function needsSparePhone({ when }: Scenario): boolean {
  return when.some(({ deed }) => deed.kind === 'other-call');
}

function numbered(names: readonly string[], stem: string): ReadonlyMap<string, string> {
  const distinct = [...new Set(names)];
  return new Map(distinct.map((name, index) => [name, `${stem}${String(index + 1).padStart(2, '0')}`]));
}

function toned(names: readonly string[], toneOf: (index: number) => number): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, toneOf(index)]));
}

/** What a name in the routing file names, by the key it stands below. */
const REFERENCES: Readonly<Record<string, Section>> = {
  queue: 'queues',
  go: 'flows',
  flow: 'flows',
  agent: 'agents',
  agents: 'agents',
  people: 'people',
  team: 'teams',
  teams: 'teams',
  tiers: 'agents',
  skill: 'skills',
  skills: 'skills',
  needs: 'skills',
  prompt: 'prompts',
  play: 'prompts',
  hours: 'hours',
  inside: 'hours',
  outside: 'hours',
  one: 'prompts',
  few: 'prompts',
  many: 'prompts',
  greeting: 'prompts',
  notice: 'prompts',
  voicemail: 'voicemail',
  callback: 'queues',
  manager: 'agents',
  backups: 'agents',
  partner: 'partners',
  chain: 'chains',
};
/** What differs from caller to caller is no name. */
const OF_THE_CALLER = '{caller.';
type Section =
  | 'queues'
  | 'voicemail'
  | 'flows'
  | 'agents'
  | 'people'
  | 'teams'
  | 'skills'
  | 'prompts'
  | 'hours'
  | 'partners'
  | 'chains';
const NAMED: readonly string[] = [
  'queues',
  'voicemail',
  'flows',
  'agents',
  'people',
  'prompts',
  'hours',
  'partners',
];

type Tree = Readonly<Record<string, unknown>>;

/** Sections that there is one of. */
const OF_ALL: readonly string[] = ['company', 'dial_policy', 'phones', 'transfers'];

/** The routing of a scenario under its cast names, without what stands once for all: one file of a folder. */
export function castRouting(cast: Cast, routing: string): Tree {
  const tree = parse(routing) as Tree;
  const sections = Object.entries(tree).filter(([section]) => !OF_ALL.includes(section));
  return Object.fromEntries(sections.map(([section, body]) => [section, castSection(cast, section, body)]));
}

function castSection(cast: Cast, section: string, body: unknown): unknown {
  if (!isTree(body)) return body;
  const entries = Object.entries(body);
  if (section === 'numbers')
    return Object.fromEntries(
      entries.map(([number, answer]) => [realNumber(cast, number), castAnswer(cast, answer)]),
    );
  if (section === 'callers') return castCallers(cast, body);
  if (!NAMED.includes(section)) return body;
  return Object.fromEntries(
    entries.map(([name, value]) => [cast.prefix + name, castEntry(cast, section, name, value)]),
  );
}

/** The section `transfers` of all scenarios together; throws where two of them say different things under one key. */
export function castTransfers(casts: readonly Cast[]): Tree {
  return casts.map(transfersOf).reduce(together, {});
}

function transfersOf(cast: Cast): Tree {
  const { transfers = {} } = parse(cast.scenario.routing) as { readonly transfers?: Tree };
  const { chains, ...rest } = transfers;
  const named = Object.entries(isTree(chains) ? chains : {}).map(([name, agents]) => [
    cast.prefix + name,
    walk(cast, 'agents', agents),
  ]);
  const others = walk(cast, '', rest) as Tree;
  return named.length === 0 ? others : { ...others, chains: Object.fromEntries(named) };
}

function together(one: Tree, other: Tree): Tree {
  const both = Object.entries(other).map(([key, value]) => {
    const before = one[key];
    if (isTree(before) && isTree(value)) return [key, together(before, value)];
    if (before !== undefined && before !== value)
      throw new Error(`two scenarios differ in ${key}: ${stringify(before)} and ${stringify(value)}`);
    return [key, value];
  });
  return { ...one, ...Object.fromEntries(both) } as Tree;
}

/** Known callers go by the numbers that callers of the scenario show. */
function castCallers(cast: Cast, callers: Tree): Tree {
  const known = Object.entries(isTree(callers['known']) ? callers['known'] : {});
  const real = known.map(([number, caller]) => [
    cast.callerNumbers.get(number) ?? number,
    walk(cast, '', caller),
  ]);
  return { ...callers, known: Object.fromEntries(real) };
}

function castEntry(cast: Cast, section: string, name: string, value: unknown): unknown {
  if (section === 'prompts') return castPrompt(cast, name, value);
  if (section === 'hours') return value;
  if (section === 'partners') return castPartner(cast, value);
  // A list of people is a list of agents.
  const renamed = walk(cast, section === 'people' ? 'agents' : '', value);
  if (section !== 'agents' || !isTree(renamed)) return renamed;
  return { ...renamed, phone: `PJSIP/${cast.phones.get(name) ?? ''}` };
}

/** A partner's number is one of those outside. */
function castPartner(cast: Cast, value: unknown): unknown {
  if (!isTree(value)) return value;
  const number = String(value['number']);
  return { ...value, number: cast.callerNumbers.get(number.replaceAll(' ', '')) ?? number };
}

/** Every prompt is a tone of its own, also one that is a text. */
function castPrompt(cast: Cast, name: string, value: unknown): Tree {
  const { text: _spoken, ...prompt } = isTree(value) ? value : {};
  return { ...prompt, file: `callplane/${cast.prefix}${name}` };
}

/** A bare word is a flow's name. */
function castAnswer(cast: Cast, answer: unknown): unknown {
  return typeof answer === 'string' ? cast.prefix + answer : walk(cast, '', answer);
}

function walk(cast: Cast, key: string, value: unknown): unknown {
  // A list below `flow` is steps, not names of flows.
  if (Array.isArray(value)) return value.map((item) => walk(cast, key === 'flow' ? '' : key, item));
  // Skills are given as keys, with their levels.
  if (isTree(value) && key === 'skills')
    return Object.fromEntries(Object.entries(value).map(([skill, level]) => [cast.prefix + skill, level]));
  if (isTree(value))
    return Object.fromEntries(
      Object.entries(value).map(([inner, part]) => [inner, walk(cast, keyIn(value, inner), part)]),
    );
  if (typeof value !== 'string' || value.startsWith(OF_THE_CALLER)) return value;
  if (key === 'url') return value.replace(/^https:\/\/[^/]+/, cast.askedAt);
  if (key === 'dialled') return realNumber(cast, value);
  if (key === 'to' || key === 'number') return cast.callerNumbers.get(value.replaceAll(' ', '')) ?? value;
  return key in REFERENCES ? cast.prefix + value : value;
}

/** Behind a greeting, `otherwise` is a prompt; everywhere else it is steps. An overflow goes to a partner. */
function keyIn(group: Tree, key: string): string {
  if (key === 'to' && 'opens' in group) return 'partner';
  const isGreeting = String(group['prompt']).startsWith(OF_THE_CALLER);
  return key === 'otherwise' && isGreeting ? 'prompt' : key;
}

/** The number that stands for this number of the scenario. */
export function realNumber(cast: Cast, number: string): string {
  return cast.numbers.get(digitsOf(number)) ?? number;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { BlockId, Step } from '../../core/plan.js';
import type {
  BlockDraft,
  CollectDraft,
  DialDraft,
  IfDraft,
  MenuDraft,
  RateDraft,
  RingDraft,
  SayDraft,
  StepDraft,
  TellDraft,
} from '../draft.js';
import { e164Of } from '../callers/e164.js';
import type { Entry } from '../form/collections.js';
import type { CompanyDraft } from '../language/company.js';
import { isOfCall, toldName, voiceOf } from '../speech.js';
import { type Crews, requirement } from './crews.js';

/** Collects the lists of steps of a plan by their paths in the file. */
export class BlockBook {
  private readonly made = new Map<BlockId, readonly Step[]>();

  constructor(
    private readonly crews: Crews,
    private readonly company: CompanyDraft,
  ) {}

  /** Compiles a list of steps and all lists inside it; returns its id, which is its path. */
  add(path: BlockId, block: BlockDraft): BlockId {
    this.made.set(path, []);
    const steps = block.steps.flatMap((step, index) => this.steps(`${path}[${index}]`, step));
    this.made.set(path, steps);
    return path;
  }

  /** A list that begins with steps that nobody has written, and goes on with those of the file. */
  begin(
    id: BlockId,
    first: readonly Step[],
    rest: { readonly path: string; readonly block: BlockDraft },
  ): void {
    this.add(rest.path, rest.block);
    this.made.set(id, [...first, ...(this.made.get(rest.path) ?? [])]);
  }

  /** Compiles what follows each key of what has this id. */
  addKeys(id: string, keys: readonly Entry<BlockDraft>[]): Readonly<Record<string, BlockId>> {
    const blocks = keys.map(({ key, value }) => {
      if (value === null) throw new Error(`a key with a fault was compiled: ${id}.keys.${key}`);
      return [key, this.add(`${id}.keys.${key}`, value)] as const;
    });
    return Object.fromEntries(blocks);
  }

  all(): Readonly<Record<BlockId, readonly Step[]>> {
    return Object.fromEntries(this.made);
  }

  /** What is written as one step may be several. */
  private steps(path: string, step: StepDraft): readonly Step[] {
    if (step.do === 'play') return plays(step);
    if (step.do === 'tell') return [this.told(step)];
    if (step.do !== 'set') return [this.step(path, step)];
    return step.values.map(({ key, value }) => {
      if (value === null) throw new Error(`a variable with a fault was compiled: ${path}.${key}`);
      return { do: 'set', name: key, value };
    });
  }

  private told({ texts }: TellDraft): Step {
    const name = toldName(texts);
    if (!isOfCall(texts)) return { do: 'play', prompt: name, information: false };
    const spoken = texts.map(({ language: given, text }) => {
      const language = given ?? this.company.language;
      return [language, { text, language, voice: voiceOf({ company: this.company }, language) }] as const;
    });
    return { do: 'speak', name, texts: Object.fromEntries(spoken) };
  }

  private step(path: string, step: Exclude<StepDraft, { do: 'play' | 'tell' | 'set' }>): Step {
    switch (step.do) {
      case 'greet':
        return { do: 'greet', otherwise: step.otherwise?.name ?? null };
      case 'lookup': {
        const { url, timeoutMs, values } = step;
        return { do: 'lookup', id: `${path}.lookup`, url, timeoutMs, values: valuesOf(path, values) };
      }
      case 'notify':
        return { do: 'notify', url: step.url, values: valuesOf(path, step.values) };
      case 'say':
        return say(step);
      case 'collect':
        return this.collect(`${path}.collect`, step);
      case 'rate':
        return rate(`${path}.rate`, step);
      case 'language':
        return { do: 'language', language: step.language };
      case 'priority':
        return { do: 'priority', priority: step.priority };
      case 'record':
        return { do: 'record', record: step.record };
      case 'needs':
        return { do: 'needs', needs: step.needs.map(requirement) };
      case 'menu':
        return this.menu(`${path}.menu`, step);
      case 'if':
        return this.condition(path, step);
      case 'queue':
        return { do: 'queue', queue: step.queue.name };
      case 'ring':
        return ring(`${path}.ring`, step, this.crews);
      case 'callback': {
        const { queue, number } = step;
        const otherwise = this.add(`${path}.callback.otherwise`, step.otherwise);
        return { do: 'callback', queue: queue.name, number, otherwise };
      }
      case 'dial':
        return this.dial(`${path}.dial`, step);
      case 'voicemail':
        return { do: 'voicemail', id: `${path}.voicemail`, box: step.box.name };
      case 'go':
        return { do: 'go', flow: step.flow.name };
      case 'tag':
        return { do: 'tag', tag: step.tag };
      case 'closed':
        return { do: 'closed' };
      case 'hangup':
        return { do: 'hangup' };
      case 'unreadable':
        throw new Error(`a step with a fault was compiled: ${path}`);
    }
  }

  private menu(id: string, menu: MenuDraft): Step {
    return {
      do: 'menu',
      id,
      prompt: menu.prompt.name,
      keys: this.addKeys(id, menu.keys),
      timeoutMs: menu.timeoutMs,
      tries: menu.tries,
      otherwise: this.add(`${id}.otherwise`, menu.otherwise),
    };
  }

  private collect(id: string, { do: _do, at: _at, ...step }: CollectDraft): Step {
    const otherwise = this.add(`${id}.otherwise`, step.otherwise);
    return { do: 'collect', id, ...step, prompt: step.prompt.name, otherwise };
  }

  private dial(id: string, { to, ringMs, show, hear, otherwise }: DialDraft): Step {
    return {
      ...{ do: 'dial', id, to: this.called(to.text), ringMs, hear },
      show:
        show === null ? 'policy' : show === 'caller' ? 'caller' : { number: show.replace(/[^+0-9]/g, '') },
      otherwise: this.add(`${id}.otherwise`, otherwise),
    };
  }

  private called(to: string): string {
    return to.includes('{') ? to : calledNumber(to, this.company.country);
  }

  private condition(path: string, step: IfDraft): Step {
    return {
      do: 'if',
      condition: step.condition,
      then: this.add(`${path}.then`, step.then),
      otherwise: step.otherwise === null ? null : this.add(`${path}.else`, step.otherwise),
    };
  }
}

/** A number outside that the file names, in E.164. */
export function calledNumber(written: string, country: string | null): string {
  const number = e164Of(written, country);
  if (number === null) throw new Error(`what is no number was compiled: ${written}`);
  return number;
}

function valuesOf(path: string, values: readonly Entry<string>[]): Readonly<Record<string, string>> {
  const read = values.map(({ key, value }) => {
    if (value === null) throw new Error(`a value with a fault was compiled: ${path}.${key}`);
    return [key, value] as const;
  });
  return Object.fromEntries(read);
}

/** Who hears all of a list has heard the information. */
function plays({ prompts, information }: Extract<StepDraft, { do: 'play' }>): readonly Step[] {
  const last = prompts.length - 1;
  return prompts.map(({ name }, index) => ({
    do: 'play',
    prompt: name,
    information: information && index === last,
  }));
}

function rate(id: string, { do: _do, at: _at, ...step }: RateDraft): Step {
  return { do: 'rate', id, ...step, prompt: step.prompt.name };
}

function say({ as, value, unit }: SayDraft): Step {
  const words = unit === null ? null : { one: unit.one.name, few: unit.few.name, many: unit.many.name };
  return { do: 'say', as, value, unit: words };
}

function ring(id: string, step: RingDraft, crews: Crews): Step {
  const teamOf = crews.teamsIn(step.who);
  return {
    do: 'ring',
    id,
    agents: crews.membersOf(step.who),
    ...(teamOf === null ? {} : { teamOf }),
    ...(step.who.by === 'caller' ? { whose: step.who.whose } : {}),
    strategy: step.strategy,
    ...(step.atOnce === null ? {} : { atOnce: step.atOnce }),
    counting: step.counting,
    offerMs: step.offerMs,
    limitMs: step.limitMs,
    hear: step.hear,
    wrapUp: step.wrapUp,
    mark: step.mark,
  };
}

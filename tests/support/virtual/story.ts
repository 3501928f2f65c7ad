import type { Plan } from '../../../src/core/plan.js';
import type { Instant } from '../../../src/core/signal.js';
import type { HeardSound, Sound } from '../model/hearing.js';
import type { PhoneRing } from '../model/phones.js';
import type {
  CallerStory,
  Happened,
  Heard,
  PhoneStory,
  RecordedSound,
  Refusal,
  Ring,
} from '../scenario/happened.js';
import { relativeFacts } from '../scenario/relative-facts.js';
import type { Scenario } from '../scenario/scenario.js';
import type { VirtualLine } from './line.js';
import type { Parties } from './run.js';

/** What happened in a virtual run, in the words of the scenario. */
export function happenedIn(
  line: VirtualLine,
  scenario: Scenario,
  parties: Parties,
  refusals: readonly Refusal[],
): Happened {
  const teller = new Teller(line, scenario, parties);
  return {
    callers: teller.callers(),
    phones: teller.phones(),
    clients: teller.clients(),
    facts: relativeFacts(
      { ...line.facts, agentStates: [...line.facts.agentStates, ...line.openStates()] },
      parties.zeroAt,
      parties.endAt,
    ),
    refusals,
    files: teller.files(),
  };
}

class Teller {
  readonly #nameOfLeg: ReadonlyMap<string, string>;
  readonly #promptOf: ReadonlyMap<string, string>;

  constructor(
    private readonly line: VirtualLine,
    private readonly scenario: Scenario,
    private readonly parties: Parties,
  ) {
    const { plan, legs } = parties;
    const phones = this.#agents().flatMap(([agent, phone]) =>
      line.asterisk.phone(phone).rings.map(({ leg }) => [leg, agent] as const),
    );
    const dials = this.#agents().flatMap(([agent, phone]) =>
      line.asterisk.phone(phone).dials.map((leg) => [leg, agent] as const),
    );
    const clients = this.#clients().flatMap(([number, phone]) =>
      line.asterisk.phone(phone).rings.map(({ leg }) => [leg, number] as const),
    );
    const callers = [...legs].map(([caller, leg]) => [leg, caller] as const);
    this.#nameOfLeg = new Map([...callers, ...phones, ...dials, ...clients]);
    this.#promptOf = promptsByMedia(plan);
  }

  callers(): ReadonlyMap<string, CallerStory> {
    const calls = this.scenario.when.flatMap(({ atMs, deed }) =>
      deed.kind === 'call' ? [{ atMs, ...deed }] : [],
    );
    return new Map(
      calls.map(({ atMs, caller, from }) => {
        const leg = this.parties.legs.get(caller) ?? '';
        const fate = this.line.asterisk.fateOf(leg);
        const story: CallerStory = {
          from,
          calledAt: atMs,
          endedAt: fate === undefined ? null : this.#relative(fate.endedAt),
          endedBy: fate === undefined ? null : fate.hungUpAs === null ? 'far-end' : 'callplane',
          refusedAs: fate?.wasAnswered === false ? fate.hungUpAs : null,
          heard: this.#heardBy(leg),
        };
        return [caller, story];
      }),
    );
  }

  phones(): ReadonlyMap<string, PhoneStory> {
    return new Map(this.#agents().map(([agent, phone]) => [agent, this.#phone(phone)] as const));
  }

  clients(): ReadonlyMap<string, PhoneStory> {
    return new Map(this.#clients().map(([number, phone]) => [number, this.#phone(phone)] as const));
  }

  #phone(phone: string): PhoneStory {
    const { rings, dials, referAnswers } = this.line.asterisk.phone(phone);
    return {
      referAnswers: referAnswers.map(({ answer, at }) => ({ answer, at: this.#relative(at) })),
      rings: rings.filter(({ fromAt }) => fromAt <= this.parties.endAt).map((ring) => this.#ring(ring)),
      heard: [...rings.map(({ leg }) => leg), ...dials].flatMap((leg) => this.#heardBy(leg)),
    };
  }

  files(): readonly RecordedSound[] {
    return [...this.line.asterisk.recordings.files()].flatMap(([recording, { legs, lengthMs }]) =>
      legs.map((leg) => ({ recording, what: this.#nameOfLeg.get(leg) ?? leg, lengthMs })),
    );
  }

  #clients(): readonly (readonly [string, string])[] {
    return [...this.scenario.clients.keys()].map((number) => [number, phoneOf(this.parties.plan, number)]);
  }

  #agents(): readonly (readonly [string, string])[] {
    return Object.entries(this.parties.plan.agents).map(([agent, { phone }]) => [agent, phone ?? '']);
  }

  #ring({ leg, callerNumber, callerName, fromAt, toAt, isAnswered }: PhoneRing): Ring {
    const rangAt = this.#relative(fromAt);
    const call = this.scenario.when.findLast(
      ({ atMs, deed }) => deed.kind === 'call' && deed.from === callerNumber && atMs <= rangAt,
    );
    return {
      caller: call?.deed.kind === 'call' ? call.deed.caller : (this.#nameOfLeg.get(leg) ?? null),
      shownName: callerName,
      fromAt: rangAt,
      toAt: this.#relative(toAt ?? this.line.now),
      answered: isAnswered,
    };
  }

  #heardBy(leg: string): readonly Heard[] {
    const heard = this.line.asterisk.heardBy(leg).map((sound) => this.#heard(sound));
    // Of a file that is not there nothing is heard.
    return heard.filter(({ fromAt, toAt }) => toAt > fromAt);
  }

  #heard({ sound, fromAt, toAt }: HeardSound): Heard {
    return { what: this.#what(sound), fromAt: this.#relative(fromAt), toAt: this.#relative(toAt) };
  }

  #what(sound: Sound): string {
    switch (sound.kind) {
      case 'music':
      case 'ringing':
        return sound.kind;
      case 'party':
        return this.#nameOfLeg.get(sound.leg) ?? sound.leg;
      case 'media':
        return this.#promptOf.get(sound.media.join()) ?? 'speech';
    }
  }

  #relative(at: Instant): number {
    return at - this.parties.zeroAt;
  }
}

/** What Callplane rings to call this number. */
export function phoneOf({ dialPolicy }: Plan, number: string): string {
  return dialPolicy?.dial.replace('{number}', number) ?? '';
}

function promptsByMedia(plan: Plan): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(plan.prompts).flatMap(([name, { media }]) =>
      Object.values(media).map((file) => [file, name] as const),
    ),
  );
}

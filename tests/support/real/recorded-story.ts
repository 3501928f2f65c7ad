import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FarEnd } from '../far-end/far-end.js';
import { type KnownTone, listen } from '../far-end/listening.js';
import type { FarCall, FarRing, Recording } from '../far-end/records.js';
import { MUSIC_HZ, SAMPLE_RATE, SPEECH_HZ } from '../far-end/tones.js';
import { readRaw, readWave } from '../far-end/wave-file.js';
import type {
  CallerStory,
  Happened,
  HappenedFacts,
  Heard,
  PhoneStory,
  RecordedSound,
} from '../scenario/happened.js';
import type { Performed } from './performance-of.js';

/** A recording may lack so much of its time, as a share; more is a fault of its own. */
const LOST_AT_MOST = 0.2;

/**
 * What happened on the real stage: the far end's own record and recordings, and the stored facts. `recordings`: the
 * folder in which Callplane's Asterisk keeps the conversations.
 */
export function happenedOnStage(
  far: FarEnd,
  performed: Performed,
  facts: HappenedFacts,
  recordings: string,
): Happened {
  return new Recollection(far, performed).happened(facts, recordings);
}

class Recollection {
  constructor(
    private readonly far: FarEnd,
    private readonly performed: Performed,
  ) {}

  happened(facts: HappenedFacts, recordings: string): Happened {
    const { cast, calls, refusals } = this.performed;
    const callers = [...calls].flatMap(([caller, id]) => {
      const record = this.far.callRecord(id);
      return record === undefined ? [] : [[caller, this.#caller(caller, record)] as const];
    });
    const phones = [...cast.phones].map(([agent, phone]) => [agent, this.#phone(agent, phone)] as const);
    const clients = [...cast.scenario.clients.keys()].map(
      (number) => [number, this.#client(cast.callerNumbers.get(number) ?? number)] as const,
    );
    const named = [...facts.recordings, ...facts.voicemails].flatMap(({ recording }) => recording ?? []);
    const files = named.flatMap((recording) => this.#recorded(recordings, recording));
    return {
      callers: new Map(callers),
      phones: new Map(phones),
      clients: new Map(clients),
      facts,
      refusals,
      files,
    };
  }

  #recorded(folder: string, recording: string): readonly RecordedSound[] {
    const file = join(folder, `${recording}.wav`);
    if (!existsSync(file)) return [];
    const { tones } = this.performed.cast;
    return listen(readWave(file), [
      ...tonesOf(tones.agents, 'person'),
      ...tonesOf(tones.callers, 'person'),
      ...tonesOf(tones.clients, 'person'),
    ]).map(({ what, fromMs, toMs }) => ({ recording, what, lengthMs: toMs - fromMs }));
  }

  #caller(caller: string, record: FarCall): CallerStory {
    const { tones, scenario } = this.performed.cast;
    const deed = scenario.when.find((one) => one.deed.kind === 'call' && one.deed.caller === caller)?.deed;
    const known = [
      ...tonesOf(tones.prompts, 'file'),
      ...tonesOf(tones.agents, 'person'),
      ...tonesOf(tones.clients, 'person'),
      { what: 'music', frequencyHz: MUSIC_HZ, from: 'file' as const },
      { what: 'speech', frequencyHz: SPEECH_HZ, from: 'file' as const },
    ];
    return {
      from: deed?.kind === 'call' ? deed.from : null,
      calledAt: this.#since(record.placedAt),
      endedAt: record.endedAt === null ? null : this.#since(record.endedAt),
      endedBy: record.endedBy === 'pbx' ? 'callplane' : record.endedBy,
      refusedAs: record.answeredAt === null && record.endedBy === 'pbx' ? causeName(record.cause) : null,
      heard: [...this.#ringing(record), ...this.#heard(record.recording, known)],
    };
  }

  /** What was heard where he has dialled himself, too. */
  #phone(agent: string, phone: string): PhoneStory {
    const { agents, callers, clients, prompts } = this.performed.cast.tones;
    const colleagues = new Map([...agents].filter(([name]) => name !== agent));
    const people = [callers, clients, colleagues].flatMap((tones) => tonesOf(tones, 'person'));
    const story = this.#story(phone, [...people, ...tonesOf(prompts, 'file')]);
    const known = [...people, { what: 'speech', frequencyHz: SPEECH_HZ, from: 'file' as const }];
    const dialled = this.performed.dials
      .filter((one) => one.agent === agent)
      .flatMap(({ id }) => this.#heard(this.far.callRecord(id)?.recording ?? null, known));
    return { ...story, heard: [...story.heard, ...dialled] };
  }

  /** The phone of somebody who is called back, or of a partner. */
  #client(number: string): PhoneStory {
    const { agents, callers } = this.performed.cast.tones;
    return this.#story(number, [...tonesOf(agents, 'person'), ...tonesOf(callers, 'person')]);
  }

  #story(phone: string, known: readonly KnownTone[]): PhoneStory {
    const { beganAt, endAt } = this.performed;
    const rings = this.far.phones
      .rings()
      .filter(({ rangAt }) => rangAt >= beganAt && rangAt <= endAt)
      .filter((ring) => ring.phone === phone && ring.outcome !== 'busy');
    return {
      rings: rings.map((ring) => this.#ring(ring)),
      referAnswers: rings
        .flatMap(({ referAnswers }) => referAnswers)
        .map(({ answer, at }) => ({ answer, at: this.#since(at) })),
      heard: [...rings, ...this.#dialled(phone)].flatMap(({ recording }) => this.#heard(recording, known)),
    };
  }

  /** Calls that the phone has made itself. */
  #dialled(phone: string): readonly FarCall[] {
    const { beganAt, endAt } = this.performed;
    return this.far
      .calls()
      .filter(({ from, placedAt }) => from === phone && placedAt >= beganAt && placedAt <= endAt)
      .filter(({ id }) => !this.performed.dials.some((one) => one.id === id));
  }

  #ring({ callerNumber, callerName, rangAt, stoppedAt, outcome }: FarRing): PhoneStory['rings'][number] {
    return {
      caller: this.#callerShowing(callerNumber, rangAt),
      shownName: callerName,
      fromAt: this.#since(rangAt),
      toAt: this.#since(stoppedAt ?? Date.now()),
      answered: outcome === 'answered',
    };
  }

  /** Of those who have called from this number by then, the last one. */
  #callerShowing(number: string | null, at: number): string | null {
    const hasCalled = (id: string): boolean => {
      const record = this.far.callRecord(id);
      return record !== undefined && record.from === number && record.placedAt <= at;
    };
    const call = [...this.performed.calls].findLast(([, id]) => hasCalled(id));
    return number === null ? null : (call?.[0] ?? null);
  }

  #ringing({ ringingAt, answeredAt, endedAt }: FarCall): readonly Heard[] {
    if (ringingAt === null) return [];
    const to = answeredAt ?? endedAt ?? Date.now();
    return [{ what: 'ringing', fromAt: this.#since(ringingAt), toAt: this.#since(to) }];
  }

  #heard(recording: Recording | null, known: readonly KnownTone[]): readonly Heard[] {
    if (recording === null || !existsSync(recording.file)) return [];
    const samples = readRaw(recording.file);
    const instantOf = clockOf(recording, samples.length);
    return listen(samples, known).map(({ what, fromMs, toMs }) => ({
      what,
      fromAt: this.#since(instantOf(fromMs)),
      toAt: this.#since(instantOf(toMs)),
    }));
  }

  #since(at: number): number {
    return at - this.performed.zeroAt;
  }
}

/**
 * Instant of a place in a recording. A busy Asterisk drops frames, so a recording may be shorter than it lasted: what
 * it lacks is spread over it evenly.
 */
function clockOf({ startedAt, endedAt }: Recording, samples: number): (ms: number) => number {
  const recordedMs = (samples * 1000) / SAMPLE_RATE;
  const lastedMs = (endedAt ?? startedAt + recordedMs) - startedAt;
  const isLacking = recordedMs < lastedMs && recordedMs > lastedMs * (1 - LOST_AT_MOST);
  const pace = isLacking ? lastedMs / recordedMs : 1;
  return (ms) => startedAt + ms * pace;
}

function tonesOf(tones: ReadonlyMap<string, number>, from: KnownTone['from']): readonly KnownTone[] {
  return [...tones].map(([what, frequencyHz]) => ({ what, frequencyHz, from }));
}

const CAUSES: Readonly<Record<number, string>> = {
  1: 'unallocated',
  17: 'busy',
  34: 'congestion',
  42: 'congestion',
};

function causeName(cause: number | null): string {
  return CAUSES[cause ?? 0] ?? `cause ${String(cause)}`;
}

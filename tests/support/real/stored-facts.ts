import { join } from 'node:path';
import type { HappenedFacts } from '../scenario/happened.js';
import { relativeFacts } from '../scenario/relative-facts.js';
import type { Cast } from './casting.js';
import type { Performed } from './performance-of.js';
import { createLog } from '../../../src/log/create-log.js';
import { openStore, type Store } from '../../../src/store/open-store.js';
import type { StoreReader } from '../../../src/store/reader.js';
import type { AgentStateFact, CallFact, OutgoingFact, TransferFact } from '../../../src/core/milestone.js';
import { Writable } from 'node:stream';

/** The facts that Callplane stored, asked for scenario by scenario. */
export class StoredFacts {
  private constructor(
    private readonly store: Store,
    private readonly calls: readonly CallFact[],
    private readonly period: { readonly from: number; readonly to: number },
  ) {}

  /** Opens the database in the data folder of a Callplane, which may still be writing: then the last facts may be missing. */
  static async open(dataFolder: string, from: number, to: number): Promise<StoredFacts> {
    const log = createLog({ level: 'error', shape: 'json', destination: nowhere(), fields: {} });
    const store = await openStore({ sqliteFile: join(dataFolder, 'callplane.sqlite'), log });
    const period = { from, to };
    return new StoredFacts(store, await store.reader.calls(period), period);
  }

  /** The facts of one scenario in its own names, with instants since its second 0. */
  async of({ cast, zeroAt, endAt }: Performed): Promise<HappenedFacts> {
    const { reader } = this.store;
    const own = this.calls.filter(({ dialled }) => isOf(cast, dialled));
    const ids = new Set(own.map(({ call }) => call));
    const isOwn = ({ call }: { readonly call: string }): boolean => ids.has(call);
    const plain = plainNames(cast);
    const outgoing = (await reader.outgoing(this.period)).filter(({ agent, forCall }) =>
      agent === null ? ids.has(forCall ?? '') : agent.startsWith(cast.prefix),
    );
    const made = new Set(outgoing.map(({ call }) => call));
    const recorded = (await reader.recordings(this.period)).filter((one) => isOwn(one) || made.has(one.call));
    const facts: HappenedFacts = {
      calls: own.map((call) => ({
        ...call,
        from: plain.caller(call.from),
        dialled: plain.number(call.dialled),
      })),
      visits: (await reader.visits(this.period)).filter(isOwn).map((visit) => plain.names(visit)),
      offers: (await reader.offers(this.period)).filter(isOwn).map((offer) => plain.names(offer)),
      conversations: (await reader.conversations(this.period)).filter(isOwn).map((talk) => plain.names(talk)),
      recordings: recorded.map((one) => plain.names(one)),
      voicemails: (await reader.voicemails(this.period))
        .filter(isOwn)
        .map((one) => ({ ...one, box: plain.name(one.box) })),
      ratings: (await reader.ratings(this.period)).filter(isOwn).map((one) => plain.names(one)),
      outcomes: (await reader.outcomes(this.period))
        .filter(isOwn)
        .map((one) => ({ ...one, ...plain.names({ agent: one.agent, queue: one.queue }) })),
      transfers: (await reader.transfers(this.period)).filter(isOwn).map((one) => plain.transfer(one)),
      holds: (await reader.holds(this.period)).filter(isOwn).map((one) => plain.names(one)),
      agentStates: await this.#agentStates(reader, cast, plain),
      ...(await this.#callbacks(reader, cast, plain)),
      outgoing: outgoing.map((one) => outgoingIn(one, plain)),
      events: (await Promise.all([...ids].map((call) => reader.callEvents(call)))).flat(),
    };
    return relativeFacts(facts, zeroAt, endAt);
  }

  close(): Promise<void> {
    return this.store.close();
  }

  /** Callbacks of the scenario's own numbers, and their attempts. */
  async #callbacks(
    reader: StoreReader,
    cast: Cast,
    plain: PlainNames,
  ): Promise<Pick<HappenedFacts, 'callbacks' | 'callbackAttempts'>> {
    const numbers = new Set(cast.callerNumbers.values());
    const own = (await reader.callbacks(this.period)).filter(({ number }) => numbers.has(number ?? ''));
    const ids = new Set(own.map(({ callback }) => callback));
    const attempts = await reader.callbackAttempts(this.period);
    return {
      callbacks: own.map((one) => ({
        ...plain.names(one),
        number: plain.caller(one.number)?.replaceAll(' ', '') ?? null,
      })),
      callbackAttempts: attempts.filter(({ callback }) => ids.has(callback)).map((one) => plain.names(one)),
    };
  }

  /** Agents' states, the open ones as if they ended now. */
  async #agentStates(reader: StoreReader, cast: Cast, plain: PlainNames): Promise<readonly AgentStateFact[]> {
    const ended = await reader.agentStates(this.period);
    const open = (await reader.openAgentStates()).map((began): AgentStateFact => ({
      ...began,
      to: this.period.to,
      endedBy: 'event',
    }));
    return [...ended, ...open]
      .filter(({ agent }) => agent.startsWith(cast.prefix))
      .map((state) => plain.names(state));
  }
}

interface PlainNames {
  transfer(fact: TransferFact): TransferFact;
  name(given: string): string;
  caller(number: string | null): string | null;
  /** The number that was dialled. */
  number(dialled: string): string;
  names<T extends { readonly agent: string | null; readonly queue: string | null }>(fact: T): T;
}

function plainNames({ prefix, callerNumbers, numbers }: Cast): PlainNames {
  const dialled = new Map([...numbers].map(([plain, real]) => [real, plain]));
  const shown = new Map([...callerNumbers].map(([plain, real]) => [real, plain]));
  const plain = (given: string | null): string | null => {
    const name = given?.replace(`partner:${prefix}`, 'partner:') ?? null;
    return name?.startsWith(prefix) === true ? name.slice(prefix.length) : name;
  };
  return {
    name: (given) => plain(given) ?? given,
    number: (given) => dialled.get(given) ?? given,
    caller: (number) => (number === null ? null : (shown.get(number) ?? number)),
    transfer: (fact) => ({
      ...fact,
      agent: plain(fact.agent) ?? '',
      queue: plain(fact.queue),
      takenBy: plain(fact.takenBy),
      target: fact.target.replace(`:${prefix}`, ':'),
    }),
    names: (fact) => ({ ...fact, agent: plain(fact.agent), queue: plain(fact.queue) }),
  };
}

function outgoingIn(fact: OutgoingFact, plain: PlainNames): OutgoingFact {
  const { agent } = plain.names({ agent: fact.agent, queue: null });
  return { ...fact, agent, number: (plain.caller(fact.number) ?? '').replaceAll(' ', '') };
}

function isOf(cast: Cast, dialled: string): boolean {
  return [...cast.numbers.values()].includes(dialled);
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

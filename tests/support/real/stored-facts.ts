import { join } from 'node:path';
import type { HappenedFacts } from '../scenario/happened.js';
import { relativeFacts } from '../scenario/relative-facts.js';
import type { Cast } from './casting.js';
import type { Performed } from './performance-of.js';
import { createLog } from '../../../src/log/create-log.js';
import { openStore, type Store } from '../../../src/store/open-store.js';
import type { StoreReader } from '../../../src/store/reader.js';
import type { AgentStateFact, CallFact } from '../../../src/core/milestone.js';
import { Writable } from 'node:stream';

/** The facts that Callplane stored, asked for scenario by scenario. */
export class StoredFacts {
  private constructor(
    private readonly store: Store,
    private readonly calls: readonly CallFact[],
    private readonly period: { readonly from: number; readonly to: number },
  ) {}

  /** Opens the database that a stopped Callplane has left in its data folder. */
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
    const facts: HappenedFacts = {
      calls: own.map((call) => ({ ...call, from: plain.caller(call.from), dialled: call.dialled })),
      visits: (await reader.visits(this.period)).filter(isOwn).map((visit) => plain.names(visit)),
      offers: (await reader.offers(this.period)).filter(isOwn).map((offer) => plain.names(offer)),
      conversations: (await reader.conversations(this.period)).filter(isOwn).map((talk) => plain.names(talk)),
      recordings: (await reader.recordings(this.period)).filter(isOwn).map((one) => plain.names(one)),
      ratings: (await reader.ratings(this.period)).filter(isOwn).map((one) => plain.names(one)),
      outcomes: (await reader.outcomes(this.period))
        .filter(isOwn)
        .map((one) => ({ ...one, ...plain.names({ agent: one.agent, queue: one.queue }) })),
      agentStates: await this.#agentStates(reader, cast, plain),
      ...(await this.#callbacks(reader, cast, plain)),
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
  caller(number: string | null): string | null;
  names<T extends { readonly agent: string | null; readonly queue: string | null }>(fact: T): T;
}

function plainNames({ prefix, callerNumbers }: Cast): PlainNames {
  const shown = new Map([...callerNumbers].map(([plain, real]) => [real, plain]));
  const plain = (name: string | null): string | null =>
    name?.startsWith(prefix) === true ? name.slice(prefix.length) : name;
  return {
    caller: (number) => (number === null ? null : (shown.get(number) ?? number)),
    names: (fact) => ({ ...fact, agent: plain(fact.agent), queue: plain(fact.queue) }),
  };
}

function isOf(cast: Cast, dialled: string): boolean {
  return [...cast.numbers.values()].includes(dialled);
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

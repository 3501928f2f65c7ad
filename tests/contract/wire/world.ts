import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../../../src/ari/failure.js';

/** Asterisk's HTTP interface as it is, or a model of it: requests, replies and the texts of its events. */
export interface WireWorld {
  /** Our application; its event stream is open and nothing is filtered. */
  readonly application: string;
  /** A registered phone, as an endpoint. */
  readonly phone: string;
  newId(): string;
  /** `path` begins behind `/ari`. */
  request(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Reply>;
  /** Every event of the case so far, as it came. */
  events(): readonly string[];
  phoneWill(how: 'answers' | 'never-answers'): Promise<void>;
  /** Restarts Asterisk and asks it all the while for its information; the replies up to the first good one. */
  restart(): Promise<readonly Reply[]>;
  /** Hangs everything up. */
  cleanUp(): Promise<void>;
}

/** A sequence of requests that every world answers alike. */
export interface WireCase {
  /** Section and row of the description of Asterisk's behaviour. */
  readonly row: string;
  readonly name: string;
  readonly run: (world: WireWorld) => Promise<void>;
}

const WITHIN_MS = 60_000;

/** Tries until it is true; throws when it does not become so in time. */
export async function eventually(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WITHIN_MS;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`not within ${WITHIN_MS} ms: ${isTrue.toString()}`);
    await sleep(5);
  }
}

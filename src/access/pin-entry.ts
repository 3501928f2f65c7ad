import { scrypt, timingSafeEqual } from 'node:crypto';
import type { PinResult } from '../core/signal.js';

/** The PIN of an agent. It has six digits, so its hash is made slow; whoever has the file can guess it all the same. */
export interface PinEntry {
  /** His id in the routing file. */
  readonly agent: string;
  /** Salt and scrypt of the PIN, hexadecimal. */
  readonly salt: string;
  readonly scrypt: string;
  /** When it was made, ISO 8601 in UTC. */
  readonly madeAt: string;
}

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** 32 MiB and some 100 ms for each guess. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const AGENT = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
/** Compared with the PIN of somebody who has none: it takes as long. */
const NOBODYS: Pick<PinEntry, 'salt' | 'scrypt'> = {
  salt: '00'.repeat(SALT_BYTES),
  scrypt: '00'.repeat(HASH_BYTES),
};

/** A new PIN, and the 128 bits of chance, hexadecimal, that its hash is made with. */
export interface NewPin {
  readonly pin: string;
  readonly salt: string;
}

/** What is kept of a new PIN. */
export async function pinEntry(agent: string, { pin, salt }: NewPin, madeAt: string): Promise<PinEntry> {
  return { agent, salt, scrypt: (await hashed(pin, salt)).toString('hex'), madeAt };
}

/** Whether the PIN is the agent's; how long it takes does not tell whether he has one. */
export async function comparePin(
  entries: readonly PinEntry[],
  agent: string | null,
  pin: string,
): Promise<PinResult> {
  const entry = entries.find((each) => each.agent === agent);
  const { salt, scrypt: hash } = entry ?? NOBODYS;
  const isRight = timingSafeEqual(await hashed(pin, salt), Buffer.from(hash, 'hex'));
  if (entry !== undefined) return isRight ? 'right' : 'wrong';
  return agent === null ? 'wrong' : 'none';
}

/** Reads the list as it stands in the file; `fault` makes what is thrown. */
export function readPins(value: unknown, fault: (what: string) => Error): readonly PinEntry[] {
  // A file of a program before has none.
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw fault('"pins" must be a list; make it with "callplane access pin"');
  const entries = value.map((each, index) => readPin(each, () => fault(wrongPin(index))));
  const agents = new Set(entries.map(({ agent }) => agent));
  if (agents.size < entries.length) throw fault('"pins" holds an agent twice');
  return entries;
}

function wrongPin(index: number): string {
  return `pins[${index}] is not whole; take it out, and give the agent another: callplane access pin AGENT`;
}

function readPin(value: unknown, fault: () => Error): PinEntry {
  const { agent, salt, scrypt: hash, madeAt } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isWhole =
    typeof agent === 'string' &&
    AGENT.test(agent) &&
    isHex(salt, SALT_BYTES) &&
    isHex(hash, HASH_BYTES) &&
    typeof madeAt === 'string' &&
    !Number.isNaN(Date.parse(madeAt));
  if (!isWhole) throw fault();
  return { agent, salt, scrypt: hash, madeAt };
}

function isHex(value: unknown, bytes: number): value is string {
  return typeof value === 'string' && value.length === bytes * 2 && /^[0-9a-f]*$/.test(value);
}

function hashed(pin: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, Buffer.from(salt, 'hex'), HASH_BYTES, COST, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}

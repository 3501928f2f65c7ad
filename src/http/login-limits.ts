import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** So many wrong tokens at once per address; then one for every `REFILL_MS`. */
export const WRONG_AT_ONCE = 10;
export const REFILL_MS = 6_000;
/** So many addresses are remembered at most, and so many tokens that were right; the oldest go first. */
export const ADDRESSES_AT_MOST = 10_000;
const RIGHT_AT_MOST = 1_000;

interface Account {
  /** Wrong tokens that may still come, as of `at`. */
  left: number;
  at: number;
}

/**
 * Limits wrong tokens per source address (of IPv6, its network of 64 bits). Who has used up his is not looked at any
 * more, except with a token that was right from there before: strangers at the same address lock nobody out.
 */
export class LoginLimits {
  readonly #now: () => number;
  readonly #accounts = new Map<string, Account>();
  readonly #right = new Set<string>();

  /** `now`: milliseconds that never go backwards. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.#accounts.size;
  }

  /** Milliseconds until a token from there is looked at; 0: now. */
  waitMs(address: string, token: string): number {
    const key = addressKey(address);
    const account = this.#accounts.get(key);
    if (account === undefined || this.#right.has(rightKey(key, token))) return 0;
    this.#refill(account);
    return account.left >= 1 ? 0 : Math.ceil((1 - account.left) * REFILL_MS);
  }

  /** A token from there was wrong; true: it was the last that may come at once. */
  wrong(address: string): boolean {
    const key = addressKey(address);
    const account = this.#accounts.get(key) ?? { left: WRONG_AT_ONCE, at: this.#now() };
    this.#refill(account);
    account.left = Math.max(0, account.left - 1);
    remember(this.#accounts, key, account, ADDRESSES_AT_MOST);
    return account.left < 1;
  }

  /** A token from there was right. */
  right(address: string, token: string): void {
    const key = rightKey(addressKey(address), token);
    this.#right.delete(key);
    this.#right.add(key);
    if (this.#right.size > RIGHT_AT_MOST) dropOldest(this.#right);
  }

  #refill(account: Account): void {
    const now = this.#now();
    account.left = Math.min(WRONG_AT_ONCE, account.left + (now - account.at) / REFILL_MS);
    account.at = now;
  }
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value, atMost: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > atMost) dropOldest(map);
}

function dropOldest(kept: { keys(): IterableIterator<string>; delete(key: string): boolean }): void {
  const [oldest] = kept.keys();
  if (oldest !== undefined) kept.delete(oldest);
}

function rightKey(address: string, token: string): string {
  return `${address} ${createHash('sha256').update(token).digest('base64')}`;
}

/** What counts as one source: an IPv4 address, or the first 64 bits of an IPv6 address. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [before = '', after] = plain.toLowerCase().split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = after === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':');
}

import { createHash } from 'node:crypto';
import type { Change } from '../core/change.js';

import { ROLES, type Reach, type Role } from '../ports/access.js';
import { type PinEntry, readPins } from './pin-entry.js';

/** The access file as it is; of a token only its hash is kept (decision 0011). */
export interface AccessFile {
  readonly tokens: readonly TokenEntry[];
  /** By which agents sign in at phones; of a PIN only its hash is kept. */
  readonly pins: readonly PinEntry[];
  /** The newest changes, oldest first: the running line takes them into its record of changes. */
  readonly changes: readonly Change[];
}

export type TokenEntry = Reach & {
  readonly name: string;
  /** SHA-256 of the token, hexadecimal. */
  readonly sha256: string;
  /** When it was made, ISO 8601 in UTC. */
  readonly madeAt: string;
};

/** The access file cannot be used, or what was asked of it does not fit; the message says what would be right. */
export class AccessFault extends Error {
  override readonly name = 'AccessFault';
}

const VERSION = 1;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Names of teams and agents in the routing file. */
const PLAN_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

export const NO_ACCESS: AccessFile = { tokens: [], pins: [], changes: [] };

/** What is kept of a token. It is 256 bits of chance, so a fast hash cannot be guessed backwards. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The text of the file. */
export function formatAccess(file: AccessFile): string {
  return `${JSON.stringify({ callplaneAccess: VERSION, ...file }, null, 2)}\n`;
}

/** Reads the text; `place` stands in messages. Throws `AccessFault` with the first thing that does not fit. */
export function parseAccess(text: string, place: string): AccessFile {
  const content = asObject(parsedJson(text, place));
  if (content?.['callplaneAccess'] !== VERSION)
    throw new AccessFault(
      `${place}: "callplaneAccess" is not ${VERSION}: it is no access file, or one of a later version`,
    );
  const { tokens, changes, pins } = content;
  if (!Array.isArray(tokens) || !Array.isArray(changes))
    throw new AccessFault(
      `${place}: "tokens" and "changes" must be lists; make the file with "callplane access"`,
    );
  const entries = (tokens as unknown[]).map((token, index) =>
    tokenEntry(token, `${place}: tokens[${index}]`),
  );
  refuseTwice(entries, place);
  return {
    tokens: entries,
    pins: pinsOf(pins, place),
    changes: (changes as unknown[]).map((each) => changeOf(each, place)),
  };
}

/** The name, when it can be one. Throws `AccessFault`. */
export function checkedName(name: string): string {
  if (NAME.test(name)) return name;
  throw new AccessFault(
    `found the name ${JSON.stringify(name)}; right is up to 64 letters, digits, dots, dashes and underscores, beginning with a letter or digit`,
  );
}

/** Role with the teams or the agent that belong to it. Throws `AccessFault`. */
export function checkedReach(role: string, teams: readonly string[], agent: string | null): Reach {
  if (!isRole(role))
    throw new AccessFault(`found the role ${JSON.stringify(role)}; right is ${ROLES.join(', ')}`);
  const extra = extraFault(role, teams, agent);
  if (extra !== null) throw new AccessFault(extra);
  for (const name of [...teams, ...(agent === null ? [] : [agent])])
    if (!PLAN_NAME.test(name))
      throw new AccessFault(
        `found ${JSON.stringify(name)}; right is the name of a team or agent of the routing file`,
      );
  if (role === 'supervisor') return { role, teams: [...new Set(teams)] };
  return role === 'agent' ? { role, agent: agent ?? '' } : { role };
}

function extraFault(role: Role, teams: readonly string[], agent: string | null): string | null {
  if (role === 'supervisor' && teams.length === 0)
    return 'a supervisor needs his teams: --team NAME, as often as needed';
  if (role === 'agent' && agent === null) return 'an agent needs his id in the routing file: --agent NAME';
  if (role !== 'supervisor' && teams.length > 0) return `only a supervisor has teams, not the role ${role}`;
  return role !== 'agent' && agent !== null ? `only the role agent has an agent, not the role ${role}` : null;
}

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role);
}

/** What the parser says is left out: it shows a piece of the text. */
function parsedJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AccessFault(
      `${place} is not JSON. Bring it back from a backup, or move it away and give new tokens: callplane access add`,
    );
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function tokenEntry(value: unknown, place: string): TokenEntry {
  const { name, role, teams = [], agent = null, sha256, madeAt, ...rest } = asObject(value) ?? {};
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new AccessFault(`${place}: ${JSON.stringify(unknown)} is not known here`);
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    throw new AccessFault(`${place}: "sha256" must be 64 hexadecimal digits`);
  if (typeof madeAt !== 'string' || Number.isNaN(Date.parse(madeAt)))
    throw new AccessFault(`${place}: "madeAt" must be an instant in ISO 8601`);
  const isList = Array.isArray(teams) && teams.every((team) => typeof team === 'string');
  if (!isList || (agent !== null && typeof agent !== 'string'))
    throw new AccessFault(`${place}: "teams" must be a list of texts, "agent" a text`);
  try {
    return {
      name: checkedName(textOf(name)),
      ...checkedReach(textOf(role), teams, agent),
      sha256,
      madeAt,
    };
  } catch (error) {
    throw error instanceof AccessFault ? new AccessFault(`${place}: ${error.message}`) : error;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function pinsOf(pins: unknown, place: string): readonly PinEntry[] {
  const fault = (what: string): AccessFault => new AccessFault(`${place}: ${what}`);
  return readPins(pins, fault);
}

function refuseTwice(entries: readonly TokenEntry[], place: string): void {
  for (const key of ['name', 'sha256'] as const) {
    const seen = new Set<string>();
    for (const entry of entries) {
      if (seen.has(entry[key]))
        throw new AccessFault(`${place}: the token of ${entry.name} stands there twice`);
      seen.add(entry[key]);
    }
  }
}

function changeOf(value: unknown, place: string): Change {
  const change = asObject(value);
  const by = asObject(change?.['by']);
  const isWhole =
    typeof change?.['id'] === 'string' &&
    typeof change['at'] === 'number' &&
    typeof change['what'] === 'string' &&
    typeof change['about'] === 'string' &&
    asObject(change['before']) !== null &&
    asObject(change['after']) !== null &&
    typeof by?.['name'] === 'string' &&
    typeof by['role'] === 'string';
  if (isWhole)
    return {
      ...(change as unknown as Change),
      by: { name: textOf(by['name']), role: textOf(by['role']), request: null },
    };
  throw new AccessFault(`${place}: one of "changes" is not whole; take it out, it is only a record`);
}

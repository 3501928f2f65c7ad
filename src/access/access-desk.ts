import type { ChangeDetail } from '../core/change.js';
import type { Reach } from '../ports/access.js';
import { changeAccess, readAccess } from './access-disk.js';
import {
  AccessFault,
  type AccessFile,
  checkedName,
  checkedReach,
  type TokenEntry,
  tokenHash,
} from './access-file.js';
import { type NewPin, type PinEntry, pinEntry } from './pin-entry.js';

/** So many of the newest changes stay in the file. */
const CHANGES_KEPT = 200;

/** What a change of access needs from outside. */
export interface DeskParts {
  readonly path: string;
  /** 256 bits of chance, as text. */
  readonly mintToken: () => string;
  readonly mintId: () => string;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** The user at the command line. */
  readonly user: string;
}

export interface AskedReach {
  readonly role: string;
  readonly teams: readonly string[];
  readonly agent: string | null;
}

/** Who has a token: everything but the token, which nobody can tell any more. */
export async function listAccess(path: string): Promise<readonly TokenEntry[]> {
  return (await readAccess(path)).file.tokens;
}

/** Makes a token; it is told here and never again. Throws `AccessFault`. */
export async function addAccess(parts: DeskParts, name: string, asked: AskedReach): Promise<string> {
  checkedName(name);
  const reach = checkedReach(asked.role, asked.teams, asked.agent);
  return issue(parts, 'access add', name, (tokens) => {
    if (tokens.some((token) => token.name === name))
      throw new AccessFault(
        `${name} has a token already; give another name, or: callplane access rotate ${name}`,
      );
    return { others: tokens, reach };
  });
}

/** Gives a new token in place of the old one, which is void from then on. Throws `AccessFault`. */
export async function rotateAccess(parts: DeskParts, name: string): Promise<string> {
  return issue(parts, 'access rotate', name, (tokens) => {
    const { entry, others } = without(tokens, name);
    return { others, reach: checkedReach(entry.role, ...extrasOf(entry)) };
  });
}

/** Takes a token away. Throws `AccessFault`. */
export async function removeAccess(parts: DeskParts, name: string): Promise<void> {
  await changeAccess(parts.path, (file) => {
    const { entry, others } = without(file.tokens, name);
    return changed(
      parts,
      { ...file, tokens: others },
      {
        what: 'access remove',
        about: name,
        before: described(entry),
        after: {},
      },
    );
  });
}

/** Makes a PIN by which an agent signs in at phones; it is told here and never again. Throws `AccessFault`. */
export async function givePin(parts: DeskParts, agent: string, fresh: NewPin): Promise<string> {
  checkedReach('agent', [], agent);
  const madeAt = new Date(parts.now).toISOString();
  const entry = await pinEntry(agent, fresh, madeAt);
  await changeAccess(parts.path, (file) => {
    const old = file.pins.find((each) => each.agent === agent);
    const about = { what: 'access pin', about: agent, before: pinDescribed(old), after: pinDescribed(entry) };
    return changed(parts, { ...file, pins: [...file.pins.filter((each) => each !== old), entry] }, about);
  });
  return fresh.pin;
}

/** Takes an agent's PIN away. Throws `AccessFault`. */
export async function removePin(parts: DeskParts, agent: string): Promise<void> {
  await changeAccess(parts.path, (file) => {
    const old = file.pins.find((each) => each.agent === agent);
    if (old === undefined)
      throw new AccessFault(`the agent ${agent} has no PIN; give one with: callplane access pin ${agent}`);
    const about = { what: 'access remove-pin', about: agent, before: pinDescribed(old), after: {} };
    return changed(parts, { ...file, pins: file.pins.filter((each) => each !== old) }, about);
  });
}

/** In the record of changes: never the hash. */
function pinDescribed(entry: PinEntry | undefined): ChangeDetail {
  return entry === undefined ? {} : { madeAt: entry.madeAt };
}

type Place = (tokens: readonly TokenEntry[]) => {
  readonly others: readonly TokenEntry[];
  readonly reach: Reach;
};

async function issue(parts: DeskParts, what: string, name: string, place: Place): Promise<string> {
  const token = parts.mintToken();
  await changeAccess(parts.path, (file) => {
    const { others, reach } = place(file.tokens);
    const old = file.tokens.find((each) => each.name === name);
    const madeAt = new Date(parts.now).toISOString();
    const entry: TokenEntry = { name, ...reach, sha256: tokenHash(token), madeAt };
    const about = {
      what,
      about: name,
      before: old === undefined ? {} : described(old),
      after: described(entry),
    };
    return changed(parts, { ...file, tokens: [...others, entry] }, about);
  });
  return token;
}

function changed(
  parts: DeskParts,
  file: AccessFile,
  about: {
    readonly what: string;
    readonly about: string;
    readonly before: ChangeDetail;
    readonly after: ChangeDetail;
  },
): AccessFile {
  const by = { name: parts.user, role: 'command-line', request: null };
  const change = { id: parts.mintId(), at: parts.now, by, ...about };
  return { ...file, changes: [...file.changes, change].slice(-CHANGES_KEPT) };
}

function without(
  tokens: readonly TokenEntry[],
  name: string,
): { readonly entry: TokenEntry; readonly others: readonly TokenEntry[] } {
  const entry = tokens.find((token) => token.name === name);
  if (entry !== undefined) return { entry, others: tokens.filter((token) => token !== entry) };
  const names = tokens.map((token) => token.name).join(', ');
  throw new AccessFault(
    `nobody is called ${name}; ${names === '' ? 'nobody has a token yet' : `there are ${names}`}`,
  );
}

function extrasOf(entry: TokenEntry): [readonly string[], string | null] {
  return [entry.role === 'supervisor' ? entry.teams : [], entry.role === 'agent' ? entry.agent : null];
}

/** An entry in the record of changes: never its hash. */
export function described(entry: TokenEntry): ChangeDetail {
  const [teams, agent] = extrasOf(entry);
  return { role: entry.role, teams, agent, madeAt: entry.madeAt };
}

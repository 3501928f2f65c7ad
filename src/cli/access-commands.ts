import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Change } from '../core/change.js';
import { type Role, ROLES } from '../ports/access.js';

/** Gives and takes tokens, on the machine that holds the access file. */
export interface AccessCommands {
  /** What is known of every token, by name of the field. */
  list(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Resolves with the token, which nobody can tell a second time. */
  add(name: string, reach: AddOptions): Promise<string>;
  rotate(name: string): Promise<string>;
  remove(name: string): Promise<void>;
  /** Resolves with the PIN, which nobody can tell a second time. */
  givePin(agent: string): Promise<string>;
  removePin(agent: string): Promise<void>;
}

export interface AddOptions {
  readonly role: Role;
  readonly teams: readonly string[];
  readonly agent: string | null;
}

/** From when on: so many milliseconds ago, or at an instant. */
export type Since = { readonly ago: number } | { readonly at: number };
export type ToldChange = Omit<Change, 'id'>;

export interface AccessParts {
  readonly access: () => Promise<AccessCommands>;
  /** The record of changes, oldest first. */
  readonly audit: (since: Since) => Promise<readonly ToldChange[]>;
  /** What stands on standard output and standard error. */
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Who may ask over HTTP, and what was changed by whom. */
export function addAccessCommands(program: Command, parts: AccessParts): void {
  const access = program.command('access').description('who may use the HTTP interface (on this machine)');
  addAdd(access, parts);
  access
    .command('list')
    .description('all tokens: name, role, teams or agent; never the token')
    .action(async () => {
      for (const entry of await (await parts.access()).list()) parts.print(`${entryLine(entry)}\n`);
    });
  access
    .command('rotate')
    .description('make a new token in place of the old one, which is void at once')
    .argument('<name>')
    .action(async (name: string) => tell(parts, await (await parts.access()).rotate(name)));
  access
    .command('remove')
    .description('take a token away')
    .argument('<name>')
    .action(async (name: string) => {
      await (await parts.access()).remove(name);
      parts.print(`${name} has no access any more\n`);
    });
  addPins(access, parts);
  addAudit(program, parts);
}

function addAdd(access: Command, parts: AccessParts): void {
  interface Options {
    readonly role: Role;
    readonly team: readonly string[];
    readonly agent?: string;
  }
  access
    .command('add')
    .description('make a token; it is printed once and kept only as a hash')
    .argument('<name>', 'whose token it is; stands in the log and in the record of changes')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--team <team>', 'a team of a supervisor, as often as needed', collected, [])
    .option('--agent <agent>', 'id of the agent in the routing file')
    .action(async (name: string, { role, team, agent }: Options) =>
      tell(parts, await (await parts.access()).add(name, { role, teams: team, agent: agent ?? null })),
    );
}

function addPins(access: Command, parts: AccessParts): void {
  access
    .command('pin')
    .description('make a PIN by which an agent signs in at a phone; one that he had is void at once')
    .argument('<agent>', 'id of the agent in the routing file')
    .action(async (agent: string) => {
      const pin = await (await parts.access()).givePin(agent);
      parts.complain('This PIN is shown once and kept nowhere:\n');
      parts.complain(`(if wrong ones have locked the old one: callplane agent unlock-pin ${agent})\n`);
      parts.print(`${pin}\n`);
    });
  access
    .command('remove-pin')
    .description('take his PIN away: he signs in at no phone')
    .argument('<agent>', 'id of the agent in the routing file')
    .action(async (agent: string) => {
      await (await parts.access()).removePin(agent);
      parts.print(`${agent} has no PIN any more\n`);
    });
}

function addAudit(program: Command, parts: AccessParts): void {
  program
    .command('audit')
    .description('what was changed: when, by whom, what, before and after')
    .option(
      '--since <since>',
      'a time ago (30m, 24h, 7d) or an instant in UTC (2026-03-02, 2026-03-02T08:00Z)',
      since,
      {
        ago: 7 * 86_400_000,
      },
    )
    .action(async (options: { readonly since: Since }) => {
      for (const change of await parts.audit(options.since)) parts.print(`${changeLine(change)}\n`);
    });
}

/** The token alone on standard output, so that it can be sent to a file. */
function tell(parts: AccessParts, token: string): void {
  parts.complain('This token is shown once and kept nowhere:\n');
  parts.print(`${token}\n`);
}

function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function entryLine({ name, role, teams, agent, madeAt }: Readonly<Record<string, unknown>>): string {
  const teamNames = Array.isArray(teams) && teams.length > 0 ? ` of ${teams.join(', ')}` : '';
  const agentName = typeof agent === 'string' ? ` ${agent}` : '';
  return `${String(name)}: ${String(role)}${teamNames}${agentName}, since ${String(madeAt)}`;
}

function changeLine({ at, by, what, about, before, after }: ToldChange): string {
  const request = by.request === null ? '' : ` request ${by.request}`;
  const change = `${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
  return `${new Date(at).toISOString()} ${by.name} (${by.role})${request}: ${what} ${about} ${change}`;
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function since(text: string): Since {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (unit !== undefined) return { ago: Number(count) * (UNITS[unit] ?? 0) };
  const at = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return { at };
  throw new InvalidArgumentError('Right would be 30m, 24h, 7d, 2026-03-02 or 2026-03-02T08:00Z.');
}

import { type Command, InvalidArgumentError } from 'commander';
import { accepted, textOf } from './accepted.js';
import type { Api } from './api-client.js';
import { CommandFailed, EXIT } from './exit-code.js';

export interface LineParts {
  readonly api: () => Api;
  readonly print: (text: string) => void;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Milliseconds that never go backwards. */
  readonly now: () => number;
}

const LOOKS_EVERY_MS = 1_000;
/** A call that was let in just before is seen a moment later. */
const EMPTY_LOOKS = 2;
/** New texts are spoken meanwhile. */
const RELOADS_WITHIN_MS = 600_000;
const DRAINS_WITHIN_MS = 10 * 60_000;

/** What is asked of the running Callplane as a whole over HTTP. */
export function addLineCommands(program: Command, parts: LineParts): void {
  program
    .command('handover')
    .description('let the standby lead instead of the running Callplane; talks and waiting callers go on')
    .action(async () => {
      await accepted(parts.api(), 'POST', '/api/handover');
      parts.print('the standby takes over\n');
    });
  program
    .command('reload')
    .description('let the running Callplane read the routing file again, all or nothing')
    .action(async () => {
      const answer = await accepted(parts.api(), 'POST', '/api/reload', undefined, RELOADS_WITHIN_MS);
      const change = answer['changed'] === true ? 'loaded' : 'has not changed';
      parts.print(`routing file ${change}: version ${textOf(answer['version'])}\n`);
    });
  addDrain(program, parts);
}

function addDrain(program: Command, parts: LineParts): void {
  interface Options {
    readonly within: number;
    readonly undo: boolean;
  }
  program
    .command('drain')
    .description('send new calls to the emergency destination and wait until those that are here are over')
    .option('--within <time>', 'how long to wait: 90s, 10m, 2h; 0s: not at all', timeSpan, DRAINS_WITHIN_MS)
    .option('--undo', 'take new calls again', false)
    .addHelpText('after', DRAIN_HELP)
    .action(async ({ within, undo }: Options) => {
      if (undo) await undrain(parts);
      else await drain(parts, within);
    });
}

const DRAIN_HELP = `
Exit codes: 0 no call is left; 1 the time is over and calls are left. They are handled as before; when Callplane is
stopped they stay in Asterisk, and the next start goes on with them. A start takes new calls again.`;

async function undrain({ api, print }: LineParts): Promise<void> {
  await accepted(api(), 'POST', '/api/undrain');
  print('new calls are taken again\n');
}

async function drain({ api, print, pause, now }: LineParts, withinMs: number): Promise<void> {
  const line = api();
  const until = now() + withinMs;
  await accepted(line, 'POST', '/api/drain');
  print('new calls go to the emergency destination\n');
  for (let empty = 0; ;) {
    const { total, items } = await accepted(line, 'GET', '/api/calls');
    empty = total === 0 ? empty + 1 : 0;
    if (empty >= EMPTY_LOOKS) break;
    if (now() >= until && total !== 0) throw new CommandFailed(leftOver(items), EXIT.fault);
    await pause(LOOKS_EVERY_MS);
  }
  print('no call is left\n');
}

/** What is left, by where it is. */
function leftOver(items: unknown): string {
  const counts = new Map<string, number>();
  for (const item of Array.isArray(items) ? (items as Readonly<Record<string, unknown>>[]) : []) {
    const state = textOf(item['state']);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const told = [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
  return `The time is over, and calls are left: ${told}. New calls still go elsewhere; \`callplane drain --undo\` ends that.`;
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

function timeSpan(text: string): number {
  const [, count, unit] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  if (unit !== undefined) return Number(count) * (UNITS[unit] ?? 0);
  throw new InvalidArgumentError('Right would be 90s, 10m or 2h.');
}

import { InvalidArgumentError, type Command } from 'commander';
import { accepted, itemsOf, textOf } from './accepted.js';
import type { Api } from './api-client.js';
import { addReviewCommand } from './review-command.js';
import { addTransferCommands } from './transfer-commands.js';

interface CallParts {
  readonly api: () => Api;
  readonly print: (text: string) => void;
}

/** Calls of the running Callplane: who waits, and what a supervisor does about it. */
export function addCallCommands(program: Command, parts: CallParts): void {
  const call = program.command('call').description('calls of the running Callplane');
  call
    .command('list')
    .description('all calls as they are now')
    .action(async () => {
      const items = itemsOf(await accepted(parts.api(), 'GET', '/api/calls'));
      if (items.length === 0) parts.print('no calls\n');
      for (const item of items) parts.print(`${line(item)}\n`);
    });
  call
    .command('move')
    .description('move a waiting caller to another queue; he keeps his age')
    .argument('<call>', 'id of the call')
    .argument('<queue>', 'name of the queue in the routing file')
    .action(async (id: string, queue: string) => ask(parts, id, 'move', { queue }));
  call
    .command('remove')
    .description('take a waiting caller out; he leaves by the exit "nobody" of his queue')
    .argument('<call>', 'id of the call')
    .action(async (id: string) => ask(parts, id, 'remove', {}));
  call
    .command('priority')
    .description('how many minutes of waiting the caller is ahead of others (or behind)')
    .argument('<call>', 'id of the call')
    .argument('<priority>', 'from -10 to 10', wholePriority)
    .action(async (id: string, priority: number) => ask(parts, id, 'priority', { priority }));
  addReviewCommand(call, parts);
  addTransferCommands(call, parts);
}

async function ask(parts: CallParts, id: string, name: string, body: object): Promise<void> {
  const path = `/api/calls/${encodeURIComponent(id)}/${name}`;
  parts.print(`${line(await accepted(parts.api(), 'POST', path, body))}\n`);
}

function line({ call, state, queue, position }: Readonly<Record<string, unknown>>): string {
  const place = typeof position === 'number' ? `, place ${position}` : '';
  const where = typeof queue === 'string' ? ` in ${queue}${place}` : '';
  return `${textOf(call)}: ${textOf(state) || 'gone'}${where}`;
}

function wholePriority(value: string): number {
  if (/^-?\d{1,2}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Right would be a whole number from -10 to 10.');
}

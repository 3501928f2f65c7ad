import { InvalidArgumentError, type Command } from 'commander';
import { accepted, itemsOf, textOf } from './accepted.js';
import type { Api } from './api-client.js';

interface SwitchParts {
  readonly api: () => Api;
  readonly print: (text: string) => void;
}

interface EndOptions {
  readonly minutes?: number;
  readonly until?: string;
}

/** Hours by hand and emergency messages of the running Callplane. */
export function addSwitchCommands(program: Command, parts: SwitchParts): void {
  const hours = program
    .command('hours')
    .description('calendars of the running Callplane: open or closed by hand');
  hours
    .command('list')
    .description('all calendars as they are now')
    .action(async () => printHours(parts, itemsOf(await accepted(parts.api(), 'GET', '/api/hours'))));
  for (const [name, about] of [
    ['open', 'open now, whatever the times say'],
    ['close', 'closed now, whatever the times say'],
  ] as const) {
    withEnd(hours.command(name).description(about).argument('<hours>', 'name in the routing file')).action(
      async (id: string, end: EndOptions) => switchHours(parts, id, name, { ...end }),
    );
  }
  hours
    .command('follow')
    .description('by the times of the routing file again')
    .argument('<hours>', 'name in the routing file')
    .action(async (id: string) => switchHours(parts, id, 'follow', {}));
  addMessageCommands(program, parts);
}

function addMessageCommands(program: Command, parts: SwitchParts): void {
  const message = program
    .command('message')
    .description('what every new caller hears first, in an emergency');
  const show = async (answer: Promise<Readonly<Record<string, unknown>>>): Promise<void> =>
    printMessages(parts, itemsOf(await answer));
  message
    .command('list')
    .description('the messages that are on')
    .action(() => show(accepted(parts.api(), 'GET', '/api/messages')));
  withEnd(message.command('start').description('play a prompt to every new caller first'))
    .argument('<prompt>', 'a prompt of the routing file')
    .option('--number <number>', 'only callers of this number')
    .action((prompt: string, options: EndOptions & { readonly number?: string }) =>
      show(accepted(parts.api(), 'POST', '/api/messages/start', { prompt, ...options })),
    );
  message
    .command('end')
    .description('end the message')
    .option('--number <number>', 'the message of this number; that of all numbers when left out')
    .action((options: { readonly number?: string }) =>
      show(accepted(parts.api(), 'POST', '/api/messages/end', { ...options })),
    );
}

function withEnd(command: Command): Command {
  return command
    .option('--minutes <minutes>', 'ends by itself after so many minutes', wholeMinutes)
    .option('--until <instant>', 'ends by itself then, such as 2026-03-04T18:00:00+02:00');
}

async function switchHours(parts: SwitchParts, id: string, name: string, body: object): Promise<void> {
  const path = `/api/hours/${encodeURIComponent(id)}/${name}`;
  printHours(parts, [await accepted(parts.api(), 'POST', path, body)]);
}

function printHours(parts: SwitchParts, items: readonly Readonly<Record<string, unknown>>[]): void {
  for (const { hours, open, switch: switched } of items) {
    const byHand =
      typeof switched === 'object' && switched !== null ? `, by hand${endOf(switched)}` : ', by its times';
    parts.print(`${textOf(hours)}: ${open === true ? 'open' : 'closed'}${byHand}\n`);
  }
}

function printMessages(parts: SwitchParts, items: readonly Readonly<Record<string, unknown>>[]): void {
  if (items.length === 0) parts.print('no message is on\n');
  for (const item of items)
    parts.print(`${textOf(item['number']) || 'all numbers'}: ${textOf(item['prompt'])}${endOf(item)}\n`);
}

function endOf(item: object): string {
  const { until, by } = item as Readonly<Record<string, unknown>>;
  return `${typeof until === 'string' ? ` until ${until}` : ''} (${textOf(by)})`;
}

function wholeMinutes(value: string): number {
  if (/^\d{1,5}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Right would be whole minutes, like 120.');
}

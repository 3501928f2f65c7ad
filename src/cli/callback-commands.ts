import type { Command } from 'commander';
import { accepted, itemsOf, textOf } from './accepted.js';
import type { Api } from './api-client.js';

interface CallbackParts {
  readonly api: () => Api;
  readonly print: (text: string) => void;
}

interface AskOptions {
  readonly name?: string;
  readonly notBefore?: string;
}

/** Callbacks of the running Callplane: who is to be called, and what a supervisor does about it. */
export function addCallbackCommands(program: Command, parts: CallbackParts): void {
  const callback = program.command('callback').description('callbacks of the running Callplane');
  callback
    .command('list')
    .description('everybody who is to be called back')
    .action(async () => {
      const items = itemsOf(await accepted(parts.api(), 'GET', '/api/callbacks'));
      if (items.length === 0) parts.print('no callbacks\n');
      for (const item of items) parts.print(`${line(item)}\n`);
    });
  callback
    .command('ask')
    .description('have somebody called back; asked again for the same number it is the same callback')
    .argument('<number>', 'in E.164, such as +359888000001')
    .argument('<queue>', 'the queue whose agents call')
    .option('--name <name>', 'what the agent sees')
    .option('--not-before <instant>', 'such as 2026-03-04T10:00:00Z')
    .action(async (number: string, queue: string, options: AskOptions) => {
      const body = { number, queue, ...options };
      parts.print(`${line(await accepted(parts.api(), 'POST', '/api/callbacks/ask', body))}\n`);
    });
  callback
    .command('cancel')
    .description('nobody need call any more')
    .argument('<callback>', 'id of the callback')
    .action(async (id: string) => {
      const path = `/api/callbacks/${encodeURIComponent(id)}/cancel`;
      parts.print(`${line(await accepted(parts.api(), 'POST', path, {}))}\n`);
    });
}

function line({
  callback,
  number,
  queue,
  state,
  position,
  tries,
  voicemails,
}: Readonly<Record<string, unknown>>): string {
  const place = typeof position === 'number' ? `, place ${position}` : '';
  const where = typeof queue === 'string' ? ` to ${textOf(number)} by ${queue}${place}` : '';
  const tried = typeof tries === 'number' && tries > 0 ? `, tried ${tries} times` : '';
  const left = Array.isArray(voicemails) && voicemails.length > 0 ? `, message ${voicemails.join(', ')}` : '';
  return `${textOf(callback) || 'over'}:${where} ${textOf(state)}${tried}${left}`;
}

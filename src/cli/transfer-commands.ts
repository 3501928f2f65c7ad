import type { Command } from 'commander';
import { Option } from 'commander';
import { accepted, textOf } from './accepted.js';
import type { Api } from './api-client.js';

interface TransferParts {
  readonly api: () => Api;
  readonly print: (text: string) => void;
}

const TARGETS = ['agent', 'queue', 'flow', 'chain', 'number'] as const;

/** Callers who are handed over, for the agent who talks with them. */
export function addTransferCommands(call: Command, parts: TransferParts): void {
  const toTarget = (name: string, about: string): void => {
    call
      .command(name)
      .description(about)
      .argument('<call>', 'id of the call')
      .addOption(new Option('--to <kind>', 'what the target is').choices(TARGETS).default('agent'))
      .argument('<target>', 'name of the target in the routing file, or a number outside')
      .option('--reason <text>', 'why, for the reports')
      .action(async (id: string, target: string, options: { to: string; reason?: string }) => {
        const { to, reason } = options;
        await ask(parts, id, name, { [to]: target, ...(reason === undefined ? {} : { reason }) });
      });
  };
  const plain = (name: string, about: string): void => {
    call
      .command(name)
      .description(about)
      .argument('<call>', 'id of the call')
      .action(async (id: string) => ask(parts, id, name, {}));
  };
  toTarget('transfer', 'hand a caller over at once');
  toTarget('consult', 'ask an agent, a chain or a number first; the caller hears music');
  plain('complete-transfer', 'the caller goes to whoever is asked');
  plain('cancel-transfer', 'the agent goes back to the caller');
  plain('hold', 'the caller hears music');
  plain('resume', 'the caller is back');
}

async function ask(parts: TransferParts, id: string, name: string, body: object): Promise<void> {
  const path = `/api/calls/${encodeURIComponent(id)}/${name}`;
  const item = await accepted(parts.api(), 'POST', path, body);
  parts.print(`${textOf(item['call'])}: ${textOf(item['state']) || 'handed over'}\n`);
}

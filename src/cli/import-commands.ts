import { InvalidArgumentError, type Command } from 'commander';

/** What `callplane import queue-log` was asked for. */
export interface ImportRequest {
  readonly file: string;
  /** Agents by what the file calls them, said by hand. */
  readonly agents: ReadonlyMap<string, string>;
  /** `no`: it is only read. */
  readonly write: 'yes' | 'no';
}

interface ImportParts {
  readonly importQueueLog: (request: ImportRequest) => Promise<string>;
  readonly print: (text: string) => void;
}

/** History of another program: docs/engineer.md. */
export function addImportCommands(program: Command, parts: ImportParts): void {
  program
    .command('import')
    .description('the history that another program has kept')
    .command('queue-log')
    .description("Asterisk's queue_log, of any length; reading it again changes nothing")
    .argument('<file>', 'like /var/log/asterisk/queue_log')
    .option(
      '--agent <member=agent>',
      'who is meant by the name of a member (default: the agent with this id, name or phone)',
      pair,
      new Map<string, string>(),
    )
    .option('--dry-run', 'only read it, and say what would be stored', false)
    .action(async (file: string, options: { agent: ReadonlyMap<string, string>; dryRun: boolean }) => {
      const { agent: agents, dryRun } = options;
      parts.print(await parts.importQueueLog({ file, agents, write: dryRun ? 'no' : 'yes' }));
    });
}

function pair(value: string, before: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const at = value.lastIndexOf('=');
  if (at < 1 || at === value.length - 1)
    throw new InvalidArgumentError('right would be a member and an agent, like SIP/101=anna');
  return new Map([...before, [value.slice(0, at), value.slice(at + 1)]]);
}

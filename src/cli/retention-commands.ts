import { type Command, InvalidArgumentError } from 'commander';

/** What `callplane retention run` was asked for. */
export interface RetentionRequest {
  /** `count`: nothing is changed. */
  readonly mode: 'do' | 'count';
}

export interface RetentionParts {
  /** Treats what is over its time; what to tell. */
  readonly runRetention: (request: RetentionRequest) => Promise<string>;
  /** The newest runs, as text. */
  readonly retentionLog: (newest: number) => Promise<string>;
  /** What to tell. */
  readonly destroyRetentionKey: () => Promise<string>;
  readonly print: (text: string) => void;
}

/** How long numbers and recordings are kept: docs/privacy.md. */
export function addRetentionCommands(program: Command, parts: RetentionParts): void {
  const retention = program
    .command('retention')
    .description('numbers and recordings whose time is over (docs/privacy.md)');
  retention
    .command('run')
    .description('do now what is done every night')
    .option('--dry-run', 'change nothing, and say what would be done', false)
    .action(async ({ dryRun }: { readonly dryRun: boolean }) =>
      parts.print(await parts.runRetention({ mode: dryRun ? 'count' : 'do' })),
    );
  retention
    .command('log')
    .description('the runs and what they did, newest first')
    .option('--newest <count>', 'so many of them', wholeNumber, 30)
    .action(async ({ newest }: { readonly newest: number }) => parts.print(await parts.retentionLog(newest)));
  retention
    .command('destroy-key')
    .description('replaced numbers stand for nobody any more, for ever; the next run makes a new key')
    .action(async () => parts.print(await parts.destroyRetentionKey()));
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('right would be a number from 1 to 9999');
  return Number(text);
}

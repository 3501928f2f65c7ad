import { Option, type Command } from 'commander';

export interface WhyRequest {
  readonly call: string;
  readonly format: 'text' | 'json';
}

interface WhyParts {
  /** The story of a call. */
  readonly why: (request: WhyRequest) => Promise<string>;
  readonly print: (text: string) => void;
}

/** What happened in one call, and why whose phone rang. */
export function addWhyCommand(program: Command, parts: WhyParts): void {
  program
    .command('why')
    .description(
      'the story of a call: what happened, and for each offer why this agent and why not the others',
    )
    .argument('<call>', 'id of the call')
    .addOption(new Option('--format <format>', 'of the story').choices(['text', 'json']).default('text'))
    .action(async (call: string, { format }: Pick<WhyRequest, 'format'>) =>
      parts.print(await parts.why({ call, format })),
    );
}

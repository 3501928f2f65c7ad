import { InvalidArgumentError, type Command } from 'commander';
import { accepted, textOf } from './accepted.js';
import type { Api } from './api-client.js';

interface ReviewParts {
  readonly api: () => Api;
  readonly print: (text: string) => void;
}

interface ReviewOptions {
  readonly score?: number;
  readonly conclusion?: string;
  readonly agent?: string;
}

/** What somebody who has listened to a call thinks of it. */
export function addReviewCommand(call: Command, { api, print }: ReviewParts): void {
  call
    .command('review')
    .description('score a call that was listened to, or say what came of listening')
    .argument('<call>', 'id of the call, as in the reports sample, escalations and journal')
    .option('--score <score>', 'from 1 to 10', wholeScore)
    .option('--conclusion <text>', 'in your own words; not the place for what the client said of himself')
    .option('--agent <agent>', 'whom the score is for, where several talked')
    .action(async (id: string, { score, conclusion, agent }: ReviewOptions) => {
      const path = `/api/calls/${encodeURIComponent(id)}/review`;
      print(`${line(await accepted(api(), 'POST', path, { score, conclusion, agent }))}\n`);
    });
}

function line({ call, agent, score, reviewer }: Readonly<Record<string, unknown>>): string {
  const who = textOf(agent) === '' ? '' : ` of ${textOf(agent)}`;
  const scored = typeof score === 'number' ? `, score ${score}` : '';
  return `${textOf(call)}: reviewed${who} by ${textOf(reviewer)}${scored}`;
}

function wholeScore(value: string): number {
  if (/^([1-9]|10)$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Right would be a whole number from 1 to 10.');
}

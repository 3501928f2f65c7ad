import { InvalidArgumentError, type Command } from 'commander';
import { accepted, itemsOf, textOf } from './accepted.js';
import type { Api } from './api-client.js';

interface AgentParts {
  readonly api: () => Api;
  readonly print: (text: string) => void;
}

/** What is asked about agents of the running Callplane over HTTP. */
export function addAgentCommands(program: Command, parts: AgentParts): void {
  const agent = program.command('agent').description('agents of the running Callplane');
  agent
    .command('list')
    .description('all agents as they are now')
    .action(async () => printList(parts, await accepted(parts.api(), 'GET', '/api/agents')));
  addSignIn(agent, parts);
  addPlain(agent, parts, 'sign-out', 'sign an agent out, after the talk when there is one');
  addPause(agent, parts);
  addPlain(agent, parts, 'resume', 'end the pause');
  addPlain(agent, parts, 'end-wrap-up', 'free for the next call at once');
  addPlain(agent, parts, 'unlock-pin', 'let his PIN be tried again, which wrong ones have locked');
  addExtension(agent, parts);
  addOutcome(agent, parts);
  addCall(agent, parts);
}

function addPlain(agent: Command, parts: AgentParts, name: string, description: string): void {
  agent
    .command(name)
    .description(description)
    .argument('<agent>', 'id of the agent in the routing file')
    .action(async (id: string) => ask(parts, id, name));
}

function addSignIn(agent: Command, parts: AgentParts): void {
  agent
    .command('sign-in')
    .description('sign an agent in')
    .argument('<agent>', 'id of the agent in the routing file')
    .option('--phone <phone>', 'where, for whoever has none of his own, for instance PJSIP/101')
    .action(async (id: string, { phone }: { readonly phone?: string }) =>
      ask(parts, id, 'sign-in', phone === undefined ? {} : { phone }),
    );
}

function addPause(agent: Command, parts: AgentParts): void {
  agent
    .command('pause')
    .description('no calls until resumed')
    .argument('<agent>', 'id of the agent in the routing file')
    .requiredOption('--reason <reason>', 'why, for instance lunch')
    .option('--minutes <minutes>', 'it ends by itself then', wholeMinutes)
    .action(async (id: string, { reason, minutes }: { readonly reason: string; readonly minutes?: number }) =>
      ask(parts, id, 'pause', { reason, ...(minutes === undefined ? {} : { seconds: minutes * 60 }) }),
    );
}

function addExtension(agent: Command, parts: AgentParts): void {
  agent
    .command('extend-wrap-up')
    .description('more time for wrap-up, up to the limit of the queue')
    .argument('<agent>', 'id of the agent in the routing file')
    .requiredOption('--seconds <seconds>', 'how much more', wholeNumber)
    .action(async (id: string, { seconds }: { readonly seconds: number }) =>
      ask(parts, id, 'extend-wrap-up', { seconds }),
    );
}

function addOutcome(agent: Command, parts: AgentParts): void {
  agent
    .command('outcome')
    .description('what came of the conversation, as one of the codes of its queue')
    .argument('<agent>', 'id of the agent in the routing file')
    .argument('<outcome>', 'the code, for instance sale')
    .action(async (id: string, outcome: string) => ask(parts, id, 'outcome', { outcome }));
}

function addCall(agent: Command, parts: AgentParts): void {
  agent
    .command('call')
    .description('ring his phone, then the number, as far as the dial policy allows')
    .argument('<agent>', 'id of the agent in the routing file')
    .argument('<number>', 'the number, as it is dialled')
    .action(async (id: string, number: string) => ask(parts, id, 'call', { number }));
}

async function ask(parts: AgentParts, id: string, name: string, body: object = {}): Promise<void> {
  const path = `/api/agents/${encodeURIComponent(id)}/${name}`;
  parts.print(`${line(await accepted(parts.api(), 'POST', path, body))}\n`);
}

function printList(parts: AgentParts, answer: Readonly<Record<string, unknown>>): void {
  for (const item of itemsOf(answer)) parts.print(`${line(item)}\n`);
}

function line(agent: Readonly<Record<string, unknown>>): string {
  const reason = agent['reason'] === null ? '' : ` (${textOf(agent['reason'])})`;
  const call = agent['call'] === null ? '' : ` ${textOf(agent['call'])}`;
  return `${textOf(agent['agent'])}: ${textOf(agent['state'])}${reason}${call} since ${textOf(agent['since'])}`;
}

function wholeMinutes(value: string): number {
  if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Right would be whole minutes, like 15.');
}

function wholeNumber(value: string): number {
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Right would be whole seconds, like 30.');
}

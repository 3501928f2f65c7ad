import { InvalidArgumentError, type Command } from 'commander';
import type { Api, ApiAnswer } from './api-client.js';
import { CommandFailed, EXIT } from './exit-code.js';

interface AgentParts {
  readonly api: () => Api;
  readonly print: (text: string) => void;
}

/** What asks the running Callplane over HTTP. */
export function addAgentCommands(program: Command, parts: AgentParts): void {
  const agent = program.command('agent').description('agents of the running Callplane');
  agent
    .command('list')
    .description('all agents as they are now')
    .action(async () => printList(parts, await accepted(parts.api(), 'GET', '/api/agents')));
  addPlain(agent, parts, 'sign-in', 'sign an agent in');
  addPlain(agent, parts, 'sign-out', 'sign an agent out, after the talk when there is one');
  addPause(agent, parts);
  addPlain(agent, parts, 'resume', 'end the pause');
  addPlain(agent, parts, 'end-wrap-up', 'free for the next call at once');
  addExtension(agent, parts);
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
      const answer = await accepted(parts.api(), 'POST', '/api/reload');
      const change = answer['changed'] === true ? 'loaded' : 'has not changed';
      parts.print(`routing file ${change}: version ${text(answer['version'])}\n`);
    });
}

function addPlain(agent: Command, parts: AgentParts, name: string, description: string): void {
  agent
    .command(name)
    .description(description)
    .argument('<agent>', 'id of the agent in the routing file')
    .action(async (id: string) => ask(parts, id, name));
}

function addPause(agent: Command, parts: AgentParts): void {
  agent
    .command('pause')
    .description('no calls until resumed')
    .argument('<agent>', 'id of the agent in the routing file')
    .requiredOption('--reason <reason>', 'why, for instance lunch')
    .action(async (id: string, { reason }: { readonly reason: string }) =>
      ask(parts, id, 'pause', { reason }),
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

async function ask(parts: AgentParts, id: string, name: string, body: object = {}): Promise<void> {
  const path = `/api/agents/${encodeURIComponent(id)}/${name}`;
  parts.print(`${line(await accepted(parts.api(), 'POST', path, body))}\n`);
}

/** The answer's body; throws `CommandFailed` with what was refused. */
export async function accepted(
  api: Api,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await api.ask(method, path, body);
  if (answer.status < 300) return answer.body;
  throw new CommandFailed(refusal(answer), answer.status >= 500 ? EXIT.environment : EXIT.fault);
}

function refusal({ status, body }: ApiAnswer): string {
  const title = text(body['title']) || `The answer was ${status}`;
  const faults = Array.isArray(body['faults']) ? (body['faults'] as unknown[]).map(faultLine) : [];
  return [`${title}: ${text(body['detail'])}`, ...faults].join('\n');
}

function faultLine(fault: unknown): string {
  if (typeof fault !== 'object' || fault === null) return String(fault);
  const { file, line: at, column, message } = fault as Readonly<Record<string, unknown>>;
  const place = file === undefined ? '' : `${text(file)}:${text(at)}:${text(column)}: `;
  return `${place}${text(message)}`;
}

function printList(parts: AgentParts, answer: Readonly<Record<string, unknown>>): void {
  for (const item of itemsOf(answer)) parts.print(`${line(item)}\n`);
}

/** What a list holds. */
export function itemsOf(
  answer: Readonly<Record<string, unknown>>,
): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(answer['items']) ? (answer['items'] as Readonly<Record<string, unknown>>[]) : [];
}

function line(agent: Readonly<Record<string, unknown>>): string {
  const reason = agent['reason'] === null ? '' : ` (${text(agent['reason'])})`;
  const call = agent['call'] === null ? '' : ` ${text(agent['call'])}`;
  return `${text(agent['agent'])}: ${text(agent['state'])}${reason}${call} since ${text(agent['since'])}`;
}

/** A text or number of an answer; empty: it is something else. */
export function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function wholeNumber(value: string): number {
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Right would be whole seconds, like 30.');
}

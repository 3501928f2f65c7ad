import type { Command } from 'commander';
import type { Api } from './api-client.js';

/** What is kept of one person, by his number. */
export interface PersonCommands {
  /** As JSON. */
  exportPerson(number: string): Promise<string>;
  /** By their ids, callbacks to him that are not over. */
  openCallbacks(number: string): Promise<readonly string[]>;
  /** By their ids, messages that he left. */
  voicemails(number: string): Promise<readonly string[]>;
  /** What to tell, and his number in E.164. The end of what was cancelled for it is waited for. */
  deletePerson(
    number: string,
    cancelled: readonly string[],
  ): Promise<{ readonly text: string; readonly caller: string }>;
}

export interface PersonParts {
  readonly person: () => Promise<PersonCommands>;
  readonly api: () => Api;
  /** `owner`: nobody else may read it. */
  readonly writeFile: (path: string, content: string, readers?: 'owner') => Promise<void>;
  readonly print: (text: string) => void;
}

/** What somebody may ask for who has called: docs/privacy.md. */
export function addPersonCommands(program: Command, parts: PersonParts): void {
  const person = program
    .command('person')
    .description('what is kept of one person, by his number (docs/privacy.md)');
  person
    .command('export')
    .description('everything that is kept of him, as JSON')
    .argument('<number>', 'with its country code, like +359880000001')
    .option('--output <file>', 'into this file, which only you may read')
    .action(async (number: string, { output }: { readonly output?: string }) => {
      const text = await (await parts.person()).exportPerson(number);
      if (output === undefined) parts.print(text);
      else await parts.writeFile(output, text, 'owner');
    });
  person
    .command('delete')
    .description(
      'delete it: number, name, keyed digits, recordings, reports that name him; the calls stay as calls of somebody',
    )
    .argument('<number>', 'with its country code, like +359880000001')
    .action(async (number: string) => {
      const person = await parts.person();
      const { cancelled, told } = await cancelCallbacks(parts, await person.openCallbacks(number));
      const messages = await person.voicemails(number);
      const { text, caller } = await person.deletePerson(number, cancelled);
      const listed = await forgetMessages(parts, messages);
      parts.print(`${text}${told}${listed}${await forgetLastAgent(parts, caller)}\n`);
    });
}

/** The running line would call him, and tell of it with his number. */
async function cancelCallbacks(
  parts: PersonParts,
  callbacks: readonly string[],
): Promise<{ readonly cancelled: readonly string[]; readonly told: string }> {
  const cancelled: string[] = [];
  const left: string[] = [];
  for (const callback of callbacks) {
    const refused = await whyNotCancelled(parts, callback);
    if (refused === null) cancelled.push(callback);
    else {
      const again = `callplane callback cancel ${callback}, then delete him again`;
      left.push(`${refused}\nSo he may still be called back: ${again}.\n`);
    }
  }
  const done = cancelled.length === 0 ? '' : 'Nobody calls him back any more.\n';
  return { cancelled, told: left.length === 0 ? done : left.join('') };
}

/** null: the running line does not call him. */
async function whyNotCancelled(parts: PersonParts, callback: string): Promise<string | null> {
  try {
    const path = `/api/callbacks/${encodeURIComponent(callback)}/cancel`;
    const { status } = await parts.api().ask('POST', path, {});
    return status === 200 || status === 404 ? null : `It answered ${status}.`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The running line lists them with his number. */
async function forgetMessages(parts: PersonParts, messages: readonly string[]): Promise<string> {
  const left: string[] = [];
  for (const voicemail of messages) {
    const path = `/api/voicemails/${encodeURIComponent(voicemail)}/forget`;
    const status = await parts
      .api()
      .ask('POST', path, {})
      .then((answer) => answer.status)
      .catch(() => null);
    if (status !== 200 && status !== 404) left.push(path);
  }
  return left.length === 0
    ? ''
    : `The running Callplane may still list his messages: POST ${left.join(', ')}\n`;
}

/** The running line remembers whom he last talked with. */
async function forgetLastAgent(parts: PersonParts, caller: string): Promise<string> {
  const path = '/api/last-agents/forget';
  const still = `the running Callplane may still remember whom he last talked with: POST ${path}`;
  try {
    const { status } = await parts.api().ask('POST', path, { caller });
    return status === 200 || status === 404
      ? 'Nobody is remembered as the agent whom he last talked with.'
      : `It answered ${status}: ${still}`;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\nSo ${still}`;
  }
}

import type { Command } from 'commander';
import { accepted, acceptedBytes, itemsOf, textOf } from './accepted.js';
import type { Api } from './api-client.js';

interface VoicemailParts {
  readonly api: () => Api;
  readonly print: (text: string) => void;
  readonly writeFile: (path: string, content: Buffer, readers: 'owner') => Promise<void>;
}

/** Messages that callers left: which, to be kept as a file, heard or not. */
export function addVoicemailCommands(program: Command, parts: VoicemailParts): void {
  const voicemail = program.command('voicemail').description('messages that callers left');
  voicemail
    .command('list')
    .description('messages that nobody has heard, the newest first')
    .option('--all', 'those that were heard, too')
    .action(async ({ all }: { readonly all?: boolean }) => {
      const items = itemsOf(await accepted(parts.api(), 'GET', '/api/voicemails'));
      const shown = items.filter(({ heardAt }) => all === true || heardAt === null);
      if (shown.length === 0) parts.print(all === true ? 'no messages\n' : 'no unheard messages\n');
      for (const item of shown) parts.print(`${line(item)}\n`);
    });
  voicemail
    .command('save')
    .description('write the sound of a message into a WAV file that only you can read')
    .argument('<voicemail>', 'id of the message')
    .argument('<file>', 'such as message.wav')
    .action(async (id: string, file: string) => {
      await parts.writeFile(file, await acceptedBytes(parts.api(), `${place(id)}/sound`), 'owner');
      parts.print(`${file}\n`);
    });
  for (const [name, what] of [
    ['heard', 'somebody has heard it'],
    ['unheard', 'it waits to be heard again'],
  ] as const)
    voicemail
      .command(name)
      .description(what)
      .argument('<voicemail>', 'id of the message')
      .action(async (id: string) => {
        parts.print(`${line(await accepted(parts.api(), 'POST', `${place(id)}/${name}`, {}))}\n`);
      });
}

function place(id: string): string {
  return `/api/voicemails/${encodeURIComponent(id)}`;
}

function line(item: Readonly<Record<string, unknown>>): string {
  const { voicemail, box, from, leftAt, durationMs, callback, heardBy } = item;
  const length = typeof durationMs === 'number' ? `, ${durationMs / 1000} s` : '';
  const again = callback === null ? '' : `, called back by ${textOf(callback)}`;
  const heard = heardBy === null ? 'unheard' : `heard by ${textOf(heardBy)}`;
  return `${textOf(voicemail)}: ${textOf(box)}, ${textOf(leftAt)}, from ${textOf(from) || 'a hidden number'}${length}${again}, ${heard}`;
}

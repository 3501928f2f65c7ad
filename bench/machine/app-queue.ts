import { consoleCommand } from './asterisk.js';
import type { Contender } from './contender.js';

const NUMBERS = { few: '7001', many: '7002', all: '7003' } as const;

/** app_queue of the same Asterisk; while Callplane is measured the module is not even loaded. */
export const appQueue: Contender = {
  name: 'app_queue',
  dials: (group) => NUMBERS[group],
  engage: () => expect('module load app_queue.so', 'Loaded'),
  release: () => expect('module unload app_queue.so', 'Unloaded'),
};

async function expect(command: string, word: string): Promise<void> {
  const said = await consoleCommand(command);
  if (!said.includes(word)) throw new Error(`Asterisk answers "${command}" with: ${said.trim()}`);
}

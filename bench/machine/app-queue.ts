import { setTimeout as sleep } from 'node:timers/promises';
import { consoleCommand } from './asterisk.js';
import type { Contender } from './contender.js';

const NUMBERS = { few: '7001', many: '7002', all: '7003' } as const;

/** app_queue of the same Asterisk; while Callplane is measured the module is not even loaded. */
export const appQueue: Contender = {
  name: 'app_queue',
  dials: (group) => NUMBERS[group],
  engage: () => expect('module load app_queue.so', 'Loaded'),
  release: unload,
};

/** Asterisk keeps a module that a call still uses. */
const UNLOADS_WITHIN_MS = 60_000;
const ASKED_EVERY_MS = 500;

/** The last calls of a load end on their own; until then the module cannot go. */
async function unload(): Promise<void> {
  const deadline = Date.now() + UNLOADS_WITHIN_MS;
  for (;;) {
    try {
      await expect('module unload app_queue.so', 'Unloaded');
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(ASKED_EVERY_MS);
  }
}

async function expect(command: string, word: string): Promise<void> {
  const said = await consoleCommand(command);
  if (!said.includes(word)) throw new Error(`Asterisk answers "${command}" with: ${said.trim()}`);
}

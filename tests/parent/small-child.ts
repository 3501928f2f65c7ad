import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { listenToParent } from '../../src/parent/child-side.js';

/** A child of the tests: writes what happens to it into a file; ends at once when it is told to by its arguments. */
const [name = '', diary = '', behaviour = 'works'] = process.argv.slice(2);
const note = (what: string): void => appendFileSync(diary, `${name} ${process.pid} ${what}\n`);

if (behaviour.startsWith('exits-')) {
  note('began');
  process.exit(Number(behaviour.slice('exits-'.length)));
}
if (behaviour === 'loads-for-long') {
  note('loads');
  while (process.connected) await pause(20);
}
const alive = setInterval(() => undefined, 1000);
const leave = (why: string): void => {
  note(why);
  clearInterval(alive);
  process.exit(0);
};
const link = listenToParent(process, {
  stop: () => leave('stopped'),
  reload: () => note('reload'),
  books: (state) => note(`books-${state}`),
  stored: (sequence) => note(`stored-${sequence}`),
  database: (state) => note(`database-${state}`),
  leaseWished: ({ wish }) => note(`lease-wish-${wish}`),
  leaseSeen: ({ term }) => note(`lease-${term}`),
  storyWished: ({ question }) => note(`story-wish-${question}`),
  storyTold: ({ question }) => note(`story-${question}`),
  parentGone: () => leave('parent-gone'),
});
note('began');
link.tell({ kind: 'ready' });
if (name === 'books') link.tell({ kind: 'stored', sequence: 42 });

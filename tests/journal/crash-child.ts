import { openJournalWriter } from '../../src/journal/open-journal.js';
import { KeptLog, record } from './journal-scene.js';

/** Writes records without end and tells each durable sequence; its parent kills it. */
const folder = process.argv[2] ?? '';
const journal = await openJournalWriter({
  folder,
  durability: 'process',
  log: new KeptLog(),
  boot: 'boot-1',
  monotonicMs: () => performance.now(),
  segmentBytes: 20_000,
});
journal.onProgress((reached) => {
  process.stdout.write(`${reached}\n`);
});
const goOn = (): void => {
  for (let count = 0; count < 5; count += 1) journal.append(record(journal.next));
  if (journal.next % 500 < 5) journal.snapshot(journal.next - 1, 1, ['x'.repeat(100_000)]);
  if (journal.backlog < 0.01) setImmediate(goOn);
  else setTimeout(goOn, 1);
};
goOn();

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { readAll, reader, record, scratchFolder, until, writer } from './journal-scene.js';

const CHILD = fileURLToPath(new URL('crash-child.ts', import.meta.url));

/** Lets a child write until it has reported `moment` more durable records, kills it, returns the last one reported. */
async function writeAndKill(folder: string, moment: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  let first = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
  const reached = (): number => Number(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1));
  await until('the child to write', () => {
    if (first === 0) first = reached();
    return first > 0 && reached() >= first + moment;
  });
  child.kill('SIGKILL');
  await once(child, 'close');
  return reached();
}

test('after kill -9 every record that was reported durable is there, whole and in order', async (t) => {
  const folder = await scratchFolder(t);
  let last = 0;
  for (const moment of [1, 400, 1500, 3333]) {
    const reported = await writeAndKill(folder, moment);
    const found = await readAll(reader(folder), 0, 1000);
    assert.ok(reported > last, 'the child went on behind the crash before');
    assert.ok(found.length >= reported, `${reported} were durable, ${found.length} are there`);
    for (const [index, item] of found.entries()) assert.deepEqual(item, record(index + 1));
    last = found.length;
  }
  const journal = await writer(folder);
  assert.equal(journal.next, last + 1);
  await journal.close();
});

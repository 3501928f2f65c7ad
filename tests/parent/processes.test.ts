import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const PARENT = fileURLToPath(new URL('small-parent.ts', import.meta.url));

interface Note {
  readonly name: string;
  readonly pid: number;
  readonly what: string;
}

/** A real parent with two real children that keep a diary. */
class Family {
  readonly process: ChildProcess;
  private readonly diary: string;
  private readonly exit: Promise<unknown[]>;

  constructor(t: TestContext, line = 'works', books = 'works') {
    const folder = mkdtempSync(join(tmpdir(), 'callplane-parent-'));
    this.diary = join(folder, 'diary');
    writeFileSync(this.diary, '');
    this.process = spawn(process.execPath, ['--import', 'tsx', PARENT, this.diary, line, books], {
      stdio: 'inherit',
    });
    this.exit = once(this.process, 'exit');
    t.after(() => {
      this.process.kill('SIGKILL');
      for (const { pid } of this.notes()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
  }

  notes(): readonly Note[] {
    const lines = readFileSync(this.diary, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => {
      const [name = '', pid = '', what = ''] = line.split(' ');
      return { name, pid: Number(pid), what };
    });
  }

  /** Waits until this child has noted this so many times; resolves with the last of these notes. */
  async noted(name: string, what: string, times = 1): Promise<Note> {
    let found: readonly Note[] = [];
    await until(`${name} to note ${what} (${times})`, () => {
      found = this.notes().filter((note) => note.name === name && note.what === what);
      return found.length >= times;
    });
    return found[times - 1] as Note;
  }

  async exitCode(): Promise<unknown> {
    return (await this.exit)[0];
  }
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`Waited two minutes for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a stop is passed on in order: the line, then the books, then exit code 0', async (t) => {
  const family = new Family(t);
  await family.noted('line', 'stored-42');
  await family.noted('line', 'books-up');
  family.process.kill('SIGTERM');
  assert.equal(await family.exitCode(), 0);
  const stops = family.notes().filter((note) => note.what === 'stopped');
  assert.deepEqual(
    stops.map((note) => note.name),
    ['line', 'books'],
  );
});

test('a line that is frozen is killed and started again; the books stay', async (t) => {
  const family = new Family(t);
  const { pid } = await family.noted('line', 'books-up');
  process.kill(pid, 'SIGSTOP');
  const next = await family.noted('line', 'began', 2);
  assert.notEqual(next.pid, pid);
  await until('the frozen line to be gone', () => !isAlive(pid));
  await family.noted('line', 'books-up', 2);
  assert.equal(family.notes().filter((note) => note.name === 'books' && note.what === 'began').length, 1);
});

test('a child that crashes is started again', async (t) => {
  const family = new Family(t);
  process.kill((await family.noted('line', 'began')).pid, 'SIGKILL');
  await family.noted('line', 'began', 2);
  process.kill((await family.noted('books', 'began')).pid, 'SIGKILL');
  await family.noted('line', 'books-away');
  await family.noted('books', 'began', 2);
});

test('a line that cannot start ends all with its exit code', async (t) => {
  const family = new Family(t, 'exits-3');
  assert.equal(await family.exitCode(), 3);
  assert.equal(family.notes().filter((note) => note.name === 'line').length, 1);
});

test('when the parent is killed, its children leave', async (t) => {
  const family = new Family(t);
  const line = await family.noted('line', 'began');
  const books = await family.noted('books', 'began');
  family.process.kill('SIGKILL');
  await family.noted('line', 'parent-gone');
  await family.noted('books', 'parent-gone');
  await until('both to be gone', () => !isAlive(line.pid) && !isAlive(books.pid));
});

test('when the parent is killed while its children are still being loaded, they leave too', async (t) => {
  const family = new Family(t, 'loads-for-long', 'loads-for-long');
  await family.noted('line', 'loads');
  await family.noted('books', 'loads');
  family.process.kill('SIGKILL');
  await family.noted('line', 'parent-gone');
  await family.noted('books', 'parent-gone');
});

test('Ctrl-C reaches the children too, and they leave it to the parent; a reload reaches the line', async (t) => {
  const family = new Family(t);
  const line = await family.noted('line', 'books-up');
  family.process.kill('SIGHUP');
  await family.noted('line', 'reload');
  process.kill(line.pid, 'SIGINT');
  family.process.kill('SIGINT');
  assert.equal(await family.exitCode(), 0);
  await family.noted('line', 'stopped');
});

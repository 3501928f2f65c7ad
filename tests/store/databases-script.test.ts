import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { ask } from './databases.js';
import { until } from './waiting.js';

const run = promisify(execFile);
const SCRIPT = resolve('scripts/databases');

interface Description {
  readonly mariadb?: { readonly url: string; readonly pid: number };
  readonly mysql?: { readonly url: string; readonly pid: number };
}

before(() => run(SCRIPT, ['install']));

test('real servers: MariaDB of Debian 12 and a MySQL, on ports of their own, with a secret password', async () => {
  const set = `kinds-${process.pid}`;
  await run(SCRIPT, ['start', '--set', set, '--owner', String(process.pid)]);
  const { mariadb, mysql } = await describe(set);
  assert.ok(mariadb !== undefined && mysql !== undefined);
  assert.match(await versionOf(mariadb.url), /^10\.11\..*MariaDB/);
  assert.match(await versionOf(mysql.url), /^(?:[89]|\d\d)\.\d+\.\d+/);
  assert.doesNotMatch(await versionOf(mysql.url), /MariaDB/);
  const ports = [mariadb, mysql].map((server) => new URL(server.url).port);
  assert.ok(ports[0] !== ports[1] && !ports.includes('3306'));
  assert.equal((await stat(jsonOf(set))).mode & 0o077, 0);
  assert.match(new URL(mysql.url).password, /^[0-9a-f]{32}$/);
  await run(SCRIPT, ['stop', '--set', set]);
  await assertGone(set, [mariadb.pid, mysql.pid]);
});

test('a set whose owner is killed with -9 goes by itself', async () => {
  const set = `owner-${process.pid}`;
  const owner = spawn('sleep', ['600'], { stdio: 'ignore' });
  await run(SCRIPT, ['start', 'mariadb', '--set', set, '--owner', String(owner.pid)]);
  const { mariadb } = await describe(set);
  assert.ok(mariadb !== undefined);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  await assertGone(set, [mariadb.pid]);
});

test('a start that is killed half-way leaves nothing', async () => {
  const set = `broken-${process.pid}`;
  const starting = spawn(SCRIPT, ['start', '--set', set], { stdio: 'ignore' });
  const exited = once(starting, 'exit');
  await until(() => exists(resolve(`.tests/databases/${set}.d/mariadb.state`)));
  starting.kill('SIGKILL');
  await exited;
  await assertGone(set, []);
});

test('a set that runs is not started again; wrong words are refused', async () => {
  const set = `twice-${process.pid}`;
  const start = ['start', 'mariadb', '--set', set, '--owner', String(process.pid)];
  await run(SCRIPT, start);
  await assert.rejects(run(SCRIPT, start), /runs already[\s\S]*scripts\/databases stop/);
  await run(SCRIPT, ['stop', '--set', set]);
  await assert.rejects(run(SCRIPT, ['start', 'postgres']), hasCode(2));
  await assert.rejects(run(SCRIPT, ['start', '--set', '../x']), hasCode(2));
  await assert.rejects(run(SCRIPT, ['status', '--set', set]), hasCode(5));
});

function hasCode(code: number): (error: unknown) => boolean {
  return (error) => typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

function jsonOf(set: string): string {
  return resolve(`.tests/databases/${set}.json`);
}

async function describe(set: string): Promise<Description> {
  return JSON.parse(await readFile(jsonOf(set), 'utf8')) as Description;
}

async function versionOf(url: string): Promise<string> {
  const [row] = await ask(url, 'SELECT VERSION() AS version');
  return String(row?.['version']);
}

async function assertGone(set: string, pids: readonly number[]): Promise<void> {
  await until(async () => !(await exists(resolve(`.tests/databases/${set}.d`))));
  await until(async () => !(await exists(jsonOf(set))));
  for (const pid of pids) await until(async () => !(await isRunning(pid)));
}

/** A process that nobody has buried yet does not run. */
async function isRunning(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return text !== null && !/\) [ZX] /.test(text);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

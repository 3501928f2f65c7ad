import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { before, describe, test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { MarkedProcesses } from '../support/marked-processes.js';
import { until } from '../system/support/until.js';

const run = promisify(execFile);
const REPOSITORY = resolve(import.meta.dirname, '../..');
const SCRIPT = join(REPOSITORY, 'scripts/asterisk');
const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

/** Leaves in the folder what says that an Asterisk was made there. */
const STAMP = `set -e; repo=$0; . "$repo/scripts/asterisk.d/common.sh"; . "$repo/scripts/asterisk.d/install.sh"
  mkdir -p "$rootfs"; { echo made; recipe; } >"$rootfs/$stamp_name"`;

/** A set of its own, and all processes that come of it. */
class Site {
  readonly marked: MarkedProcesses;

  constructor(
    readonly set: string,
    t: TestContext,
  ) {
    this.marked = new MarkedProcesses(set);
    t.after(() => this.#clear());
  }

  /** What a case that fails leaves would keep the tests from ending. */
  async #clear(): Promise<void> {
    await run(SCRIPT, ['stop', '--set', this.set]);
    this.marked.kill();
    await rm(this.file('.lock'), { force: true });
  }

  /** The script in a process group of its own, as a shell at a terminal starts it. */
  inForeground(...words: readonly string[]): ChildProcess {
    return spawn(SCRIPT, [...words.slice(0, 1), '--set', this.set, '--phones', '1', ...words.slice(1)], {
      detached: true,
      stdio: 'ignore',
      env: this.marked.environment(),
    });
  }

  async start(...words: readonly string[]): Promise<void> {
    const child = this.inForeground('start', ...words);
    assert.deepEqual(await once(child, 'exit'), [0, null], 'its start');
  }

  private file(end: string): string {
    return join(REPOSITORY, '.asterisk/sets', `${this.set}${end}`);
  }

  isStarting(): boolean {
    return existsSync(this.file('.d/pbx.state'));
  }

  isReady(): boolean {
    return existsSync(this.file('.json')) && existsSync(this.file('.d/ready'));
  }

  /** Between its fork and its exec a child has the command line of its parent, and is counted for that moment. */
  async assertRuns(): Promise<void> {
    for (const [what, pattern] of [
      ['keepers', /asterisk\.d\/keeper /],
      ['Asterisks', /^\d+ \S*\/asterisk -C /],
    ] as const)
      await until(`two ${what}`, () => this.run(pattern) === 2).catch((error: unknown) =>
        assert.fail(`${String(error)}:\n${this.marked.commandLines().join('\n')}`),
      );
  }

  private run(pattern: RegExp): number {
    return this.marked.commandLines().filter((line) => pattern.test(line)).length;
  }

  /** No process, no description, no secrets; and the same set can be started again. */
  async assertNothingIsLeft(): Promise<void> {
    await until('its processes to end', () => this.marked.commandLines().length === 0, 60_000).catch(
      (error: unknown) => assert.fail(`${String(error)}:\n${this.marked.commandLines().join('\n')}`),
    );
    assert.equal(existsSync(this.file('.json')), false, 'its description is left');
    assert.equal(existsSync(this.file('.d')), false, 'its secrets are left');
    await this.start('--owner', String(process.pid));
    await this.assertRuns();
    await run(SCRIPT, ['stop', '--set', this.set]);
    assert.deepEqual(this.marked.commandLines(), []);
  }
}

function pressCtrlC({ pid }: ChildProcess): void {
  assert.ok(pid !== undefined);
  process.kill(-pid, 'SIGINT');
}

before(() => run(SCRIPT, ['install']));

describe('no process of a set is left, whichever way it ends', { concurrency: 3 }, () => {
  for (const signal of ['SIGKILL', 'SIGINT'] as const)
    test(`its owner ends by ${signal}`, async (t) => {
      const site = new Site(`owner-${signal.toLowerCase()}-${process.pid}`, t);
      const owner = spawn('sleep', ['600'], { stdio: 'ignore' });
      t.after(() => owner.kill('SIGKILL'));
      await site.start('--owner', String(owner.pid));
      await site.assertRuns();
      owner.kill(signal);
      assert.deepEqual(await once(owner, 'exit'), [null, signal]);
      await site.assertNothingIsLeft();
    });

  for (const signal of ['SIGKILL', 'SIGINT'] as const)
    test(`the start is ended half-way by ${signal}`, async (t) => {
      const site = new Site(`half-${signal.toLowerCase()}-${process.pid}`, t);
      const starting = site.inForeground('start');
      const ended = once(starting, 'exit');
      await until('its first process', () => site.isStarting());
      assert.ok(!site.isReady() && starting.pid !== undefined);
      process.kill(-starting.pid, signal);
      await ended;
      await site.assertNothingIsLeft();
    });

  test('Ctrl-C while it stays in the foreground', async (t) => {
    const site = new Site(`foreground-${process.pid}`, t);
    const running = site.inForeground('run');
    const ended = once(running, 'exit');
    await until('it to be ready', () => site.isReady());
    await site.assertRuns();
    pressCtrlC(running);
    assert.deepEqual(await ended, [130, null]);
    await site.assertNothingIsLeft();
  });

  test('Ctrl-C while it runs a command', async (t) => {
    const site = new Site(`command-${process.pid}`, t);
    const running = site.inForeground('run', '--', 'sleep', '600');
    const ended = once(running, 'exit');
    await until('its command', () => site.marked.commandLines().some((line) => /^\d+ sleep 600$/.test(line)));
    await site.assertRuns();
    pressCtrlC(running);
    await ended;
    await site.assertNothingIsLeft();
  });
});

describe('who is not root is told how an Asterisk can be had: exit code 3', () => {
  interface Refused {
    readonly code: number | null;
    readonly err: string;
  }

  /** Runs a copy of the scripts, which anybody can reach, as nobody; `isMade` says whether root has made an Asterisk. */
  async function asNobody(t: TestContext, verb: string, isMade: boolean): Promise<Refused> {
    const folder = await mkdtemp(join(tmpdir(), 'callplane-not-root-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await chmod(folder, 0o755);
    for (const name of ['scripts', 'asterisk-conf'])
      await cp(join(REPOSITORY, name), join(folder, name), { recursive: true });
    const made = join(folder, '.asterisk/rootfs');
    const env = { ...process.env, CALLPLANE_ASTERISK_KIND: 'made', CALLPLANE_ASTERISK_ROOTFS: made };
    if (isMade) await run('bash', ['-c', STAMP, folder], { env });
    const [command = '', ...words] = [
      ...(process.getuid?.() === 0 ? NOBODY : []),
      ...[join(folder, 'scripts/asterisk'), verb],
    ];
    return new Promise((end) => {
      const child = execFile(command, words, { env }, (_error, _out, err) =>
        end({ code: child.exitCode, err }),
      );
    });
  }

  test('install', async (t) => {
    const { code, err } = await asNobody(t, 'install', false);
    assert.equal(code, 3, err);
    assert.match(
      err,
      /needs root[^\n]*\n {2}-> sudo scripts\/asterisk install\n {2}-> or install Asterisk 22/,
    );
  });

  test('start before anybody has made one', async (t) => {
    const { code, err } = await asNobody(t, 'start', false);
    assert.equal(code, 3, err);
    assert.match(err, /none was made in [^\n]*\n {2}-> scripts\/asterisk install\n/);
  });

  test('start of one that root has made', async (t) => {
    const { code, err } = await asNobody(t, 'start', true);
    assert.equal(code, 3, err);
    assert.match(err, /needs root\n {2}-> sudo scripts\/asterisk start\n/);
  });
});

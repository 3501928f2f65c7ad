import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { MarkedProcesses } from '../../support/marked-processes.js';
import { until } from '../../system/support/until.js';

const REPOSITORY = resolve(import.meta.dirname, '../../..');
/** A machine with much to do starts slowly. */
const BEGUN_WITHIN_MS = 60_000;

/** A demo at a terminal of its own. */
class Demo {
  readonly marked = new MarkedProcesses();
  readonly folder = mkdtempSync(join(tmpdir(), 'callplane-broken-off-'));
  readonly process: ChildProcess;
  readonly ended: Promise<unknown[]>;
  told = '';

  constructor(t: TestContext) {
    this.process = spawn(join(REPOSITORY, 'scripts/demo'), {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...this.marked.environment(), TMPDIR: this.folder },
    });
    this.ended = once(this.process, 'exit');
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.told += text));
    t.after(() => this.marked.kill());
    t.after(() => rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 }));
  }

  async saysWithin(what: RegExp): Promise<void> {
    await until(`the demo to say ${String(what)}`, () => what.test(this.told), BEGUN_WITHIN_MS).catch(
      (error: unknown) => assert.fail(`${String(error)}:\n${this.told}`),
    );
  }

  /** As a terminal does it: to everybody in the foreground. */
  send(signal: 'SIGINT' | 'SIGKILL'): void {
    assert.ok(this.process.pid !== undefined);
    process.kill(-this.process.pid, signal);
  }

  run(pattern: RegExp): number {
    return this.marked.commandLines().filter((line) => pattern.test(line)).length;
  }

  /** Between its fork and its exec a child has the command line of its parent, and is counted for that moment. */
  async comesToRun(pattern: RegExp, count: number): Promise<void> {
    await until(`${count} of ${String(pattern)}`, () => this.run(pattern) === count);
  }

  async assertNothingRuns(): Promise<void> {
    await until('its processes to end', () => this.marked.commandLines().length === 0).catch(
      (error: unknown) => assert.fail(`${String(error)}:\n${this.marked.commandLines().join('\n')}`),
    );
    for (const end of ['.json', '.d'])
      assert.equal(existsSync(join(REPOSITORY, '.asterisk/sets', `demo${end}`)), false, `demo${end} is left`);
  }

  /** What it has laid down beside the repository. */
  folders(): readonly string[] {
    return readdirSync(this.folder).filter((name) => name.startsWith('callplane-'));
  }
}

describe('a demo that is broken off leaves nothing behind', () => {
  test('Ctrl-C while its Asterisk starts', async (t) => {
    const demo = new Demo(t);
    await until('an Asterisk', () => demo.run(/asterisk\.d\/keeper /) > 0, BEGUN_WITHIN_MS);
    demo.send('SIGINT');
    assert.deepEqual(await demo.ended, [130, null], demo.told);
    await demo.assertNothingRuns();
    assert.deepEqual(demo.folders(), []);
  });

  test('Ctrl-C in the middle of the day', async (t) => {
    const demo = new Demo(t);
    await demo.saysWithin(/calls [1-9]\d*, waiting/);
    await demo.comesToRun(/asterisk\.d\/keeper /, 2);
    await demo.comesToRun(/main\.ts start/, 1);
    assert.equal(demo.folders().length, 1);
    demo.send('SIGINT');
    assert.deepEqual(await demo.ended, [130, null], demo.told);
    assert.match(demo.told, /Broken off\.\n$/);
    await demo.assertNothingRuns();
    assert.deepEqual(demo.folders(), []);
  });

  test('killed in the middle of the day: no process is left', async (t) => {
    const demo = new Demo(t);
    await demo.saysWithin(/The day begins/);
    demo.process.kill('SIGKILL');
    await demo.ended;
    await demo.assertNothingRuns();
  });
});

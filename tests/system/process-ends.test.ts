import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Callplane } from '../support/callplane/callplane.js';
import { childrenOf, exitCodeOf, isAlive, logOf, Site } from './support/site.js';
import { until } from './support/until.js';

async function running(callplane: Callplane): Promise<void> {
  await until('both processes to be ready', () => {
    const ready = logOf(callplane).filter(({ message }) => message === 'a process is ready');
    return ready.length === 2;
  });
}

async function allGone(callplane: Callplane): Promise<void> {
  const children = childrenOf(callplane);
  assert.equal(children.length, 2);
  await until(`processes ${children.join(' and ')} to be gone`, () => !children.some(isAlive));
}

test('no process is left behind, however Callplane ends', { concurrency: 2 }, async (t) => {
  await Promise.all([
    t.test('SIGTERM: exit code 0', async (t) => {
      const callplane = await new Site(t).launch();
      await running(callplane);
      callplane.process.kill('SIGTERM');
      assert.equal(await exitCodeOf(callplane), 0, callplane.logTail());
      await allGone(callplane);
    }),
    t.test('SIGINT, as from Ctrl-C: exit code 0', async (t) => {
      const callplane = await new Site(t).launch();
      await running(callplane);
      callplane.process.kill('SIGINT');
      assert.equal(await exitCodeOf(callplane), 0, callplane.logTail());
      await allGone(callplane);
    }),
    t.test(
      'SIGKILL of the parent: the others leave in order, and the data folder is free again',
      async (t) => {
        const site = new Site(t);
        const callplane = await site.launch();
        await running(callplane);
        callplane.process.kill('SIGKILL');
        await allGone(callplane);
        const next = await site.launch();
        await until(
          'the next start',
          () => logOf(next).filter(({ message }) => message === 'the line is open').length === 2,
        );
        assert.equal(await next.stop(), 0);
      },
    ),
    t.test('SIGKILL of the parent while the others start: they do not stay alone', async (t) => {
      const callplane = await new Site(t).launch();
      await until('both processes', () => childrenOf(callplane).length === 2);
      callplane.process.kill('SIGKILL');
      await allGone(callplane);
    }),
    t.test('a signal before everything has started: nothing is left', async (t) => {
      const callplane = await new Site(t).launch();
      await until('the first process', () => childrenOf(callplane).length > 0);
      callplane.process.kill('SIGTERM');
      await exitCodeOf(callplane);
      await until('all processes to be gone', () => !childrenOf(callplane).some(isAlive));
    }),
  ]);
});

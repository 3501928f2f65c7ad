import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiskWatch } from '../../src/app/disk-watch.js';
import type { Log } from '../../src/ports/log.js';
import { silentLog } from '../contract/real/silent-log.js';

const MEGABYTE = 1024 * 1024;

function watchOf(...looks: readonly (number | 'cannot tell')[]) {
  const told: string[] = [];
  const log: Log = {
    ...silentLog,
    error: (message) => told.push(`error ${message}`),
    info: (message) => told.push(`info ${message}`),
  };
  const left = [...looks];
  const watch = new DiskWatch({
    freeBytes: () => {
      const next = left.shift() ?? 'cannot tell';
      return next === 'cannot tell' ? Promise.reject(new Error('no')) : Promise.resolve(next * MEGABYTE);
    },
    alarmBytes: 100 * MEGABYTE,
    folder: '/data',
    log,
  });
  return { watch, told };
}

test('below the threshold there is one alarm with the figure, until there is clearly more', async () => {
  const { watch, told } = watchOf(101, 99, 60, 105, 111, 101);
  await watch.look();
  assert.equal(watch.alarm, null);
  await watch.look();
  assert.match(String(watch.alarm), /\/data has 99 MB left/);
  await watch.look();
  assert.match(String(watch.alarm), /60 MB/);
  await watch.look();
  assert.match(String(watch.alarm), /105 MB/);
  await watch.look();
  assert.equal(watch.alarm, null);
  await watch.look();
  assert.equal(watch.alarm, null);
  assert.deepEqual(
    told.map((line) => line.split(' ')[0]),
    ['error', 'info'],
  );
});

test('a disk that cannot be asked is no alarm', async () => {
  const { watch, told } = watchOf('cannot tell');
  await watch.look();
  assert.deepEqual([watch.alarm, watch.freeBytes, told], [null, null, []]);
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { WorkLists } from '../../../src/ari/work-lists.js';

type Key = 'a' | 'b' | 'c' | 'd';

interface Job {
  readonly name: number;
  readonly keys: readonly Key[];
}

describe('work lists', () => {
  it('begin work with free keys in the very call that adds it', () => {
    const lists = new WorkLists();
    let begun = false;
    lists.add({ keys: ['a'], run: () => (begun = true) });
    assert.equal(begun, true);
  });

  it('let work that is done at once make room at once', () => {
    const lists = new WorkLists();
    const begun: number[] = [];
    for (const name of [1, 2, 3]) {
      lists.add({
        keys: ['a'],
        run: (done) => {
          begun.push(name);
          done();
        },
      });
    }
    assert.deepEqual(begun, [1, 2, 3]);
    assert.equal(lists.size, 0);
  });

  it('drop what waits, with every key it stood under, and let go what was held up by it', () => {
    const lists = new WorkLists();
    const begun: string[] = [];
    const add = (name: string, ...keys: readonly string[]): void =>
      lists.add({ keys, run: () => void begun.push(name) });
    add('running', 'a');
    add('connect', 'a', 'b');
    add('behind', 'b');
    assert.deepEqual(begun, ['running']);
    assert.equal(lists.drop('a').length, 1);
    assert.deepEqual(begun, ['running', 'behind']);
  });

  it('never run two with a common key, keep the order per key, and end empty', () => {
    const keys = fc.uniqueArray(fc.constantFrom<Key[]>('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 });
    const jobs = fc.array(keys, { maxLength: 30 });
    fc.assert(
      fc.property(jobs, fc.infiniteStream(fc.nat()), (all, choices) => {
        const lists = new WorkLists();
        const running = new Map<Job, () => void>();
        const begun: Job[] = [];
        const choose = choices[Symbol.iterator]();
        const endOne = (): void => {
          const open = [...running.keys()];
          const job = open[(choose.next().value ?? 0) % open.length];
          const done = job === undefined ? undefined : running.get(job);
          if (job !== undefined) running.delete(job);
          done?.();
        };
        all.forEach((jobKeys, name) => {
          const job: Job = { name, keys: jobKeys };
          lists.add({
            keys: jobKeys,
            run: (done) => {
              for (const other of running.keys()) {
                assert.ok(!other.keys.some((key) => jobKeys.includes(key)), 'two with a common key run');
              }
              running.set(job, done);
              begun.push(job);
            },
          });
          if ((choose.next().value ?? 0) % 2 === 0 && running.size > 0) endOne();
        });
        while (running.size > 0) endOne();
        assert.equal(lists.size, 0);
        assert.equal(begun.length, all.length);
        for (const key of ['a', 'b', 'c', 'd'] as const) {
          const names = begun.filter((job) => job.keys.includes(key)).map((job) => job.name);
          assert.deepEqual(
            names,
            [...names].sort((x, y) => x - y),
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

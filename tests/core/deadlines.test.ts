import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DeadlineKind, Deadlines } from '../../src/core/deadlines.js';

const KINDS = ['menu', 'offer', 'rest'] as const satisfies readonly DeadlineKind[];
const kind = fc.constantFrom(...KINDS);
const id = fc.constantFrom('a', 'b', 'c', 'd');
const at = fc.integer({ min: 0, max: 50 });

const action = fc.oneof(
  fc.record({ do: fc.constant('set' as const), kind, id, at }),
  fc.record({ do: fc.constant('cancel' as const), kind, id, at }),
  fc.record({ do: fc.constant('take' as const), kind, id, at }),
  fc.record({ do: fc.constant('thaw' as const), kind, id, at }),
);

interface Entry {
  readonly key: string;
  readonly at: number;
}

/** The same in the plainest way: a list in the order of setting. */
class PlainDeadlines {
  entries: Entry[] = [];

  set(key: string, instant: number): void {
    this.cancel(key);
    this.entries.push({ key, at: instant });
  }

  cancel(key: string): void {
    this.entries = this.entries.filter((entry) => entry.key !== key);
  }

  earliest(): Entry | undefined {
    return this.entries.reduce<Entry | undefined>(
      (best, entry) => (best === undefined || entry.at < best.at ? entry : best),
      undefined,
    );
  }
}

test('deadlines come up as in a plain list, whatever is set, replaced, cancelled, taken and thawed', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
      let deadlines = new Deadlines();
      const plain = new PlainDeadlines();
      for (const one of actions) {
        const key = `${one.kind} ${one.id}`;
        if (one.do === 'set') {
          deadlines.set(one.kind, one.id, one.at);
          plain.set(key, one.at);
        } else if (one.do === 'cancel') {
          deadlines.cancel(one.kind, one.id);
          plain.cancel(key);
        } else if (one.do === 'thaw') {
          deadlines = Deadlines.of(deadlines.list());
        } else {
          const taken = deadlines.takeDue(one.at);
          const earliest = plain.earliest();
          const expected = earliest !== undefined && earliest.at <= one.at ? earliest : undefined;
          if (expected !== undefined) plain.cancel(expected.key);
          assert.equal(taken === null ? undefined : `${taken.kind} ${taken.id}`, expected?.key);
        }
        assert.equal(deadlines.size, plain.entries.length);
        assert.equal(deadlines.next(), plain.earliest()?.at ?? null);
        assert.equal(
          deadlines.has(one.kind, one.id),
          plain.entries.some((entry) => entry.key === key),
        );
      }
    }),
    { numRuns: 500 },
  );
});

test('deadlines that passed while nobody looked come up later, in their order, one after another', () => {
  const deadlines = new Deadlines();
  deadlines.set('offer', 'late', 50);
  deadlines.set('menu', 'early', 10);
  deadlines.set('rest', 'future', 500);
  deadlines.postponeDue(100, 3_000, 10);
  assert.deepEqual(
    [deadlines.at('menu', 'early'), deadlines.at('offer', 'late'), deadlines.at('rest', 'future')],
    [3_100, 3_110, 500],
  );
});

test('a deadline that is moved again and again comes up once, where it was moved to last', () => {
  const deadlines = new Deadlines();
  for (let index = 0; index < 100_000; index++) deadlines.set('menu', 'a', index);
  assert.equal(deadlines.takeDue(1_000_000)?.at, 99_999);
  assert.equal(deadlines.takeDue(1_000_000), null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClaimSeen } from '../../src/ports/standby.js';
import { AwakeGate } from '../../src/standby/awake-gate.js';
import { ClaimWatch } from '../../src/standby/claim-watch.js';
import { KeptLog } from '../journal/journal-scene.js';

/** Asterisk with a claim in it, and one that leads with `2:own`. */
function scene(answers: ClaimSeen[]) {
  const happened: string[] = [];
  const clock = { now: 0 };
  const gate = new AwakeGate({ now: () => clock.now, limitMs: 100, woke: () => happened.push('woke') });
  const watch = new ClaimWatch({
    claim: {
      read: () => Promise.resolve(answers.shift() ?? { kind: 'silent' }),
      write: (claim) => {
        happened.push(`wrote ${claim}`);
        return Promise.resolve('written');
      },
    },
    own: () => '2:own',
    othersFound: () => {
      happened.push('others');
      gate.shut();
    },
    pause: () => Promise.resolve(),
    log: new KeptLog(),
  });
  clock.now = 1_000;
  gate.pass(() => happened.push('passed'));
  return { happened, watch, gate };
}

const answered = (claim: string | null): ClaimSeen => ({ kind: 'answered', claim });

test('after a freeze: the own claim opens the gate, however long Asterisk takes to answer', async () => {
  const { watch, gate, happened } = scene([{ kind: 'silent' }, { kind: 'silent' }, answered('2:own')]);
  await watch.confirm(gate);
  assert.deepEqual(happened, ['woke', 'passed']);
});

test('after a freeze: another claim shuts it for ever', async () => {
  const { watch, gate, happened } = scene([answered('3:other')]);
  await watch.confirm(gate);
  assert.deepEqual(happened, ['woke', 'others']);
  assert.equal(gate.state, 'shut');
});

test('Asterisk was started again and knows no claim: it is claimed anew', async () => {
  const { watch, gate, happened } = scene([answered(null)]);
  await watch.confirm(gate);
  assert.deepEqual(happened, ['woke', 'wrote 2:own', 'passed']);
});

test('an event stream is opened only with the own claim; a silent Asterisk is asked again later', async () => {
  const { watch } = scene([answered('2:own'), { kind: 'silent' }, answered('3:other')]);
  assert.deepEqual(
    [await watch.mayConnect(), await watch.mayConnect(), await watch.mayConnect()],
    ['yes', 'not-now', 'never'],
  );
});

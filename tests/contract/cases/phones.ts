import assert from 'node:assert/strict';
import { expectNoFailure, ring, times, waitAnswered } from '../steps.js';
import type { ContractCase } from '../world.js';

/** What an engineer does to the phones in mid-day (4.1). */
export const PHONES: readonly ContractCase[] = [
  {
    row: '4.1 reload of pjsip while calls ring',
    name: 'the phone rings on and answers, and does not look unreachable meanwhile',
    async run(world) {
      const [phone] = world.phones;
      await world.farEnd.setBehaviour(phone, { kind: 'answers', afterMs: 1500, hangsUpAfterMs: null });
      world.telephony.carryOut([{ kind: 'watch-phone', phone }]);
      const leg = ring(world, phone);
      await world.waitFor('it rings', (signal) => signal.kind === 'phone-changed' && signal.state !== 'idle');
      await world.reloadPhones();
      await waitAnswered(world, leg);
      await world.pass(1000);
      assert.equal(times(world, 'leg-ended', leg), 0);
      const states = world.signals().flatMap((one) => (one.kind === 'phone-changed' ? [one.state] : []));
      assert.ok(!states.includes('unreachable'), `the phone was ${states.join(', ')}`);
      world.telephony.carryOut([{ kind: 'unwatch-phone', phone }]);
      await expectNoFailure(world);
    },
  },
];

import assert from 'node:assert/strict';
import type { LegId } from '../../../src/core/signal.js';
import {
  answeredCaller,
  answeredPhone,
  connected,
  expectNoFailure,
  ringingPhone,
  times,
  waitEnded,
  waitFailed,
} from '../steps.js';
import type { ContractCase, ContractWorld } from '../world.js';

/** Phones that press their transfer key (3.12 B). */
export const TRANSFERS: readonly ContractCase[] = [
  {
    row: '3.12 the phone sends REFER, the application handles it',
    name: 'a transfer key is told with what was dialled, changes nothing by itself, and hears that it is declined',
    async run(world) {
      const { leg, phone } = await talk(world);
      await world.farEnd.phoneRefers(phone, '300');
      assert.deepEqual(await waitRefers(world, leg), { to: '300', beside: null });
      world.telephony.carryOut([{ kind: 'answer-refer', leg, answer: 'declined' }]);
      await waitHeard(world, ['declined']);
      await world.farEnd.phoneRefers(phone, '400');
      await world.waitFor('it is told again', (one) => one.kind === 'phone-refers' && one.to === '400');
      world.telephony.carryOut([{ kind: 'answer-refer', leg, answer: 'unavailable' }]);
      await waitHeard(world, ['declined', 'unavailable']);
      assert.equal(times(world, 'phone-refers', leg), 2, 'our own word is no new wish');
      assert.equal(times(world, 'leg-ended', leg), 0);
      await expectNoFailure(world);
    },
  },
  {
    row: '3.12 the phone sends REFER, the application handles it',
    name: 'a phone whose transfer is done hears so before it is hung up',
    async run(world) {
      const { leg, phone } = await talk(world);
      await world.farEnd.phoneRefers(phone, '300');
      await waitRefers(world, leg);
      world.telephony.carryOut([
        { kind: 'answer-refer', leg, answer: 'done' },
        { kind: 'hang-up', leg, reason: 'normal' },
      ]);
      await waitHeard(world, ['done']);
      await waitEnded(world, leg);
      await expectNoFailure(world);
    },
  },
  {
    row: '3.12 the phone sends REFER, the application handles it',
    name: 'a transfer key in the middle of two calls names the other one',
    async run(world) {
      const { leg, phone } = await talk(world);
      const line = await world.farEnd.phoneDials(phone);
      world.telephony.carryOut([{ kind: 'answer', leg: line.leg }]);
      await world.waitFor('it is answered', (one) => one.kind === 'leg-answered' && one.leg === line.leg);
      await line.unite();
      assert.deepEqual(await waitRefers(world, leg), { to: '', beside: line.leg });
      world.telephony.carryOut([{ kind: 'answer-refer', leg, answer: 'done' }]);
      await waitHeard(world, ['done']);
      await line.hangUp();
      await waitEnded(world, line.leg);
      await expectNoFailure(world);
    },
  },
  {
    row: '3.12 the phone sends REFER, the application handles it',
    name: 'a word to a phone that is not there fails as gone',
    async run(world) {
      world.telephony.carryOut([{ kind: 'answer-refer', leg: world.newId('leg'), answer: 'done' }]);
      assert.equal(await waitFailed(world, 'answer-refer'), 'gone');
    },
  },
  {
    row: '3.12 the phone sends REFER, the application handles it',
    name: 'a word to a phone that still rings fails as conflict',
    async run(world) {
      const leg = await ringingPhone(world, world.phones[0]);
      world.telephony.carryOut([{ kind: 'answer-refer', leg, answer: 'done' }]);
      assert.equal(await waitFailed(world, 'answer-refer'), 'conflict');
    },
  },
];

async function talk(world: ContractWorld): Promise<{ readonly leg: LegId; readonly phone: string }> {
  const caller = await answeredCaller(world);
  const [phone] = world.phones;
  const leg = await answeredPhone(world, phone);
  await connected(world, [caller.leg, leg]);
  return { leg, phone };
}

async function waitRefers(
  world: ContractWorld,
  leg: LegId,
): Promise<{ readonly to: string; readonly beside: LegId | null }> {
  const told = await world.waitFor(
    'the transfer key is told',
    (one) => one.kind === 'phone-refers' && one.leg === leg,
  );
  assert.ok(told.kind === 'phone-refers');
  return { to: told.to, beside: told.beside };
}

/** What the phone has been told, in order. */
async function waitHeard(world: ContractWorld, answers: readonly string[]): Promise<void> {
  const heard = (): readonly string[] => world.farEnd.referAnswers(world.phones[0]);
  for (let tries = 0; heard().length < answers.length && tries < 50; tries++) await world.pass(100);
  assert.deepEqual(heard(), answers);
}

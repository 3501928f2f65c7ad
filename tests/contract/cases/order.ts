import assert from 'node:assert/strict';
import {
  answeredCaller,
  answeredPhone,
  connected,
  expectNoFailure,
  expectOneEnd,
  ring,
  ringingPhone,
  times,
  waitAnswered,
  waitEnded,
  waitFailed,
} from '../steps.js';
import type { ContractCase } from '../world.js';

/** What follows what, and what ends a leg (2.3, 2.4, 3.6). */
export const ORDER: readonly ContractCase[] = [
  {
    row: '2.3 per channel, events are in order',
    name: 'a call arrives, is answered, connected, and ends leg by leg',
    async run(world) {
      const caller = await answeredCaller(world);
      const phone = await answeredPhone(world, world.phones[0]);
      await connected(world, [caller.leg, phone]);
      await world.farEnd.phoneHangsUp(world.phones[0]);
      assert.equal(await waitEnded(world, phone), 'normal');
      await world.pass(300);
      assert.equal(times(world, 'leg-ended', caller.leg), 0, 'the caller stays when the phone hangs up');
      world.telephony.carryOut([{ kind: 'hang-up', leg: caller.leg, reason: 'normal' }]);
      await expectOneEnd(world, caller.leg);
      await expectOneEnd(world, phone);
      const ofCaller = world.signals().filter((signal) => 'leg' in signal && signal.leg === caller.leg);
      assert.deepEqual(
        ofCaller.map((signal) => signal.kind),
        ['call-arrived', 'leg-answered', 'leg-joined', 'leg-ended'],
      );
    },
  },
  {
    row: '3.1 caller comes in',
    name: 'an arrival tells the caller and the number dialled',
    async run(world) {
      const { leg } = await world.farEnd.callIn('+35929990001');
      const arrival = world.signals().find((signal) => signal.kind === 'call-arrived' && signal.leg === leg);
      assert.ok(arrival?.kind === 'call-arrived');
      assert.equal(arrival.from, '+35929990001');
      assert.equal(arrival.dialled, world.number);
    },
  },
  {
    row: '3.7 anonymous callers',
    name: 'a hidden number is null',
    async run(world) {
      const { leg } = await world.farEnd.callIn(null);
      const arrival = world.signals().find((signal) => signal.kind === 'call-arrived' && signal.leg === leg);
      assert.ok(arrival?.kind === 'call-arrived');
      assert.equal(arrival.from, null);
    },
  },
  {
    row: '2.4 inbound caller',
    name: 'a caller who gives up before the answer ends once, normally',
    async run(world) {
      const caller = await world.farEnd.callIn('+35921234567');
      world.telephony.carryOut([{ kind: 'indicate-ringing', leg: caller.leg }]);
      await world.pass(200);
      await caller.hangUp();
      assert.equal(await waitEnded(world, caller.leg), 'normal');
      await expectOneEnd(world, caller.leg);
    },
  },
  {
    row: '3.13 Move and continue',
    name: 'a caller who is sent on ends once for us, and a second time is refused as gone',
    async run(world) {
      const caller = await world.farEnd.callIn('+35921234567');
      world.telephony.carryOut([{ kind: 'send-on', leg: caller.leg }]);
      assert.equal(await waitEnded(world, caller.leg), 'normal');
      await expectNoFailure(world);
      world.telephony.carryOut([{ kind: 'send-on', leg: caller.leg }]);
      assert.equal(await waitFailed(world, 'send-on'), 'gone');
      await expectOneEnd(world, caller.leg);
    },
  },
  {
    row: '2.4 originated leg that never answered',
    name: 'a phone that nobody answers ends as no-answer after its time, never answered',
    async run(world) {
      await world.farEnd.setBehaviour(world.phones[0], { kind: 'never-answers' });
      const leg = ring(world, world.phones[0], 900);
      assert.equal(await waitEnded(world, leg), 'no-answer');
      await expectOneEnd(world, leg);
      assert.equal(times(world, 'leg-answered', leg), 0);
    },
  },
  {
    row: '3.6 486 Busy Here',
    name: 'a busy phone ends as busy',
    async run(world) {
      await world.farEnd.setBehaviour(world.phones[0], { kind: 'is-busy' });
      const leg = ring(world, world.phones[0]);
      assert.equal(await waitEnded(world, leg), 'busy');
      await expectOneEnd(world, leg);
    },
  },
  {
    row: '3.6 603 Decline',
    name: 'a phone that declines ends as declined',
    async run(world) {
      await world.farEnd.setBehaviour(world.phones[0], { kind: 'declines', afterMs: 200 });
      const leg = ring(world, world.phones[0]);
      assert.equal(await waitEnded(world, leg), 'declined');
      await expectOneEnd(world, leg);
    },
  },
  {
    row: '3.6 hung up by us',
    name: 'a ringing phone that we cancel ends as cancelled, for whatever reason',
    async run(world) {
      for (const reason of ['answered-elsewhere', 'normal'] as const) {
        const leg = await ringingPhone(world, world.phones[0]);
        world.telephony.carryOut([{ kind: 'hang-up', leg, reason }]);
        assert.equal(await waitEnded(world, leg), 'cancelled', reason);
        await expectOneEnd(world, leg);
      }
    },
  },
  {
    row: '2.4 leg made by our originate',
    name: 'a leg that was in a talk ends once, although Asterisk says it twice',
    async run(world) {
      const leg = await answeredPhone(world, world.phones[0]);
      world.telephony.carryOut([{ kind: 'hang-up', leg, reason: 'normal' }]);
      assert.equal(await waitEnded(world, leg), 'normal');
      await expectOneEnd(world, leg);
      assert.equal(times(world, 'leg-answered', leg), 1);
    },
  },
  {
    row: '3.14 device state',
    name: 'a watched phone tells its state now and each change',
    async run(world) {
      const [phone] = world.phones;
      await world.farEnd.setBehaviour(phone, { kind: 'answers', afterMs: 300, hangsUpAfterMs: null });
      world.telephony.carryOut([{ kind: 'watch-phone', phone }]);
      const isIdle = (signal: { readonly kind: string }): boolean =>
        signal.kind === 'phone-changed' && 'state' in signal && signal.state === 'idle';
      await world.waitFor('the phone is idle', isIdle);
      const leg = ring(world, phone);
      await waitAnswered(world, leg);
      await world.waitFor(
        'the phone is in use',
        (signal) => signal.kind === 'phone-changed' && signal.phone === phone && signal.state === 'in-use',
      );
      const before = world.signals().filter(isIdle).length;
      world.telephony.carryOut([{ kind: 'hang-up', leg, reason: 'normal' }]);
      await world.waitFor('it is idle again', () => world.signals().filter(isIdle).length > before);
      world.telephony.carryOut([{ kind: 'unwatch-phone', phone }]);
      await expectNoFailure(world);
    },
  },
];

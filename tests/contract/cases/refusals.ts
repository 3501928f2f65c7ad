import assert from 'node:assert/strict';
import {
  answeredCaller,
  answeredPhone,
  connected,
  expectNoFailure,
  expectOneEnd,
  failures,
  ring,
  ringingPhone,
  times,
  waitEnded,
  waitFailed,
} from '../steps.js';
import type { ContractCase } from '../world.js';

/** What Asterisk refuses, and what of that is a failure (2.2). */
export const REFUSALS: readonly ContractCase[] = [
  {
    row: '2.2 404 Channel not found',
    name: 'a command for a leg that does not exist fails as gone',
    async run(world) {
      const leg = world.newId('leg');
      world.telephony.carryOut([{ kind: 'answer', leg }]);
      assert.equal(await waitFailed(world, 'answer'), 'gone');
    },
  },
  {
    row: '2.2 404 Channel not found',
    name: 'a command for a leg that has ended fails as gone',
    async run(world) {
      const caller = await answeredCaller(world);
      await caller.hangUp();
      await waitEnded(world, caller.leg);
      const playback = world.newId('playback');
      world.telephony.carryOut([
        { kind: 'play', leg: caller.leg, playback, media: [world.media.short], language: 'en' },
      ]);
      assert.equal(await waitFailed(world, 'play'), 'gone');
    },
  },
  {
    row: '2.2 404 Channel not found',
    name: 'hanging up a leg that does not exist tells its end once, as unknown, and is no failure',
    async run(world) {
      const leg = world.newId('leg');
      world.telephony.carryOut([{ kind: 'hang-up', leg, reason: 'normal' }]);
      assert.equal(await waitEnded(world, leg), 'unknown');
      world.telephony.carryOut([
        { kind: 'hang-up', leg, reason: 'normal' },
        { kind: 'verify-leg', leg },
      ]);
      await expectOneEnd(world, leg);
      assert.deepEqual(failures(world), []);
    },
  },
  {
    row: '2.2 404 Channel not found',
    name: 'verifying tells the end of a leg that is gone and says nothing of one that exists',
    async run(world) {
      const caller = await answeredCaller(world);
      const nobody = world.newId('leg');
      world.telephony.carryOut([
        { kind: 'verify-leg', leg: caller.leg },
        { kind: 'verify-leg', leg: nobody },
      ]);
      assert.equal(await waitEnded(world, nobody), 'unknown');
      await expectNoFailure(world);
      assert.equal(times(world, 'leg-ended', caller.leg), 0);
    },
  },
  {
    row: '2.2 404 Bridge, Playback not found',
    name: 'stopping and removing what is not there is no failure',
    async run(world) {
      const caller = await answeredCaller(world);
      world.telephony.carryOut([
        { kind: 'stop-playback', leg: caller.leg, playback: world.newId('playback') },
        { kind: 'remove-bridge', bridge: world.newId('bridge') },
        { kind: 'stop-music', leg: caller.leg },
        { kind: 'stop-ringback', leg: caller.leg },
      ]);
      await expectNoFailure(world);
    },
  },
  {
    row: '2.2 404 Bridge not found',
    name: 'connecting in a bridge that does not exist fails as gone',
    async run(world) {
      const caller = await answeredCaller(world);
      const phone = await answeredPhone(world, world.phones[0]);
      const bridge = world.newId('bridge');
      world.telephony.carryOut([{ kind: 'connect', bridge, create: false, legs: [caller.leg, phone] }]);
      assert.equal(await waitFailed(world, 'connect'), 'gone');
    },
  },
  {
    row: '2.2 400 from addChannel',
    name: 'connecting a leg that does not exist fails as gone',
    async run(world) {
      const caller = await answeredCaller(world);
      const bridge = world.newId('bridge');
      world.telephony.carryOut([
        { kind: 'connect', bridge, create: true, legs: [caller.leg, world.newId('leg')] },
      ]);
      assert.equal(await waitFailed(world, 'connect'), 'gone');
    },
  },
  {
    row: '2.2 422 from addChannel',
    name: 'connecting a leg that still rings fails as conflict',
    async run(world) {
      const caller = await answeredCaller(world);
      const phone = await ringingPhone(world, world.phones[0]);
      const bridge = world.newId('bridge');
      world.telephony.carryOut([{ kind: 'connect', bridge, create: true, legs: [caller.leg, phone] }]);
      assert.equal(await waitFailed(world, 'connect'), 'conflict');
    },
  },
  {
    row: '2.2 409 already exists',
    name: 'ringing a phone twice under one id makes one leg and no failure',
    async run(world) {
      const [phone] = world.phones;
      const leg = await ringingPhone(world, phone);
      world.telephony.carryOut([
        { kind: 'ring', leg, phone, timeoutMs: 20_000, callerNumber: null, callerName: null },
      ]);
      await expectNoFailure(world);
      world.telephony.carryOut([{ kind: 'hang-up', leg, reason: 'normal' }]);
      await expectOneEnd(world, leg);
    },
  },
  {
    row: '2.2 409 already exists',
    name: 'making a bridge that exists already is no failure',
    async run(world) {
      const caller = await answeredCaller(world);
      const phone = await answeredPhone(world, world.phones[0]);
      const bridge = await connected(world, [caller.leg, phone]);
      world.telephony.carryOut([{ kind: 'connect', bridge, create: true, legs: [caller.leg, phone] }]);
      await expectNoFailure(world);
    },
  },
  {
    row: '2.2 409 Channel not in Stasis application, 412 invalid state',
    name: 'a command for a leg of ours that still rings fails as conflict',
    async run(world) {
      const leg = await ringingPhone(world, world.phones[0]);
      const playback = world.newId('playback');
      world.telephony.carryOut([{ kind: 'play', leg, playback, media: [world.media.short], language: 'en' }]);
      assert.equal(await waitFailed(world, 'play'), 'conflict');
      assert.equal(times(world, 'leg-ended', leg), 0);
    },
  },
  {
    row: '2.2 500 Allocation failed',
    name: 'ringing a phone that Asterisk does not know fails as unreachable',
    async run(world) {
      ring(world, world.unknownPhone);
      assert.equal(await waitFailed(world, 'ring'), 'unreachable');
    },
  },
  {
    row: '2.2 409 already exists',
    name: 'an id that was taken does not make the next unknown phone look like rung',
    async run(world) {
      const [phone] = world.phones;
      const leg = await ringingPhone(world, phone);
      for (let tries = 0; tries < 20; tries += 1) {
        world.telephony.carryOut([
          { kind: 'ring', leg, phone, timeoutMs: 20_000, callerNumber: null, callerName: null },
        ]);
      }
      await expectNoFailure(world);
      for (let tries = 0; tries < 20; tries += 1) ring(world, world.unknownPhone);
      await world.waitFor('all fail', () => failures(world).length === 20);
      assert.deepEqual([...new Set(failures(world))], ['ring:unreachable']);
    },
  },
  {
    row: '2.2 500 Allocation failed',
    name: 'ringing a phone that is not registered fails as unreachable',
    async run(world) {
      const leg = ring(world, world.absentPhone);
      assert.equal(await waitFailed(world, 'ring'), 'unreachable');
      assert.equal(times(world, 'leg-answered', leg), 0);
    },
  },
];

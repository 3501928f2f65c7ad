import assert from 'node:assert/strict';
import type { Signal } from '../../../src/core/signal.js';
import {
  answeredCaller,
  answeredPhone,
  connected,
  expectNoFailure,
  expectOneEnd,
  failures,
  ring,
  times,
  waitAnswered,
  waitEnded,
  waitJoined,
} from '../steps.js';
import type { ContractCase } from '../world.js';

/** What crosses on the way (4.1, 2.3). */
export const RACES: readonly ContractCase[] = [
  {
    row: '4.1 command to a channel that just hung up',
    name: 'commands that cross the hang-up fail as gone or conflict, or not at all, and the leg ends once',
    async run(world) {
      const caller = await world.farEnd.callIn('+35921234567');
      const { leg } = caller;
      const gone = caller.hangUp();
      const playback = world.newId('playback');
      world.telephony.carryOut([
        { kind: 'answer', leg },
        { kind: 'play', leg, playback, media: [world.media.short], language: 'en' },
        { kind: 'start-music', leg, music: 'default' },
      ]);
      await gone;
      await expectOneEnd(world, leg);
      const strange = failures(world).filter((failure) => !/:(gone|conflict)$/.test(failure));
      assert.deepEqual(strange, []);
    },
  },
  {
    row: '4.1 StasisStart of our own leg before the reply',
    name: 'a phone that answers at once is told as answered under the id we chose',
    async run(world) {
      const leg = await answeredPhone(world, world.phones[0]);
      await expectNoFailure(world);
      assert.equal(times(world, 'leg-answered', leg), 1);
    },
  },
  {
    row: '4.1 answer and cancel cross',
    name: 'a leg that is hung up while its phone answers ends once',
    async run(world) {
      const [phone] = world.phones;
      for (const afterMs of [0, 20, 40]) {
        await world.farEnd.setBehaviour(phone, { kind: 'answers', afterMs, hangsUpAfterMs: null });
        const leg = ring(world, phone);
        await world.pass(afterMs);
        world.telephony.carryOut([{ kind: 'hang-up', leg, reason: 'answered-elsewhere' }]);
        await expectOneEnd(world, leg);
      }
      assert.deepEqual(failures(world), []);
    },
  },
  {
    row: '4.1 hang-up right behind the ring',
    name: 'a leg that is hung up before Asterisk made it does not ring on',
    async run(world) {
      const [phone] = world.phones;
      await world.farEnd.setBehaviour(phone, { kind: 'answers', afterMs: 300, hangsUpAfterMs: null });
      const leg = ring(world, phone);
      world.telephony.carryOut([{ kind: 'hang-up', leg, reason: 'normal' }]);
      await expectOneEnd(world, leg);
      await world.pass(500);
      assert.equal(times(world, 'leg-answered', leg), 0);
    },
  },
  {
    row: '4.1 caller hangs up while the winner is added',
    name: 'a caller who hangs up while being connected ends once; the phone stays until it is hung up',
    async run(world) {
      const caller = await answeredCaller(world);
      const phone = await answeredPhone(world, world.phones[0]);
      const bridge = world.newId('bridge');
      const gone = caller.hangUp();
      world.telephony.carryOut([{ kind: 'connect', bridge, create: true, legs: [caller.leg, phone] }]);
      await gone;
      await expectOneEnd(world, caller.leg);
      assert.equal(times(world, 'leg-ended', phone), 0);
      world.telephony.carryOut([
        { kind: 'hang-up', leg: phone, reason: 'normal' },
        { kind: 'remove-bridge', bridge },
      ]);
      await expectOneEnd(world, phone);
    },
  },
  {
    row: '2.3 hang-up during a blocked addChannel',
    name: 'a caller who hangs up while a prompt holds up his connection ends once, and his prompt too',
    async run(world) {
      const caller = await answeredCaller(world);
      const phone = await answeredPhone(world, world.phones[0]);
      const [playback, bridge] = [world.newId('playback'), world.newId('bridge')];
      world.telephony.carryOut([
        { kind: 'play', leg: caller.leg, playback, media: [world.media.long], language: 'en' },
      ]);
      await world.waitFor('it plays', (signal) => signal.kind === 'playback-started');
      world.telephony.carryOut([{ kind: 'connect', bridge, create: true, legs: [caller.leg, phone] }]);
      await world.pass(300);
      await caller.hangUp();
      await expectOneEnd(world, caller.leg);
      const ends = world.signals().flatMap((one) => (one.kind === 'playback-ended' ? [one.complete] : []));
      assert.deepEqual(ends, [false]);
      const strange = failures(world).filter((failure) => !/^connect:(gone|conflict)$/.test(failure));
      assert.deepEqual(strange, []);
      assert.equal(times(world, 'leg-ended', phone), 0);
      world.telephony.carryOut([
        { kind: 'hang-up', leg: phone, reason: 'normal' },
        { kind: 'remove-bridge', bridge },
      ]);
      await expectOneEnd(world, phone);
    },
  },
  {
    row: '4.1 two phones answer at once',
    name: 'both answers are told; the winner is connected and the loser hung up',
    async run(world) {
      const [one, other] = world.phones;
      const caller = await answeredCaller(world);
      for (const phone of world.phones) {
        await world.farEnd.setBehaviour(phone, { kind: 'answers', afterMs: 200, hangsUpAfterMs: null });
      }
      const winner = ring(world, one);
      const loser = ring(world, other);
      await waitAnswered(world, winner);
      await waitAnswered(world, loser);
      const bridge = world.newId('bridge');
      world.telephony.carryOut([
        { kind: 'connect', bridge, create: true, legs: [caller.leg, winner] },
        { kind: 'hang-up', leg: loser, reason: 'answered-elsewhere' },
      ]);
      await waitJoined(world, caller.leg, bridge);
      await waitJoined(world, winner, bridge);
      await expectOneEnd(world, loser);
      assert.deepEqual(failures(world), []);
    },
  },
  {
    row: '4.1 playback stop crosses its end',
    name: 'stopping a prompt that has just ended is no failure',
    async run(world) {
      const caller = await answeredCaller(world);
      const playback = world.newId('playback');
      world.telephony.carryOut([
        { kind: 'play', leg: caller.leg, playback, media: [world.media.short], language: 'en' },
      ]);
      await world.waitFor('it is over', (signal) => signal.kind === 'playback-ended');
      world.telephony.carryOut([{ kind: 'stop-playback', leg: caller.leg, playback }]);
      await expectNoFailure(world);
    },
  },
  {
    row: '2.1 a running playback blocks the channel',
    name: 'stopping the prompt first lets a caller be connected at once',
    async run(world) {
      const caller = await answeredCaller(world);
      const phone = await answeredPhone(world, world.phones[0]);
      const playback = world.newId('playback');
      world.telephony.carryOut([
        { kind: 'play', leg: caller.leg, playback, media: [world.media.long], language: 'en' },
      ]);
      await world.waitFor('it plays', (signal) => signal.kind === 'playback-started');
      world.telephony.carryOut([{ kind: 'stop-playback', leg: caller.leg, playback }]);
      await connected(world, [caller.leg, phone]);
      await expectNoFailure(world);
    },
  },
  {
    row: '4.1 two commands for one leg',
    name: 'commands of one leg are carried out in the order given, also when they come one by one',
    async run(world) {
      const { leg } = await answeredCaller(world);
      for (const music of ['default', 'default', 'default']) {
        world.telephony.carryOut([{ kind: 'start-music', leg, music }]);
        world.telephony.carryOut([{ kind: 'stop-music', leg }]);
      }
      // A hang-up overtakes what is on its way, which then fails: that is another case.
      await expectNoFailure(world);
      world.telephony.carryOut([{ kind: 'hang-up', leg, reason: 'normal' }]);
      await expectOneEnd(world, leg);
      assert.deepEqual(failures(world), []);
    },
  },
  {
    row: '4.1 connection lost between offer and answer',
    name: 'what is up when the stream comes back stands in what exists, and goes on',
    async run(world) {
      const caller = await answeredCaller(world);
      const leg = await answeredPhone(world, world.phones[0]);
      await world.loseEvents();
      await world.pass(100);
      const existing = await world.regainEvents();
      assert.deepEqual(
        existing.legs.find((one) => one.leg === leg),
        { leg, up: true, caller: null },
      );
      const known = existing.legs.find((one) => one.leg === caller.leg);
      assert.equal(known?.up, true);
      assert.equal(known.caller?.dialled, world.number);
      assert.equal(existing.restarted, false);
      await connected(world, [caller.leg, leg]);
    },
  },
  {
    row: '4.1 connection lost between offer and answer',
    name: 'a phone that rang through the gap can still answer',
    async run(world) {
      const [phone] = world.phones;
      await world.farEnd.setBehaviour(phone, { kind: 'answers', afterMs: 1500, hangsUpAfterMs: null });
      const leg = ring(world, phone);
      await world.pass(100);
      await world.loseEvents();
      await world.pass(100);
      const existing = await world.regainEvents();
      assert.deepEqual(
        existing.legs.find((one) => one.leg === leg),
        { leg, up: false, caller: null },
      );
      await waitAnswered(world, leg);
    },
  },
  {
    row: '4.1 connection lost between offer and answer',
    name: 'a phone that answers in the gap is hung up by Asterisk and does not exist afterwards',
    async run(world) {
      const [phone] = world.phones;
      await world.farEnd.setBehaviour(phone, { kind: 'answers', afterMs: 400, hangsUpAfterMs: null });
      const leg = ring(world, phone);
      await world.pass(100);
      await world.loseEvents();
      await world.pass(900);
      const existing = await world.regainEvents();
      assert.equal(
        existing.legs.some((one) => one.leg === leg),
        false,
      );
      world.telephony.carryOut([{ kind: 'verify-leg', leg }]);
      assert.equal(await waitEnded(world, leg), 'unknown');
    },
  },
  {
    row: '4.2 events in the gap are lost',
    name: 'legs that end in the gap are missing in what exists, and bridges name who is left',
    async run(world) {
      const caller = await answeredCaller(world);
      const phone = await answeredPhone(world, world.phones[0]);
      const bridge = await connected(world, [caller.leg, phone]);
      await world.loseEvents();
      await caller.hangUp();
      await world.pass(300);
      const existing = await world.regainEvents();
      assert.equal(
        existing.legs.some((one) => one.leg === caller.leg),
        false,
      );
      assert.deepEqual(
        existing.bridges.filter((one) => one.id === bridge),
        [{ id: bridge, legs: [phone] }],
      );
      await world.pass(300);
      assert.equal(times(world, 'leg-ended', caller.leg), 0);
      world.telephony.carryOut([{ kind: 'verify-leg', leg: caller.leg }]);
      assert.equal(await waitEnded(world, caller.leg), 'unknown');
    },
  },
  {
    row: '4.2 a new caller meets an inactive application',
    name: 'a caller who comes in the gap arrives once, after it',
    async run(world) {
      await world.loseEvents();
      await world.farEnd.placeCall('+35929990777');
      await world.pass(300);
      const existing = await world.regainEvents();
      const standing = existing.legs.filter((one) => one.caller?.from === '+35929990777');
      const isArrival = (signal: Signal): boolean =>
        signal.kind === 'call-arrived' && signal.from === '+35929990777';
      if (standing.length === 0) await world.waitFor('the caller arrives', isArrival);
      await world.pass(300);
      assert.equal(world.signals().filter(isArrival).length + standing.length, 1);
    },
  },
];

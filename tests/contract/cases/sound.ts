import assert from 'node:assert/strict';
import { answeredCaller, answeredPhone, expectNoFailure, expectOneEnd, waitEnded } from '../steps.js';
import type { ContractCase, ContractWorld } from '../world.js';

/** Prompts, keys and music (2.1, 3.2, 3.3). */
export const SOUND: readonly ContractCase[] = [
  {
    row: '3.1 removeChannel',
    name: 'who is left alone in a bridge and comes out of it hears what is played to him next',
    async run(world) {
      const [phone] = world.phones;
      const caller = await answeredCaller(world);
      const leg = await answeredPhone(world, phone);
      const bridge = world.newId('bridge');
      world.telephony.carryOut([{ kind: 'connect', bridge, create: true, legs: [caller.leg, leg] }]);
      await world.waitFor('both are in', (signal) => signal.kind === 'leg-joined' && signal.leg === leg);
      await world.farEnd.phoneHangsUp(phone);
      await waitEnded(world, leg);
      const playback = world.newId('playback');
      world.telephony.carryOut([
        { kind: 'leave-bridge', leg: caller.leg, bridge },
        { kind: 'remove-bridge', bridge },
        { kind: 'play', leg: caller.leg, playback, media: [world.media.short], language: 'en' },
      ]);
      assert.equal(await waitPlayed(world, playback), true);
      await expectNoFailure(world);
      assert.deepEqual(told(world, playback), ['playback-started', 'playback-ended']);
    },
  },
  {
    row: '3.1 removeChannel',
    name: 'nobody comes out of a bridge that does not exist, and who was to stays',
    async run(world) {
      const caller = await answeredCaller(world);
      const bridge = world.newId('bridge');
      world.telephony.carryOut([{ kind: 'leave-bridge', leg: caller.leg, bridge }]);
      const failed = await world.waitFor('it fails', (signal) => signal.kind === 'command-failed');
      assert.ok(failed.kind === 'command-failed' && failed.failure === 'gone');
      const playback = play(world, caller.leg, [world.media.short]);
      assert.equal(await waitPlayed(world, playback), true);
    },
  },
  {
    row: '3.2 media takes a list',
    name: 'a list of media starts once and ends once, complete',
    async run(world) {
      const caller = await answeredCaller(world);
      const playback = play(world, caller.leg, [world.media.short, world.media.short]);
      assert.equal(await waitPlayed(world, playback), true);
      await expectNoFailure(world);
      assert.deepEqual(told(world, playback), ['playback-started', 'playback-ended']);
    },
  },
  {
    row: '3.2 a missing file in a list is silent',
    name: 'a single missing file ends incomplete; as one of a list it is passed over',
    async run(world) {
      const caller = await answeredCaller(world);
      const alone = play(world, caller.leg, [world.media.missing]);
      assert.equal(await waitPlayed(world, alone), false);
      const listed = play(world, caller.leg, [world.media.missing, world.media.short]);
      assert.equal(await waitPlayed(world, listed), true);
    },
  },
  {
    row: '3.2 no barge-in by itself',
    name: 'a key does not stop a prompt; stopping it ends it incomplete',
    async run(world) {
      const caller = await answeredCaller(world);
      const playback = play(world, caller.leg, [world.media.long]);
      await world.waitFor(
        'it plays',
        (signal) => signal.kind === 'playback-started' && signal.playback === playback,
      );
      await caller.press('7');
      await world.waitFor('the key', (signal) => signal.kind === 'key-pressed' && signal.key === '7');
      assert.deepEqual(told(world, playback), ['playback-started']);
      world.telephony.carryOut([{ kind: 'stop-playback', leg: caller.leg, playback }]);
      assert.equal(await waitPlayed(world, playback), false);
      await expectNoFailure(world);
    },
  },
  {
    row: '3.2 two plays queue one after the other',
    name: 'two prompts on one leg are heard one after the other',
    async run(world) {
      const caller = await answeredCaller(world);
      const first = play(world, caller.leg, [world.media.short]);
      const second = play(world, caller.leg, [world.media.short]);
      await waitPlayed(world, second);
      const order = world.signals().flatMap((signal) => ('playback' in signal ? [signal] : []));
      assert.deepEqual(
        order.map((signal) => [signal.kind, signal.playback]),
        [
          ['playback-started', first],
          ['playback-ended', first],
          ['playback-started', second],
          ['playback-ended', second],
        ],
      );
    },
  },
  {
    row: '3.2 digits',
    name: 'keys come in the order pressed',
    async run(world) {
      const caller = await answeredCaller(world);
      await caller.press('1*9#');
      await world.waitFor('the last key', (signal) => signal.kind === 'key-pressed' && signal.key === '#');
      const keys = world.signals().flatMap((signal) => (signal.kind === 'key-pressed' ? [signal.key] : []));
      assert.equal(keys.join(''), '1*9#');
    },
  },
  {
    row: '2.3 caller hangs up during a playback',
    name: 'a prompt ends incomplete when the caller hangs up',
    async run(world) {
      const caller = await answeredCaller(world);
      const playback = play(world, caller.leg, [world.media.long]);
      await world.waitFor('it plays', (signal) => signal.kind === 'playback-started');
      await caller.hangUp();
      assert.equal(await waitPlayed(world, playback), false);
      await waitEnded(world, caller.leg);
      await expectOneEnd(world, caller.leg);
    },
  },
  {
    row: '3.1 announcement before the answer',
    name: 'a prompt can be played to a caller who is not answered',
    async run(world) {
      const { leg } = await world.farEnd.callIn('+35921234567');
      const playback = play(world, leg, [world.media.short]);
      assert.equal(await waitPlayed(world, playback), true);
      await expectNoFailure(world);
    },
  },
  {
    row: '3.3 music and announcements',
    name: 'music, a prompt over it, ringing and their ends are taken in order',
    async run(world) {
      const { leg } = await answeredCaller(world);
      world.telephony.carryOut([{ kind: 'start-music', leg, music: 'default' }]);
      const playback = play(world, leg, [world.media.short]);
      world.telephony.carryOut([
        { kind: 'stop-music', leg },
        { kind: 'start-ringback', leg },
        { kind: 'stop-ringback', leg },
      ]);
      assert.equal(await waitPlayed(world, playback), true);
      await expectNoFailure(world);
    },
  },
];

function play(world: ContractWorld, leg: string, media: readonly string[]): string {
  const playback = world.newId('playback');
  world.telephony.carryOut([{ kind: 'play', leg, playback, media, language: 'en' }]);
  return playback;
}

/** Whether it was heard to its end. */
async function waitPlayed(world: ContractWorld, playback: string): Promise<boolean> {
  const ended = await world.waitFor(
    `${playback} is over`,
    (signal) => signal.kind === 'playback-ended' && signal.playback === playback,
  );
  return ended.kind === 'playback-ended' && ended.complete;
}

function told(world: ContractWorld, playback: string): readonly string[] {
  return world
    .signals()
    .flatMap((signal) => ('playback' in signal && signal.playback === playback ? [signal.kind] : []));
}

import assert from 'node:assert/strict';
import {
  answeredCaller,
  answeredPhone,
  connected,
  expectNoFailure,
  expectOneEnd,
  failures,
  waitEnded,
  times,
  waitFailed,
} from '../steps.js';
import type { ContractCase, ContractWorld, FarCaller } from '../world.js';

/** Recordings of conversations: what is refused, what is told, and what nobody hears of (2.2, 3.10, 4.1). */
export const RECORDING: readonly ContractCase[] = [
  {
    row: '3.10 recording of a bridge',
    name: 'a recording begins, and ends once with its length when it is stopped',
    async run(world) {
      const { bridge } = await conversation(world);
      const recording = await begun(world, bridge);
      await world.pass(1200);
      world.telephony.carryOut([{ kind: 'stop-recording', recording }]);
      assert.deepEqual(await waitRecorded(world, recording), ['complete', 1000]);
      await expectNoFailure(world);
      assert.deepEqual(told(world, recording), ['recording-started', 'recording-ended']);
    },
  },
  {
    row: '3.10 recording of a bridge',
    name: 'a recording ends by itself when both parties have left',
    async run(world) {
      const { caller, phone, bridge } = await conversation(world);
      const recording = await begun(world, bridge);
      await caller.hangUp();
      world.telephony.carryOut([{ kind: 'hang-up', leg: phone, reason: 'normal' }]);
      const [end] = await waitRecorded(world, recording);
      assert.equal(end, 'complete');
    },
  },
  {
    row: '2.2 404 Recording not found',
    name: 'stopping what is over or never was is no failure; pausing and resuming it fails as gone',
    async run(world) {
      const { bridge } = await conversation(world);
      const over = await begun(world, bridge);
      world.telephony.carryOut([{ kind: 'stop-recording', recording: over }]);
      await waitRecorded(world, over);
      world.telephony.carryOut([
        { kind: 'stop-recording', recording: over },
        { kind: 'stop-recording', recording: world.newId('recording') },
      ]);
      await expectNoFailure(world);
      world.telephony.carryOut([{ kind: 'pause-recording', recording: over }]);
      assert.equal(await waitFailed(world, 'pause-recording'), 'gone');
      world.telephony.carryOut([{ kind: 'resume-recording', recording: over }]);
      assert.equal(await waitFailed(world, 'resume-recording'), 'gone');
    },
  },
  {
    row: '2.2 404 Bridge not found',
    name: 'recording a bridge that does not exist fails as gone',
    async run(world) {
      const recording = world.newId('recording');
      world.telephony.carryOut([{ kind: 'start-recording', recording, bridge: world.newId('bridge') }]);
      assert.equal(await waitFailed(world, 'start-recording'), 'gone');
    },
  },
  {
    row: '2.2 409 recording exists',
    name: 'a name that is taken fails as conflict, while the first goes on and when it is stored',
    async run(world) {
      const { bridge } = await conversation(world);
      const recording = await begun(world, bridge);
      world.telephony.carryOut([{ kind: 'start-recording', recording, bridge }]);
      assert.equal(await waitFailed(world, 'start-recording'), 'conflict');
      world.telephony.carryOut([{ kind: 'stop-recording', recording }]);
      await waitRecorded(world, recording);
      world.telephony.carryOut([{ kind: 'start-recording', recording, bridge }]);
      await world.waitFor('the second refusal', () => failures(world).length === 2);
      assert.deepEqual([...new Set(failures(world))], ['start-recording:conflict']);
    },
  },
  {
    row: '2.2 500 Internal Server Error: recording folder does not exist',
    name: 'without the folder a recording fails as refused, there is nothing of it, and the call goes on',
    async run(world) {
      const { caller, phone, bridge } = await conversation(world);
      await world.recordingsFolder('missing');
      const recording = world.newId('recording');
      world.telephony.carryOut([{ kind: 'start-recording', recording, bridge }]);
      assert.equal(await waitFailed(world, 'start-recording'), 'refused');
      world.telephony.carryOut([{ kind: 'verify-recording', recording }]);
      assert.deepEqual(await waitRecorded(world, recording), ['missing', null]);
      await world.recordingsFolder('there');
      for (const leg of [caller.leg, phone]) world.telephony.carryOut([{ kind: 'verify-leg', leg }]);
      await world.pass(300);
      for (const leg of [caller.leg, phone]) assert.equal(times(world, 'leg-ended', leg), 0);
    },
  },
  {
    row: '3.10 full disk',
    name: 'on a full disk a recording ends early, as if it were whole, and the call goes on',
    async run(world) {
      const { caller, phone, bridge } = await conversation(world);
      await world.recordingsFolder('full');
      const recording = await begun(world, bridge);
      const [end] = await waitRecorded(world, recording);
      assert.equal(end, 'complete', 'nobody but who knows that the conversation goes on can tell');
      await world.recordingsFolder('there');
      await expectNoFailure(world);
      for (const leg of [caller.leg, phone]) assert.equal(times(world, 'leg-ended', leg), 0);
    },
  },
  {
    row: '3.10 asking what became of a recording',
    name: 'one that goes on is told as begun, a stored one as complete, an unknown one as missing',
    async run(world) {
      const { bridge } = await conversation(world);
      const recording = await begun(world, bridge);
      world.telephony.carryOut([{ kind: 'verify-recording', recording }]);
      await world.waitFor('it goes on', () => told(world, recording).length === 2);
      assert.deepEqual(told(world, recording), ['recording-started', 'recording-started']);
      world.telephony.carryOut([{ kind: 'stop-recording', recording }]);
      await waitRecorded(world, recording);
      const nothing = world.newId('recording');
      world.telephony.carryOut([
        { kind: 'verify-recording', recording },
        { kind: 'verify-recording', recording: nothing },
      ]);
      await world.waitFor('it is stored', () => told(world, recording).length === 4);
      assert.deepEqual(await waitRecorded(world, nothing), ['missing', null]);
    },
  },
  {
    row: '3.10 bridge removed under its recording',
    name: 'its end is told or not, as it happens; it is stored, and who asks is told so',
    async run(world) {
      const { bridge } = await conversation(world);
      const recording = await begun(world, bridge);
      world.telephony.carryOut([{ kind: 'remove-bridge', bridge }]);
      await world.pass(1000);
      const before = told(world, recording).length;
      world.telephony.carryOut([{ kind: 'verify-recording', recording }]);
      await world.waitFor('the answer', () => told(world, recording).length > before);
      assert.equal(told(world, recording).at(-1), 'recording-ended');
      const [end] = await waitRecorded(world, recording);
      assert.equal(end, 'complete');
      await expectNoFailure(world);
    },
  },
  {
    row: "4.1 two supervisors' commands for one call",
    name: 'pauses and resumes of one recording are carried out in the order given, the last one stands',
    async run(world) {
      const { bridge } = await conversation(world);
      const recording = await begun(world, bridge);
      await world.pass(1100);
      for (const kind of ['pause-recording', 'resume-recording', 'pause-recording'] as const)
        world.telephony.carryOut([{ kind, recording }]);
      await world.pass(2000);
      world.telephony.carryOut([{ kind: 'stop-recording', recording }]);
      await waitRecorded(world, recording);
      await expectNoFailure(world);
    },
  },
  {
    row: '4.2 recording and a lost event stream',
    name: 'a recording goes on while nobody listens',
    async run(world) {
      const { bridge } = await conversation(world);
      const recording = await begun(world, bridge);
      await world.loseEvents();
      await world.pass(300);
      await world.regainEvents();
      world.telephony.carryOut([{ kind: 'verify-recording', recording }]);
      await world.waitFor('it goes on', () => told(world, recording).length === 2);
      world.telephony.carryOut([{ kind: 'stop-recording', recording }]);
      const [end] = await waitRecorded(world, recording);
      assert.equal(end, 'complete');
    },
  },
  {
    row: '4.1 hold and MOH',
    name: "an agent's hold is told to nobody, ends nothing, and the talk goes on behind it",
    async run(world) {
      const { phone } = await conversation(world);
      const before = world.signals().length;
      await world.farEnd.phoneHolds(world.phones[0], 'on');
      await world.pass(500);
      await world.farEnd.phoneHolds(world.phones[0], 'off');
      await world.pass(500);
      assert.deepEqual(world.signals().slice(before), []);
      await world.farEnd.phoneHangsUp(world.phones[0]);
      assert.equal(await waitEnded(world, phone), 'normal');
      await expectOneEnd(world, phone);
    },
  },
];

interface Talk {
  readonly caller: FarCaller;
  readonly phone: string;
  readonly bridge: string;
}

async function conversation(world: ContractWorld): Promise<Talk> {
  const caller = await answeredCaller(world);
  const phone = await answeredPhone(world, world.phones[0]);
  return { caller, phone, bridge: await connected(world, [caller.leg, phone]) };
}

async function begun(world: ContractWorld, bridge: string): Promise<string> {
  const recording = world.newId('recording');
  world.telephony.carryOut([{ kind: 'start-recording', recording, bridge }]);
  await world.waitFor('it begins', () => told(world, recording).length === 1);
  return recording;
}

async function waitRecorded(
  world: ContractWorld,
  recording: string,
): Promise<readonly [string, number | null]> {
  const signal = await world.waitFor(
    `${recording} is over`,
    (one) => one.kind === 'recording-ended' && one.recording === recording,
  );
  return signal.kind === 'recording-ended' ? [signal.end, signal.durationMs] : ['', null];
}

function told(world: ContractWorld, recording: string): readonly string[] {
  return world
    .signals()
    .flatMap((signal) => ('recording' in signal && signal.recording === recording ? [signal.kind] : []));
}

import assert from 'node:assert/strict';
import { answeredCaller, expectNoFailure } from '../steps.js';
import type { Utterance } from '../../support/model/recordings.js';
import type { ContractCase, ContractWorld } from '../world.js';

const ROW = '3.10 recording of one leg, and silence';
const SILENCE_MS = 4000;
/** Lengths are told in whole seconds, of which one may be the machine's delay. */
const ROUNDING_MS = 1000;

/** Messages of callers: when their file closes by itself, and what is told of its length (3.10). */
export const MESSAGES: readonly ContractCase[] = [
  {
    row: ROW,
    name: 'a message ends by silence; its length has the pauses in it, what was said has not, the silence is in neither',
    async run(world) {
      const told = await message(world, [speech(3000), silence(2500), speech(2000)]);
      near(told.durationMs, 7500);
      near(told.spokenMs, 5000);
      // The clock is what tells it from one that broke off: Asterisk does not say why.
      assert.ok(told.passedMs - told.durationMs >= SILENCE_MS - ROUNDING_MS, JSON.stringify(told));
    },
  },
  {
    row: ROW,
    name: 'who says nothing is told to have said a second of something, when the silence has been long enough',
    async run(world) {
      const told = await message(world, []);
      assert.ok(told.durationMs <= 1000 && told.spokenMs <= 1000, JSON.stringify(told));
      assert.ok(told.passedMs >= SILENCE_MS, JSON.stringify(told));
    },
  },
  {
    row: ROW,
    name: 'a message that is stopped in a silence is told without it, too',
    async run(world) {
      const told = await message(world, [speech(2500)], 5500);
      near(told.durationMs, 3000);
      near(told.spokenMs, 3000);
    },
  },
  {
    row: ROW,
    name: 'a message that is stopped while something is said is told as long as it is',
    async run(world) {
      const told = await message(world, [speech(9000)], 3500);
      near(told.durationMs, 3500);
      assert.ok(told.passedMs - told.durationMs < SILENCE_MS - ROUNDING_MS, JSON.stringify(told));
    },
  },
];

interface Told {
  readonly durationMs: number;
  readonly spokenMs: number;
  /** On our clock, as the core measures it. */
  readonly passedMs: number;
}

function speech(ms: number): Utterance {
  return { sound: 'speech', ms };
}

function silence(ms: number): Utterance {
  return { sound: 'silence', ms };
}

/** Somebody says this into a file, which is stopped after a while, or ends by itself. */
async function message(
  world: ContractWorld,
  parts: readonly Utterance[],
  stopAfterMs: number | null = null,
): Promise<Told> {
  const caller = await answeredCaller(world);
  const recording = world.newId('recording');
  await caller.says(parts);
  const begunAt = world.now();
  world.telephony.carryOut([
    { kind: 'record-message', recording, leg: caller.leg, longestMs: 60_000, silenceMs: SILENCE_MS },
  ]);
  if (stopAfterMs !== null) {
    await world.pass(stopAfterMs);
    world.telephony.carryOut([{ kind: 'stop-recording', recording }]);
  }
  const end = await world.waitFor(
    'the message is over',
    (signal) => signal.kind === 'recording-ended' && signal.recording === recording,
  );
  const passedMs = world.now() - begunAt;
  await expectNoFailure(world);
  assert.ok(end.kind === 'recording-ended' && end.end === 'complete');
  return { durationMs: end.durationMs ?? -1, spokenMs: end.spokenMs ?? -1, passedMs };
}

function near(toldMs: number, ms: number): void {
  assert.ok(Math.abs(toldMs - ms) <= ROUNDING_MS, `${toldMs} ms are told, ${ms} ms it was`);
}

import assert from 'node:assert/strict';
import type { Phone } from '../../src/core/plan.js';
import type { Failure, LegId, Signal } from '../../src/core/signal.js';
import type { ContractWorld, FarCaller } from './world.js';

/** Somebody calls and is answered. */
export async function answeredCaller(world: ContractWorld, from = '+35921234567'): Promise<FarCaller> {
  const caller = await world.farEnd.callIn(from);
  world.telephony.carryOut([{ kind: 'answer', leg: caller.leg }]);
  await world.waitFor('the caller is answered', (signal) => isAbout(signal, 'leg-answered', caller.leg));
  return caller;
}

/** Rings the phone; the id of the leg. */
export function ring(world: ContractWorld, phone: Phone, timeoutMs = 20_000): LegId {
  const leg = world.newId('leg');
  world.telephony.carryOut([
    { kind: 'ring', leg, phone, timeoutMs, callerNumber: '+35921234567', callerName: null },
  ]);
  return leg;
}

/** Rings the phone, which answers at once. */
export async function answeredPhone(world: ContractWorld, phone: Phone): Promise<LegId> {
  await world.farEnd.setBehaviour(phone, { kind: 'answers', afterMs: 0, hangsUpAfterMs: null });
  const leg = ring(world, phone);
  await waitAnswered(world, leg);
  return leg;
}

/** Rings a phone that nobody answers, until Asterisk has it ringing. */
export async function ringingPhone(world: ContractWorld, phone: Phone): Promise<LegId> {
  await world.farEnd.setBehaviour(phone, { kind: 'never-answers' });
  const leg = ring(world, phone);
  await world.pass(500);
  return leg;
}

export async function connected(world: ContractWorld, legs: readonly [LegId, LegId]): Promise<string> {
  const bridge = world.newId('bridge');
  world.telephony.carryOut([{ kind: 'connect', bridge, create: true, legs }]);
  for (const leg of legs) await waitJoined(world, leg, bridge);
  return bridge;
}

export async function waitAnswered(world: ContractWorld, leg: LegId): Promise<void> {
  await world.waitFor(`${leg} is answered`, (signal) => isAbout(signal, 'leg-answered', leg));
}

export async function waitJoined(world: ContractWorld, leg: LegId, bridge: string): Promise<void> {
  await world.waitFor(
    `${leg} is in ${bridge}`,
    (signal) => signal.kind === 'leg-joined' && signal.leg === leg && signal.bridge === bridge,
  );
}

export async function waitEnded(world: ContractWorld, leg: LegId): Promise<string> {
  const signal = await world.waitFor(`${leg} is over`, (one) => isAbout(one, 'leg-ended', leg));
  return signal.kind === 'leg-ended' ? signal.end : '';
}

export async function waitFailed(world: ContractWorld, kind: string): Promise<Failure> {
  const signal = await world.waitFor(
    `${kind} fails`,
    (one) => one.kind === 'command-failed' && one.command.kind === kind,
  );
  return signal.kind === 'command-failed' ? signal.failure : 'unknown';
}

/** Failures told so far, as `kind:failure`. */
export function failures(world: ContractWorld): readonly string[] {
  return world
    .signals()
    .flatMap((signal) =>
      signal.kind === 'command-failed' ? [`${signal.command.kind}:${signal.failure}`] : [],
    );
}

/** How often the kind of signal was told of the leg. */
export function times(world: ContractWorld, kind: Signal['kind'], leg: LegId): number {
  return world.signals().filter((signal) => isAbout(signal, kind, leg)).length;
}

/** Waits long enough for a late or doubled signal, then expects exactly one end. */
export async function expectOneEnd(world: ContractWorld, leg: LegId): Promise<void> {
  await waitEnded(world, leg);
  await world.pass(300);
  assert.equal(times(world, 'leg-ended', leg), 1, `${leg} ended once`);
}

/** Expects that nothing failed, now and shortly after. */
export async function expectNoFailure(world: ContractWorld): Promise<void> {
  await world.pass(300);
  assert.deepEqual(failures(world), []);
}

function isAbout(signal: Signal, kind: Signal['kind'], leg: LegId): boolean {
  return signal.kind === kind && 'leg' in signal && signal.leg === leg;
}

import type { RingStep } from '../../src/core/plan.js';
import { RING_BACK, RING_TARGET, type TransferRule } from '../../src/core/transfer/rule.js';
import { ring } from '../core/plan-builder.js';
import type { Dice } from './dice.js';

/** How agents of a random plan hand callers over. */
export function randomTransfers(
  dice: Dice,
  agents: readonly string[],
  queues: readonly string[],
): TransferRule {
  return {
    extensions: {
      '1': { to: 'agent', agent: dice.pick(agents) },
      '2': { to: 'queue', queue: dice.pick(queues) },
      '3': { to: 'chain', chain: 'up' },
      '4': { to: 'number', number: '+359888000003', isWritten: true },
    },
    keys: { blind: '#1', consult: '#2', complete: '#3', cancel: '##', hold: '#0' },
    chains: { up: [...new Set([dice.pick(agents), dice.pick(agents), dice.pick(agents)])] },
    offerMs: dice.around(10_000),
    music: 'default',
    wrapUp: { timeMs: dice.pick([0, 5_000]), extendToMs: 5_000 },
    block: 'transfers.steps',
  };
}

/** The target, then whoever has handed the caller over. */
export function transferRings(dice: Dice): readonly RingStep[] {
  const offerMs = dice.around(10_000);
  return [
    ring(RING_TARGET, [], { whose: 'transfer-target', hear: 'music', offerMs }),
    ring(RING_BACK, [], { whose: 'transferred-by', hear: 'music', offerMs }),
  ];
}

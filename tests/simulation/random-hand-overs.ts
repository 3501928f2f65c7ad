import type { Request, TransferRequest } from '../../src/core/signal.js';
import type { Target } from '../../src/core/transfer/rule.js';
import type { Dice } from './dice.js';
import { QUEUES } from './random-plan.js';

/** Whoever talks with some caller then hands him over, or puts him on hold. */
export interface HandOverHappening {
  readonly kind: 'hand-over';
  readonly atMs: number;
  readonly ask: TransferRequest['ask'];
  readonly place: number;
  readonly target: Target;
  readonly reason: string | null;
}

/** Whether a caller is handed over or put on hold. */
export function isHandOver(ask: Request['ask']): ask is TransferRequest['ask'] {
  return ask.endsWith('-transfer') || ['transfer-call', 'consult', 'hold-call', 'resume-call'].includes(ask);
}

/** Whoever was asked is mostly given the caller, or it is called off. */
export function handOvers(dice: Dice, ask: TransferRequest['ask'], atMs: number): HandOverHappening[] {
  const first = handOver(dice, ask, atMs);
  if (ask !== 'consult' || dice.falls(0.2)) return [first];
  const ends = dice.pick(['complete-transfer', 'complete-transfer', 'cancel-transfer'] as const);
  return [first, { ...first, ask: ends, atMs: atMs + dice.around(10_000) }];
}

/** To whatever the plans know, and now and then to what they do not. */
function handOver(dice: Dice, ask: TransferRequest['ask'], atMs: number): HandOverHappening {
  const target = dice.pick<Target>([
    ...[1, 2, 3, 4, 5].map((number) => ({ to: 'agent', agent: `agent-${number}` }) as const),
    ...[...QUEUES, 'none'].map((queue) => ({ to: 'queue', queue }) as const),
    { to: 'chain', chain: 'up' },
    { to: 'chain', chain: 'up' },
    { to: 'chain', chain: 'none' },
    { to: 'number', number: '+359888000001' },
    { to: 'number', number: '0888000002' },
    { to: 'number', number: '+15551234567' },
    { to: 'flow', flow: 'late' },
    { to: 'flow', flow: 'none' },
  ]);
  const reason = dice.falls(0.5) ? null : 'refund';
  return { kind: 'hand-over', atMs, ask, place: dice.between(0, 20), target, reason };
}

import type { RingStep } from '../../core/plan.js';
import { RING_BACK, RING_TARGET, type Target, type TransferRule } from '../../core/transfer/rule.js';
import type { TransfersDraft } from '../language/file.js';
import type { TargetDraft } from '../language/transfers.js';
import { type BlockBook, calledNumber } from './blocks.js';

/** The block that hands callers over: the target is rung, then whoever has left the caller, then comes `otherwise`. */
const BLOCK = 'transfers.steps';

/** How callers are handed over. */
export function compileTransfers(
  draft: TransfersDraft,
  blocks: BlockBook,
  country: string | null,
): TransferRule {
  const { ring_for: offerMs, music, wrap_up: wrapUp, keys, chains, extensions, otherwise } = draft;
  const ring = (id: string, whose: 'transfer-target' | 'transferred-by'): RingStep => ({
    ...{
      do: 'ring',
      id,
      agents: [],
      whose,
      strategy: 'sequential',
      offerMs,
      limitMs: null,
      hear: 'music',
      music,
    },
    counting: { window: { kind: 'day' }, newcomers: 'first', talk: 'mean', calls: 'all-queues' },
    ...{ wrapUp, mark: null },
  });
  blocks.begin(BLOCK, [ring(RING_TARGET, 'transfer-target'), ring(RING_BACK, 'transferred-by')], {
    ...{ path: 'transfers.otherwise', block: otherwise },
  });
  const given = Object.entries(keys).filter(([what, sequence]) => what !== 'at' && sequence !== null);
  return {
    extensions: Object.fromEntries(
      (extensions ?? []).map(({ key, value }) => [key, target(key, value, country)]),
    ),
    keys: Object.fromEntries(given),
    chains: Object.fromEntries(
      (chains ?? []).map(({ key, value }) => [key, (value ?? []).map(({ name }) => name)]),
    ),
    ...{ offerMs, music, wrapUp, block: BLOCK },
  };
}

function target(extension: string, read: TargetDraft | null, country: string | null): Target {
  if (read === null) throw new Error(`an extension with a fault was compiled: ${extension}`);
  const { to } = read;
  const { name } = read.name;
  switch (to) {
    case 'agent':
      return { to, agent: name };
    case 'queue':
      return { to, queue: name };
    case 'flow':
      return { to, flow: name };
    case 'chain':
      return { to, chain: name };
    case 'number':
      return { to, number: calledNumber(name, country), isWritten: true };
  }
}

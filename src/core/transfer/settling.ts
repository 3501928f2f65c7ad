import type { Call } from '../call/call.js';
import { tell, type Work } from '../work.js';
import { RING_BACK, targetInWords } from './rule.js';
import type { Transfer, TransferResult } from './transfer.js';

/** A transfer is over: it is told, once. Nothing happens for a call that is not being handed over. */
export function settleTransfer(
  work: Work,
  call: Call,
  result: TransferResult,
  takenBy: string | null = null,
): void {
  const { transfer } = call;
  if (transfer === null) return;
  call.transfer = null;
  const { id, target, agents, from, kind, by, conversation, queue, reason } = transfer;
  const place = target.to === 'chain' && takenBy !== null ? agents.indexOf(takenBy) : -1;
  const level = place < 0 ? null : place + 1;
  const words = targetInWords(target);
  work.milestones.push({
    ...{
      kind: 'transfer-ended',
      transfer: id,
      call: call.id,
      way: kind,
      by,
      agent: from,
      conversation,
      queue,
    },
    ...{
      target: words,
      reason,
      level,
      takenBy,
      offers: transfer.offers,
      askedAt: transfer.askedAt,
      answeredAt: transfer.answeredAt,
    },
    ...{ handedOverAt: transfer.handedOverAt, endedAt: work.now, result },
  });
  tell(work, call, 'transfer-over', { transfer: id, target: words, result, level, agent: takenBy });
}

/** A number outside talks with the caller: it was the target, or the file has sent him there afterwards. */
export function takenOutside(work: Work, call: Call, origin: 'flow' | 'transfer'): void {
  settleTransfer(work, call, origin === 'transfer' ? 'connected' : 'elsewhere');
}

/** A conversation has begun: whoever was being handed over is there. */
export function takenOver(work: Work, call: Call, step: string | null, agent: string): void {
  const { transfer } = call;
  if (transfer?.handedOverAt == null) return;
  settleTransfer(work, call, resultOf(transfer, step, agent), agent);
}

function resultOf({ target, agents, from }: Transfer, step: string | null, agent: string): TransferResult {
  if (step === RING_BACK && agent === from) return 'returned';
  const isWanted = target.to === 'queue' || agents.includes(agent);
  return isWanted ? 'connected' : 'elsewhere';
}

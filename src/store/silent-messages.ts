import { Between, LessThanOrEqual, type EntityManager } from 'typeorm';
import type { VoicemailFact } from '../core/milestone.js';
import { ABANDONED_AFTER_TRANSFER } from '../core/transfer/transfer.js';
import { CallEntity } from './entities/calls.js';
import { TransferEntity } from './entities/transfers.js';

/**
 * Whoever hung up at the beep while he was handed over seems to have left a message, until his file is told: where there
 * is none in it he has given up, and somebody should call him; whose call we have ended had nobody. Told again, it has no effect.
 */
export async function giveUpSilent(
  manager: EntityManager,
  voicemails: readonly VoicemailFact[],
): Promise<void> {
  for (const { call, enteredAt, endedAt } of voicemails.filter(({ result }) => result !== 'left')) {
    const where = { call, result: 'voicemail', endedAt: Between(enteredAt, endedAt) } as const;
    const settled = await manager.findOne(TransferEntity, { where });
    if (settled === null) continue;
    const over = await manager.findOne(CallEntity, { where: { call, endedAt: LessThanOrEqual(endedAt) } });
    const hasLeft = over === null || over.endedBy === 'caller' || over.endedBy === 'unknown';
    const result = hasLeft ? 'caller-left' : 'nobody';
    await manager.update(TransferEntity, { transfer: settled.transfer }, { result });
    if (over === null || !hasLeft || over.marks.includes(ABANDONED_AFTER_TRANSFER)) continue;
    await manager.update(CallEntity, { call }, { marks: [...over.marks, ABANDONED_AFTER_TRANSFER] });
  }
}

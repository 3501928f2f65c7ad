import { createHash } from 'node:crypto';
import type { SlotKey } from '../../ports/slots.js';

const FINGERPRINT_DIGITS = 12;

/**
 * The Message-ID of a slot's mail to one place: the same whenever it is handed over again, so that mail programs know it
 * again. `round` grows when somebody asks for another mail. `domain`: that of the sender.
 */
export function messageIdOf(
  { schedule, dueAt, edition }: SlotKey,
  target: string,
  round: number,
  domain: string,
): string {
  const due = new Date(dueAt).toISOString().replace(/[-:]|\.\d+/g, '');
  const place = createHash('sha256').update(target).digest('hex').slice(0, FINGERPRINT_DIGITS);
  return `<${schedule}.${due}.${edition}.${round}.${place}@${domain}>`;
}

/** The round that a Message-ID of ours was made for. */
export function roundOf(messageId: string): number {
  const [local = ''] = messageId.split('@');
  return Number(local.split('.').at(-2) ?? 0);
}

import type { AlertBook, Notice, NoticeKey } from '../../ports/alerts.js';
import type { Clock } from '../../ports/clock.js';
import type { Log } from '../../ports/log.js';
import type { Handover, MailServer } from '../../ports/mail.js';
import { stateAfter } from '../schedules/slot-work.js';
import { alertTargetOf, type Alert, type AlertDestination } from './alert.js';
import { bodyOf, textOf, titleOf, type NoticeContent } from './notice-words.js';
import type { WebhookOrder } from './post-webhook.js';

const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 5 * 60_000;
/** Old news is no alert. */
const GIVE_UP_MS = 3_600_000;

export interface SendingParts {
  readonly book: AlertBook;
  /** null: none is set. Its patience is shorter than a claim. */
  readonly mail: MailServer | null;
  readonly post: (order: WebhookOrder) => Promise<Handover>;
  readonly clock: Clock;
  /** A notice that was taken and not answered is free again after so long. */
  readonly claimMs: number;
  readonly log: Log;
}

/** Hands over what is open and due, all at once: a place that hangs holds up no other. */
export async function sendNotices(parts: SendingParts, alerts: readonly Alert[]): Promise<void> {
  const open = await parts.book.open();
  const now = parts.clock.now();
  const due = open.filter((notice) => notice.nextTryAt <= now && !isBehindItsAlert(notice, open));
  await Promise.all(due.map((notice) => sendNotice(parts, alerts, notice)));
}

/** Nobody hears the all-clear before the alert. */
function isBehindItsAlert(notice: Notice, open: readonly Notice[]): boolean {
  const isItsAlert = (other: NoticeKey): boolean =>
    other.kind === 'raised' &&
    other.alert === notice.alert &&
    other.subject === notice.subject &&
    other.incident === notice.incident &&
    other.target === notice.target;
  return notice.kind === 'cleared' && open.some(isItsAlert);
}

async function sendNotice(parts: SendingParts, alerts: readonly Alert[], notice: Notice): Promise<void> {
  const { book, clock, claimMs } = parts;
  if ((await book.take(notice, clock.now(), claimMs)) === 'lost') return;
  const alert = alerts.find(({ name }) => name === notice.alert);
  const destination = alert?.destinations.find((each) => alertTargetOf(each) === notice.target);
  const outcome =
    destination === undefined
      ? ({ kind: 'refused', said: 'the alert goes there no longer' } as const)
      : await handOver(parts, notice, destination);
  await answered(parts, notice, outcome);
}

async function handOver(
  { mail, post }: SendingParts,
  notice: Notice,
  destination: AlertDestination,
): Promise<Handover> {
  const content = JSON.parse(notice.content) as NoticeContent;
  const { messageId } = notice;
  if (destination.kind === 'webhook') {
    const id = messageId.replace(/[<>]/g, '');
    return post({ ...destination, id, body: bodyOf(content, id) });
  }
  if (mail === null)
    return { kind: 'not-taken', said: 'no mail server is set: CALLPLANE_SMTP_HOST and CALLPLANE_SMTP_FROM' };
  return mail.send({
    ...{ messageId, to: destination.to, subject: titleOf(content), text: textOf(content), date: content.at },
    corrects: notice.kind === 'raised' ? null : messageId.replace('.cleared.', '.raised.'),
    ...{ html: null, pictures: [], attachments: [] },
  });
}

async function answered(
  { book, clock, log }: SendingParts,
  notice: Notice,
  { kind, said }: Handover,
): Promise<void> {
  const at = clock.now();
  const state = stateAfter(kind, at - notice.since >= GIVE_UP_MS);
  const nextTryAt = at + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(notice.tries, 10));
  await book.answered(notice, { state, at, nextTryAt, said });
  const { alert, subject, target, messageId } = notice;
  const fields = {
    alert,
    queue: subject,
    target,
    messageId,
    tells: notice.kind,
    said,
    tries: notice.tries + 1,
  };
  if (state === 'accepted') log.info('an alert was delivered', fields);
  else if (state === 'waiting' || state === 'handed-over')
    log.warn('an alert could not be delivered; it is tried again', fields);
  else log.error('an alert could not be delivered; it is given up', fields);
}

import { readFile } from 'node:fs/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Handover } from '../../ports/mail.js';

const WITHIN_MS = 10_000;
const MOST_HEARD = 300;

/** Something that is posted to an address as JSON. */
export interface WebhookOrder {
  readonly url: string;
  /** Its content is sent as a bearer token; null: none is. */
  readonly tokenFile: string | null;
  /** The same whenever the same thing is handed over again. */
  readonly id: string;
  readonly body: string;
}

/**
 * Posts it on a connection of its own. A 2xx is an answer; whatever else the other side says can be mended there or in the
 * file, so it is tried again. What broke off behind the last byte of ours may have been taken. Never throws.
 */
export async function postWebhook(order: WebhookOrder, withinMs = WITHIN_MS): Promise<Handover> {
  try {
    const token = order.tokenFile === null ? null : (await readFile(order.tokenFile, 'utf8')).trim();
    return await answerOf(order, token, withinMs);
  } catch (error) {
    return { kind: 'not-taken', said: error instanceof Error ? error.message : String(error) };
  }
}

function answerOf(
  { url, id, body }: WebhookOrder,
  token: string | null,
  withinMs: number,
): Promise<Handover> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'idempotency-key': id,
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve) => {
    const course: { body: 'kept' | 'sent' } = { body: 'kept' };
    const posting = request(url, { method: 'POST', agent: false, headers }, (response) => {
      let heard = '';
      response.on('data', (chunk: Buffer) => (heard = `${heard}${chunk.toString()}`.slice(0, MOST_HEARD)));
      response.on('end', () => end(handoverOf(response.statusCode ?? 0, heard)));
      response.on('error', (error) => end({ kind: 'in-doubt', said: error.message }));
    });
    const deadline = setTimeout(
      () => posting.destroy(new Error(`no end after ${withinMs / 1000} s`)),
      withinMs,
    );
    const end = (outcome: Handover): void => {
      clearTimeout(deadline);
      resolve(outcome);
    };
    posting.on('error', ({ message }) => {
      end({ kind: course.body === 'sent' ? 'in-doubt' : 'not-taken', said: message });
    });
    // It is called when the system has the last byte, which it takes only of a connection that is there.
    posting.end(body, () => (course.body = 'sent'));
  });
}

function handoverOf(status: number, heard: string): Handover {
  const words = heard.replace(/\s+/g, ' ').trim();
  const said = words === '' ? String(status) : `${status} ${words}`;
  return { kind: status >= 200 && status < 300 ? 'accepted' : 'not-taken', said };
}

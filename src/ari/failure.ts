import type { Failure } from '../core/signal.js';
import { asObject, parseJson, textIn } from './json.js';

/** How a request ended. */
export type Reply =
  | { readonly kind: 'reply'; readonly status: number; readonly body: string; readonly server: string }
  | { readonly kind: 'no-reply'; readonly why: NoReply };

/** `refused`: surely not sent. `not-wanted`: not sent, because nobody wants it any more. `timeout` and `broken`: it may have happened. `not-http`: something else listens there. `not-trusted`: its certificate does not fit. */
export type NoReply = 'timeout' | 'refused' | 'not-wanted' | 'broken' | 'not-http' | 'not-trusted';

/** The request did what it should. */
export function isSuccess(reply: Reply): boolean {
  return reply.kind === 'reply' && reply.status >= 200 && reply.status < 300;
}

/** Asterisk's own words on a failure: the field `message`, sometimes `error`; empty for an HTML page or no body. */
export function messageIn(reply: Reply): string {
  if (reply.kind === 'no-reply') return '';
  const body = asObject(parseJson(reply.body));
  if (body === null) return '';
  const message = textIn(body, 'message');
  return message === '' ? textIn(body, 'error') : message;
}

/** The class of a failed reply. */
export function failureOf(reply: Reply): Failure {
  if (reply.kind === 'no-reply') return failureWithoutReply(reply.why);
  const message = messageIn(reply);
  switch (reply.status) {
    case 404:
      return message === '' ? 'unknown' : 'gone';
    case 400:
      return /not found/i.test(message) ? 'gone' : 'unknown';
    case 401:
    case 403:
      return 'refused';
    case 409:
    case 422:
      return 'conflict';
    case 412:
      return 'invalid-state';
    default:
      return serverFailure(message);
  }
}

/** "Failed to answer": the caller has hung up, and his channel is still being taken away. */
function serverFailure(message: string): Failure {
  if (/allocation failed/i.test(message)) return 'unreachable';
  return /failed to answer/i.test(message) ? 'conflict' : 'unknown';
}

function failureWithoutReply(why: NoReply): Failure {
  if (why === 'timeout') return 'timeout';
  return why === 'not-wanted' ? 'gone' : 'unknown';
}

/** Our own id is taken: an earlier try of the same request worked. */
export function existsAlready(reply: Reply): boolean {
  return reply.kind === 'reply' && reply.status === 409 && /already exists/i.test(messageIn(reply));
}

import type { Log } from '../ports/log.js';
import { USED_EVENTS } from './event.js';
import { isSuccess, messageIn } from './failure.js';
import type { AriHttpClient } from './http-client.js';
import { asObject, textIn } from './json.js';

/** The types of events that the application's filter lets through; empty: it has none. */
export function eventsAllowed(application: unknown): readonly string[] {
  const allowed = asObject(application)?.['events_allowed'];
  return Array.isArray(allowed) ? allowed.map((each) => textIn(asObject(each) ?? {}, 'type')) : [];
}

/**
 * Lets the events through that are used, and no others. It belongs to the application in Asterisk, which may be a new one
 * after each connection. One that holds is left alone, and nobody may ask for the application meanwhile: Asterisk 22.10.1
 * takes a reference to the old filter without a lock while it frees it, which ends Asterisk (docs/decisions/0043).
 */
export async function setEventFilter(
  http: Pick<AriHttpClient, 'ask'>,
  application: { readonly name: string; readonly allowed: readonly string[] },
  { log, timeoutMs }: { readonly log: Log; readonly timeoutMs: number },
): Promise<void> {
  const holds = new Set(application.allowed);
  if (holds.size === USED_EVENTS.length && USED_EVENTS.every((type) => holds.has(type))) return;
  const reply = await http.ask({
    name: 'event-filter',
    method: 'PUT',
    path: `/applications/${encodeURIComponent(application.name)}/eventFilter`,
    body: JSON.stringify({ allowed: USED_EVENTS.map((type) => ({ type })) }),
    timeoutMs,
  });
  if (!isSuccess(reply)) {
    log.warn('Asterisk takes no event filter; it sends everything', { why: messageIn(reply) });
  }
}

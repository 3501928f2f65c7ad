import type { AriEvent } from './ari-link.js';

/** The text at a path of an event; empty when there is none. */
export function text(event: AriEvent, ...path: readonly string[]): string {
  let value: unknown = event;
  for (const key of path)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof value === 'string' ? value : '';
}

/** Id of the channel the event is about; empty: none. */
export function channelOf(event: AriEvent): string {
  return text(event, 'channel', 'id');
}

/** The event's own instant. */
export function at(event: AriEvent): number {
  const instant = Date.parse(text(event, 'timestamp').replace(/(\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(instant) ? Date.now() : instant;
}

export function argsOf(event: AriEvent): readonly string[] {
  const args = event['args'];
  return Array.isArray(args) ? args.map(String) : [];
}

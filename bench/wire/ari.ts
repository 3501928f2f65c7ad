import type { Packet } from './pcap.js';

/** What went over the ARI port. */
export interface AriTraffic {
  /** Requests by what they ask, ids taken out, for instance `POST /channels/…/answer`. */
  readonly requests: ReadonlyMap<string, number>;
  /** Bytes that Asterisk sent on the event stream, framing included. */
  readonly eventBytes: number;
}

const REQUEST = /^(GET|POST|PUT|DELETE) \/ari(\/[^ ?]*)/gm;

/**
 * Counts requests and event bytes on the wire. A connection on which Asterisk never sent an HTTP answer is the
 * event stream: it was opened before the capture began.
 */
export function ariTraffic(packets: readonly Packet[], port: number): AriTraffic {
  const requests = new Map<string, number>();
  const sent = new Map<number, { kind: 'http' | 'events'; bytes: number }>();
  for (const { transport, from, to, payload } of packets) {
    if (transport !== 'tcp' || payload.length === 0) continue;
    const text = payload.toString('latin1');
    if (to === port) countRequests(requests, text);
    if (from !== port) continue;
    const connection = sent.get(to) ?? { kind: 'events', bytes: 0 };
    if (text.startsWith('HTTP/')) connection.kind = 'http';
    connection.bytes += payload.length;
    sent.set(to, connection);
  }
  const streams = [...sent.values()].filter(({ kind }) => kind === 'events');
  return { requests, eventBytes: streams.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function countRequests(requests: Map<string, number>, text: string): void {
  for (const [, method, path] of text.matchAll(REQUEST)) {
    const name = `${method ?? ''} ${withoutIds(path ?? '')}`;
    requests.set(name, (requests.get(name) ?? 0) + 1);
  }
}

function withoutIds(path: string): string {
  return path.replace(/^(\/(?:channels|bridges|playbacks|applications|deviceStates))\/[^/]+/, '$1/…');
}

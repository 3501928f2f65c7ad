import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  connect as connectPlain,
  createServer as createPlainServer,
  type Server,
  type Socket,
} from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import type { JournalRecord } from '../ports/journal.js';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** Own certificate and key, and who signs both sides' certificates; PEM. */
export interface Certificates {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
}

/** How two installations speak: over TLS, or (loopback, private link) without. */
export type Encryption = Certificates | 'none';

/** A server for the other installation; over TLS only who shows a certificate of the authority comes in. */
export function listenForPeer(encryption: Encryption, taken: (socket: Socket) => void): Server {
  if (encryption === 'none') return createPlainServer(taken);
  return createTlsServer(
    {
      cert: encryption.certificate,
      key: encryption.key,
      ca: encryption.authority,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
    },
    taken,
  );
}

/** A connection to the other installation; `ready` when it can be spoken over. */
export function connectToPeer(place: Place, encryption: Encryption, ready: () => void): Socket {
  if (encryption === 'none') return connectPlain(place, ready);
  const { certificate, key, authority } = encryption;
  return connectTls({ ...place, cert: certificate, key, ca: authority, minVersion: 'TLSv1.2' }, ready);
}

/** Shows that one knows the secret without saying it; each side has its own word, so that no proof can be sent back. */
export function proofOf(secret: string, side: 'leader' | 'follower', nonce: string): string {
  return createHmac('sha256', secret).update(`${side}:${nonce}`).digest('hex');
}

/** Compared in constant time. */
export function isProof(given: unknown, secret: string, side: 'leader' | 'follower', nonce: string): boolean {
  const wanted = Buffer.from(proofOf(secret, side, nonce));
  const found = Buffer.from(typeof given === 'string' ? given : '');
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}

/** The same record has the same digest on both sides. */
export function digestOf(record: JournalRecord): string {
  return createHash('sha256').update(JSON.stringify(record)).digest('hex');
}

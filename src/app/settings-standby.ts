import type { SettingsInput } from './settings-input.js';

/** A place on the network. */
export interface NetworkPlace {
  readonly host: string;
  readonly port: number;
}

/** How two installations stand by for one another. */
export interface StandbySettings {
  /** Where the other one gives its journal. */
  readonly peer: NetworkPlace;
  /** Where this one does. */
  readonly listen: NetworkPlace;
  readonly secret: string;
  /** Files in PEM; null: not encrypted, because nobody else is on the link. */
  readonly tls: { readonly certificate: string; readonly key: string; readonly authority: string } | null;
  readonly leaseMs: number;
}

/** The settings of the standby; null: none, or faulty ones, which `standbyFaults` names. */
export function standbyOf(input: SettingsInput): StandbySettings | null {
  const { standbyPeer: peer, standbyListen: listen, standbySecret: secret } = input;
  if (peer === null || listen === null || secret === null) return null;
  const certificates = certificatesOf(input);
  return {
    peer: placeOf(peer),
    listen: placeOf(listen),
    secret,
    tls: input.standbyLink === 'private' || isOnLoopback(input) ? null : certificates,
    leaseMs: input.standbyLeaseSeconds * 1000,
  };
}

/** What is missing or forbidden where a standby is wanted; each says what would be right. */
export function standbyFaults(input: SettingsInput): readonly string[] {
  if (input.standbyPeer === null) return [];
  const faults: string[] = [];
  if (input.standbyListen === null)
    faults.push(
      'CALLPLANE_STANDBY_LISTEN is not set; set it to the address at which the other installation gets the journal',
    );
  if (input.standbySecret === null)
    faults.push(
      'CALLPLANE_STANDBY_SECRET is not set; set it, or CALLPLANE_STANDBY_SECRET_FILE, to the same secret on both sides',
    );
  if (input.databaseUrl === null)
    faults.push(
      'CALLPLANE_STANDBY_PEER: there is no standby without a database that both share; set DATABASE_URL to the same MySQL or MariaDB on both sides',
    );
  if (input.standbyLink === 'tls' && !isOnLoopback(input) && certificatesOf(input) === null)
    faults.push(
      'CALLPLANE_STANDBY_LINK: the journal holds who calls whom, so it travels over TLS; set CALLPLANE_STANDBY_CERTIFICATE, _KEY and _AUTHORITY to PEM files, or CALLPLANE_STANDBY_LINK=private when nobody else is on the link',
    );
  return faults;
}

function certificatesOf(input: SettingsInput): StandbySettings['tls'] {
  const { standbyCertificate: certificate, standbyKey: key, standbyAuthority: authority } = input;
  return certificate === null || key === null || authority === null ? null : { certificate, key, authority };
}

function isOnLoopback({ standbyPeer, standbyListen }: SettingsInput): boolean {
  return [standbyPeer, standbyListen].every(
    (place) => place !== null && /^(127\.|localhost$|::1$)/.test(placeOf(place).host),
  );
}

/** `[2001:db8::1]:7700` too. */
function placeOf(text: string): NetworkPlace {
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) };
}

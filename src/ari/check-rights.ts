import type { TelephonyFinding } from '../ports/telephony.js';
import { isSuccess, messageIn } from './failure.js';
import type { Reply } from './failure.js';
import type { AriAccess, AriHttpClient } from './http-client.js';
import { asObject, textIn } from './json.js';
import type { AriLibrary } from './library.js';
import { LibraryFailed } from './library.js';
import type { AriLimits } from './options.js';

/** The listing fails when the folder is missing, and so would every recording. */
export async function checkRecordings(
  http: AriHttpClient,
  limits: AriLimits,
): Promise<readonly TelephonyFinding[]> {
  const path = '/recordings/stored';
  const reply = await http.ask({ name: 'check', method: 'GET', path, timeoutMs: limits.requestTimeoutMs });
  if (isSuccess(reply)) return [];
  return [
    {
      level: 'warning',
      what: `Asterisk cannot list recordings (${found(reply)}): the folder for them is missing or unreadable`,
      mend: 'make the folder "recording" below Asterisk\'s spool folder (astspooldir in asterisk.conf, for instance /var/spool/asterisk/recording), owned by the user Asterisk runs as',
    },
  ];
}

/** Stops a playback that does not exist: a user who may write is told "not found", another one "forbidden". */
export async function checkRights(
  http: AriHttpClient,
  limits: AriLimits,
  access: AriAccess,
): Promise<readonly TelephonyFinding[]> {
  const reply = await http.ask({
    name: 'check',
    method: 'DELETE',
    path: '/playbacks/callplane-start-up-check',
    timeoutMs: limits.requestTimeoutMs,
  });
  if (reply.kind === 'reply' && reply.status === 404) return [];
  return [
    {
      level: 'error',
      what: `the ARI user "${access.user}" may not send commands (${found(reply)})`,
      mend: `set "read_only=no" in the section [${access.user}] of ari.conf, then "module reload res_ari.so"`,
    },
  ];
}

/** Opens as many connections as calls may need at once. */
export async function checkConnections(
  http: AriHttpClient,
  limits: AriLimits,
): Promise<readonly TelephonyFinding[]> {
  const ask = (): Promise<Reply> =>
    http.ask({
      name: 'check',
      method: 'GET',
      path: '/asterisk/info?only=status',
      timeoutMs: limits.requestTimeoutMs,
      isOnce: true,
    });
  const replies = await Promise.all(Array.from({ length: limits.connections }, ask));
  const failed = replies.filter((reply) => !isSuccess(reply)).length;
  if (failed === 0) return [];
  return [
    {
      level: 'warning',
      what: `of ${limits.connections} connections at once, Asterisk refused ${failed}`,
      mend: 'raise "sessionlimit" in http.conf (each connection and each event stream counts; 200 is a good value)',
    },
  ];
}

/** A finding for each phone that Asterisk does not know. A phone that is only not registered is none. */
export async function checkPhones(
  library: AriLibrary,
  phones: readonly string[],
): Promise<readonly TelephonyFinding[]> {
  const findings: TelephonyFinding[] = [];
  for (const phone of phones) {
    const endpoint = endpointOf(phone);
    if (endpoint === null || (await endpointState(library, endpoint)) !== null) continue;
    findings.push({
      level: 'warning',
      what: `Asterisk knows no phone ${phone}`,
      mend: `add the endpoint "${endpoint.resource}" to pjsip.conf, or correct the agent's phone in the routing file`,
    });
  }
  return findings;
}

/** An endpoint as ARI names it. */
export interface Endpoint {
  readonly tech: string;
  readonly resource: string;
}

/** The endpoint of a phone like `PJSIP/101`; null for one that is reached through a trunk. */
export function endpointOf(phone: string): Endpoint | null {
  const match = /^([A-Za-z]+)\/([^@/]+)$/.exec(phone);
  return match === null ? null : { tech: match[1] ?? '', resource: match[2] ?? '' };
}

/** `online`, `offline` or `unknown`; null: Asterisk knows no such endpoint. */
export async function endpointState(
  library: AriLibrary,
  { tech, resource }: Endpoint,
): Promise<string | null> {
  try {
    const found: unknown = await library.call('endpoint', (client) =>
      client.endpoints.get({ tech, resource }),
    );
    return textIn(asObject(found) ?? {}, 'state');
  } catch (error) {
    if (error instanceof LibraryFailed && /not found/i.test(error.message)) return null;
    throw error;
  }
}

function found(reply: Reply): string {
  if (reply.kind === 'no-reply') return reply.why;
  return `status ${reply.status} ${messageIn(reply)}`.trim();
}

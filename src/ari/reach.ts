import { TelephonyUnavailable } from '../ports/telephony.js';
import { messageIn } from './failure.js';
import type { Reply } from './failure.js';
import type { AriAccess, AriHttpClient } from './http-client.js';
import { asObject, objectIn, parseJson, textIn } from './json.js';
import type { JsonObject } from './json.js';

/** Asks Asterisk who it is; throws `TelephonyUnavailable`, whose message says what to do. */
export async function reachAsterisk(
  http: AriHttpClient,
  access: AriAccess,
  timeoutMs: number,
): Promise<JsonObject> {
  const reply = await http.ask({ name: 'check', method: 'GET', path: '/asterisk/info', timeoutMs });
  if (reply.kind === 'no-reply') throw noAnswer(reply, access);
  if (reply.status === 401 || reply.status === 403) throw wrongPassword(access);
  const info = asObject(parseJson(reply.body));
  if (reply.status === 200 && info !== null && textIn(objectIn(info, 'system'), 'version') !== '')
    return info;
  throw strangeAnswer(reply, access);
}

/** Asterisk does not take our user and password. */
export function wrongPassword(access: AriAccess): TelephonyUnavailable {
  return new TelephonyUnavailable(
    `Asterisk at ${access.url} refuses the user "${access.user}" or its password. Compare them with the section [${access.user}] of ari.conf (type=user), then "module reload res_ari.so"; a "permit" or "acl" line there must allow this machine`,
    'wrong-password',
  );
}

function noAnswer(reply: Extract<Reply, { kind: 'no-reply' }>, access: AriAccess): TelephonyUnavailable {
  if (reply.why === 'not-http') {
    return new TelephonyUnavailable(
      `what answers at ${access.url} does not speak HTTP, so it is not Asterisk's HTTP server. Its port is "bindport" in http.conf`,
      'not-asterisk',
    );
  }
  if (reply.why === 'not-trusted') {
    return new TelephonyUnavailable(
      `the certificate of ${access.url} is not for this name, not valid now, or signed by nobody known. A certificate of your own is named with NODE_EXTRA_CA_CERTS=/path/of/certificate.pem`,
      'no-connection',
    );
  }
  if (reply.why === 'timeout') {
    return new TelephonyUnavailable(
      `Asterisk at ${access.url} accepts the connection but does not answer. It is starting, overloaded or hanging: look with "asterisk -rx 'core show uptime'"`,
      'not-ready',
    );
  }
  if (reply.why === 'broken') {
    return new TelephonyUnavailable(
      `the connection to ${access.url} breaks before an answer. Asterisk is stopping, or has as many connections as "sessionlimit" in http.conf allows`,
      'no-connection',
    );
  }
  return new TelephonyUnavailable(
    `nothing answers at ${access.url}. Is Asterisk running, and has http.conf "enabled=yes" with "bindaddr" and "bindport" as in this address?`,
    'no-connection',
  );
}

function strangeAnswer(reply: Extract<Reply, { kind: 'reply' }>, access: AriAccess): TelephonyUnavailable {
  const found = `status ${reply.status} ${messageIn(reply)}`.trim();
  if (reply.status === 503) {
    return new TelephonyUnavailable(
      `Asterisk at ${access.url} is still starting (${found}). Try again in some seconds`,
      'not-ready',
    );
  }
  if (reply.status === 404 && parseJson(reply.body) === undefined) {
    return new TelephonyUnavailable(
      `the HTTP server at ${access.url} knows no ARI (${found}). Either Asterisk is still starting, or ari.conf has not "enabled=yes", or res_ari.so is not loaded ("module show like res_ari"), or this is not Asterisk's HTTP server ("prefix" in http.conf belongs into the address)`,
      'not-ready',
    );
  }
  return new TelephonyUnavailable(
    `what answers at ${access.url} is not Asterisk's ARI (${found} to GET /ari/asterisk/info). Its address is bindaddr:bindport of http.conf`,
    'not-asterisk',
  );
}

import type { LegId } from '../core/signal.js';
import { callerOn, dialledOf, PHONE_ARGUMENT } from './caller.js';
import { decodeChannel } from './decode.js';
import type { AriChannel } from './event.js';
import { isSuccess } from './failure.js';
import type { AriHttpClient } from './http-client.js';
import { applicationArgs, existingBridges, getJson } from './snapshot.js';
import { EMERGENCY, OWN_LEG_ARGUMENT } from './requests.js';

/** What was done with a leg that nobody took care of. */
export interface Rescued {
  readonly leg: LegId;
  readonly did: 'sent-to-emergency' | 'hung-up';
  readonly from: string | null;
  readonly dialled: string | null;
}

/**
 * For the time in which no line is there: callers of the application who talk to nobody go to the dialplan's emergency
 * destination; a leg that its other side has left alone in a bridge, a phone that we ring and an agent's phone that has
 * dialled are hung up. Talks of two go on. Throws when Asterisk cannot be asked; what it refuses (a leg that has just gone) is left out.
 */
export async function rescueLegs(
  http: AriHttpClient,
  application: string,
  timeoutMs: number,
): Promise<readonly Rescued[]> {
  const [channels, bridges] = await Promise.all([
    getJson(http, '/channels', timeoutMs),
    getJson(http, '/bridges', timeoutMs),
  ]);
  const places = placesIn(existingBridges(Array.isArray(bridges) ? bridges : [], application));
  const wanted = (Array.isArray(channels) ? channels : [])
    .map(decodeChannel)
    .flatMap((channel) => (channel === null ? [] : rescueOf(channel, application, places)));
  const done = await Promise.all(
    wanted.map(async (each) => ((await carryOut(http, each, timeoutMs)) ? [each] : [])),
  );
  return done.flat();
}

type Place = 'in-talk' | 'alone';

function placesIn(bridges: readonly { readonly legs: readonly LegId[] }[]): ReadonlyMap<LegId, Place> {
  const places = new Map<LegId, Place>();
  for (const { legs } of bridges)
    for (const leg of legs) places.set(leg, legs.length > 1 ? 'in-talk' : 'alone');
  return places;
}

function rescueOf(
  channel: AriChannel,
  application: string,
  places: ReadonlyMap<LegId, Place>,
): readonly Rescued[] {
  const args = applicationArgs(channel, application);
  const place = places.get(channel.id);
  if (args === null || place === 'in-talk') return [];
  if (isOfOurs(args)) return [{ leg: channel.id, did: 'hung-up', from: null, dialled: null }];
  const dialled = dialledOf(args, channel.exten);
  const from = dialled === null ? null : callerOn(channel, dialled).from;
  return [{ leg: channel.id, did: place === 'alone' ? 'hung-up' : 'sent-to-emergency', from, dialled }];
}

/** A phone that we ring, or an agent's phone that has dialled: whom it calls is nobody's business here. */
function isOfOurs([role]: readonly string[]): boolean {
  return role === OWN_LEG_ARGUMENT || role === PHONE_ARGUMENT;
}

async function carryOut(http: AriHttpClient, { leg, did }: Rescued, timeoutMs: number): Promise<boolean> {
  const channel = `/channels/${encodeURIComponent(leg)}`;
  const reply = await http.ask(
    did === 'hung-up'
      ? { name: 'rescue', method: 'DELETE', path: `${channel}?reason=normal`, timeoutMs }
      : { name: 'rescue', method: 'POST', path: `${channel}/continue?${EMERGENCY}`, timeoutMs },
  );
  return isSuccess(reply);
}

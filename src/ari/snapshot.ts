import type { Existing, ExistingLeg } from '../core/signal.js';
import { callerOn, dialledOf } from './caller.js';
import { decodeChannel } from './decode.js';
import type { AriChannel } from './event.js';
import { eventsAllowed } from './event-filter.js';
import { messageIn } from './failure.js';
import type { Reply } from './failure.js';
import type { AriHttpClient } from './http-client.js';
import { asObject, objectIn, parseJson, textIn, textsIn } from './json.js';
import type { JsonObject } from './json.js';
import { OWN_LEG_ARGUMENT } from './requests.js';

/** What Asterisk said of itself at one moment. */
export interface Snapshot {
  /** When this run of Asterisk began; another text is another run. */
  readonly startupTime: string;
  /** The types of events that it sends; empty: all. */
  readonly eventsAllowed: readonly string[];
  readonly legs: readonly ExistingLeg[];
  readonly bridges: Existing['bridges'];
}

/** Asterisk could not be asked for what exists. */
export class SnapshotFailed extends Error {
  constructor(path: string, reply: Reply) {
    const found = reply.kind === 'reply' ? `status ${reply.status} ${messageIn(reply)}`.trim() : reply.why;
    super(`GET ${path}: ${found}; a JSON answer with status 200 was expected`);
    this.name = 'SnapshotFailed';
  }
}

/** Whoever can be asked: the client, or in tests recorded answers. */
type Asked = Pick<AriHttpClient, 'ask'>;

/** Asks for channels, bridges, the application and the start of Asterisk, all at once; throws `SnapshotFailed`. */
export async function takeSnapshot(http: Asked, application: string, timeoutMs: number): Promise<Snapshot> {
  const get = (path: string): Promise<unknown> => getJson(http, path, timeoutMs);
  const [channels, bridges, app, info] = await Promise.all([
    get('/channels'),
    get('/bridges'),
    get(`/applications/${encodeURIComponent(application)}`),
    get('/asterisk/info?only=status'),
  ]);
  const known = new Set(textsIn(asObject(app) ?? {}, 'channel_ids'));
  return {
    startupTime: textIn(objectIn(asObject(info) ?? {}, 'status'), 'startup_time'),
    eventsAllowed: eventsAllowed(app),
    legs: existingLegs(Array.isArray(channels) ? channels : [], application, known),
    bridges: existingBridges(Array.isArray(bridges) ? bridges : [], application),
  };
}

/** Legs of the application: what stands in it, and what it is subscribed to (legs that still ring). */
export function existingLegs(
  channels: readonly unknown[],
  application: string,
  subscribed: ReadonlySet<string>,
): readonly ExistingLeg[] {
  const legs: ExistingLeg[] = [];
  for (const value of channels) {
    const channel = decodeChannel(value);
    if (channel === null) continue;
    const args = applicationArgs(channel, application);
    if (args === null && !subscribed.has(channel.id)) continue;
    // Up but not in the application yet: its entry will say that it was answered.
    const up = channel.state === 'Up' && args !== null;
    legs.push({ leg: channel.id, up, caller: existingCaller(channel, args) });
  }
  return legs;
}

/** Bridges of ours bear the application's name. */
export function existingBridges(bridges: readonly unknown[], application: string): Existing['bridges'] {
  return bridges
    .map(asObject)
    .filter((bridge): bridge is JsonObject => bridge !== null && textIn(bridge, 'name') === application)
    .map((bridge) => ({ id: textIn(bridge, 'id'), legs: textsIn(bridge, 'channels') }));
}

/** The arguments the channel came into the application with; null: it does not stand in it. */
export function applicationArgs(channel: AriChannel, application: string): readonly string[] | null {
  if (channel.appName !== 'Stasis') return null;
  const [name, ...args] = channel.appData.split(',');
  return name === application ? args : null;
}

function existingCaller(channel: AriChannel, args: readonly string[] | null): ExistingLeg['caller'] {
  if (args === null || args[0] === OWN_LEG_ARGUMENT) return null;
  const dialled = dialledOf(args, channel.exten);
  return dialled === null ? null : callerOn(channel, dialled, args);
}

/** The JSON that Asterisk answers; throws `SnapshotFailed`. */
export async function getJson(http: Asked, path: string, timeoutMs: number): Promise<unknown> {
  const reply = await http.ask({ name: 'snapshot', method: 'GET', path, timeoutMs });
  if (reply.kind !== 'reply' || reply.status !== 200) throw new SnapshotFailed(path, reply);
  const value = parseJson(reply.body);
  if (value === undefined) throw new SnapshotFailed(path, reply);
  return value;
}
